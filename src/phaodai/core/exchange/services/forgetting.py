"""Uploaded lists are full of names; they go when their time is up."""

from datetime import timedelta

from django.db import transaction

from phaodai.core import clock, policy
from phaodai.core.exchange.models import Import
from phaodai.core.exchange.services.deciding import forget_file
from phaodai.core.exchange.terms import ImportState

BUSY = (ImportState.READING, ImportState.CHECKING, ImportState.WRITING, ImportState.UNDOING)


def forget_old_imports() -> int:
    """Delete the files, the faults and the names of imports older than the policy says; returns how many."""
    days = int(policy.get("exchange.keep_days").value["days"])
    old = Import.objects.filter(forgotten_at__isnull=True, sent_at__lt=clock.now() - timedelta(days=days))
    forgotten = [_forget(row) for row in old.exclude(state__in=BUSY)]
    return len(forgotten)


@transaction.atomic
def _forget(row: Import) -> None:
    row.fault_rows.all().delete()
    row.row_outcomes.update(label="", note="")
    row.heading = {**row.heading, "samples": []}
    row.forgotten_at = clock.now()
    row.save(update_fields=["heading", "forgotten_at"])
    transaction.on_commit(lambda: forget_file(row))
