"""Deleting old days, and proving it."""

from datetime import date
from typing import Any

from django.db import transaction

from phaodai.core import clock, policy
from phaodai.core.audit.services import log_action
from phaodai.response.movement import clocks, evidence
from phaodai.response.movement.models import RetentionRun, Visit
from phaodai.response.movement.partitions import drop_partition, existing_days
from phaodai.response.movement.services import first_day_kept


@transaction.atomic
def apply_retention(*, by: Any) -> RetentionRun:
    """Delete every local day older than the policy keeps, after evidence tied to a case has been copied.

    Whole partitions go. The run's row says what was deleted and counts what is left older: zero.
    """
    started, rule = clock.now(), policy.get("movement.retention_days")
    keep_from = first_day_kept(started)
    old = sorted(day for day in existing_days() if day < keep_from)
    kept = evidence.keep(old) if old else 0
    clocks.forget_before(keep_from)
    deleted = {day: drop_partition(day) for day in old}
    run = RetentionRun.objects.create(
        keep_from=keep_from,
        policy_version=rule.version,
        days_deleted=[_entry(day, count) for day, count in deleted.items()],
        visits_deleted=sum(deleted.values()),
        visits_left_older=Visit.objects.filter(day__lt=keep_from).count(),
        evidence_kept=kept,
        started_at=started,
    )
    log_action(actor=by, action="apply_retention", subject_type="retention", subject_id=run.uuid)
    return run


def _entry(day: date, count: int) -> dict[str, Any]:
    return {"day": day.isoformat(), "visits": count}
