"""Numbers of places, drawn from the database so that no two clerks get the same one."""

from django.db import connection

from phaodai.core.codes import make_code

PREFIX = "D"


def next_codes(count: int) -> list[str]:
    """The next ``count`` place codes ("D-000123-K"), gaps possible after a rollback."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('places_place_number') FROM generate_series(1, %s)", [count])
        return [make_code(PREFIX, number) for (number,) in cursor.fetchall()]
