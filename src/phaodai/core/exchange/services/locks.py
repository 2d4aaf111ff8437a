"""Two lists of one kind never write at the same time: the second sees what the first wrote."""

from django.db import connection


def one_writer(kind: str) -> None:
    """Wait until nobody else writes this kind; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"exchange.{kind}"])
