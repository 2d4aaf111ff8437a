"""Does the database fit this program? Migrations on disk against those applied."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@cache
def _on_disk() -> frozenset[tuple[str, str]]:
    """Read once: the program's files do not change while it runs."""
    loader = MigrationLoader(None)
    return frozenset(loader.disk_migrations or ())


def _applied() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationRecorder(connection).applied_migrations())


def known_migrations() -> list[str]:
    """Names of the migrations this program has."""
    return sorted(".".join(key) for key in _on_disk())


def waiting_migrations() -> list[str]:
    """Names of migrations this program has and the database lacks."""
    return sorted(".".join(key) for key in _on_disk() - _applied())


def unknown_migrations() -> list[str]:
    """Names of migrations the database has and this program lacks: it was made by a newer one."""
    return sorted(".".join(key) for key in _applied() - _on_disk())
