"""A database for the measurement alone, made on the server in use and dropped afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection


@contextmanager
def own_database(name: str = "phaodai_bench") -> Iterator[None]:
    """Switch the connection to a fresh, migrated database; drop it at the end."""
    original = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name}")
    _switch(name)
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        _switch(original)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _switch(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
