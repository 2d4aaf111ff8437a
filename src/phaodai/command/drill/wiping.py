"""Taking back a city whose loading was interrupted, so that it can be loaded again."""

from django.apps import apps
from django.db import connection, transaction

from phaodai.command.drill.models import DrillRun

OTHERS = ("mfa", "usersessions", "axes", "sessions", "account", "pghistory")


def is_half_loaded() -> bool:
    """Whether a load began here and never came to its end."""
    runs = DrillRun.objects.all()
    return runs.exists() and not runs.filter(finished_at__isnull=False).exists()


@transaction.atomic
def wipe() -> None:
    """Empty every table of ours. Only for a database in which a load began: such a one was empty before."""
    if not is_half_loaded():
        raise RuntimeError("Only a half-loaded demo may be wiped.")
    with connection.cursor() as cursor:
        names = ", ".join(f'"{table}"' for table in _tables())
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")


def _tables() -> list[str]:
    there = set(connection.introspection.table_names())
    ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("phaodai.") or model._meta.app_label in OTHERS
    }
    return sorted((ours | {"movement_visit", "procrastinate_jobs"}) & (there | {"movement_visit"}))
