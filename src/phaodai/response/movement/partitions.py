"""The ledger's partitions: one table a local day, made ahead and on demand, dropped by retention."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import connection, transaction

LOCK_KEY = 7_201_405  # one advisory lock for all makers of partitions


def partition_name(day: date) -> str:
    return f"movement_visit_{day:%Y%m%d}"


def existing_days() -> set[date]:
    """The days that have a partition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_date(right(inhrelid::regclass::text, 8), 'YYYYMMDD') FROM pg_inherits "
            "WHERE inhparent = 'movement_visit'::regclass"
        )
        return {row[0] for row in cursor.fetchall()}


@transaction.atomic
def ensure_partitions(days: Iterable[date]) -> list[date]:
    """Make the missing partitions; safe when several processes ask at once. Returns the days made."""
    wanted = set(days)
    if wanted <= existing_days():
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        missing = sorted(wanted - existing_days())
        for day in missing:
            cursor.execute(
                f"CREATE TABLE {partition_name(day)} PARTITION OF movement_visit "
                f"FOR VALUES FROM ('{day}') TO ('{day + timedelta(days=1)}')"
            )
    return missing


@transaction.atomic
def drop_partition(day: date) -> int:
    """Delete a whole day and return how many visits it held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_KEY])
        cursor.execute(f"SELECT count(*) FROM {partition_name(day)}")
        count = int(cursor.fetchone()[0])
        cursor.execute(f"DROP TABLE {partition_name(day)}")
    return count
