"""Recurring tasks: the next round opens when one is accepted or its deadline has passed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q

from phaodai.command.directives.models import Assignment
from phaodai.command.directives.rules.deadlines import next_due
from phaodai.command.directives.terms import AssignmentState, Recurrence, TaskState
from phaodai.core import clock

ROUNDS_AT_ONCE = 40
"""How many missed rounds one run opens for a unit, after a long silence."""


def open_next_round(row: Assignment) -> Assignment | None:
    """The next round of a recurring task for the same unit, once; None when it does not come again."""
    task = row.task
    due = _next_due(row)
    if due is None or row.parent_id is not None or task.state != TaskState.ACTIVE:
        return None
    if task.directive.state not in ("issued", "amended"):
        return None
    if task.recurs_until is not None and clock.local_day(due) > task.recurs_until:
        return None
    fresh, made = Assignment.objects.get_or_create(
        task=task, unit=row.unit, parent=None, round=row.round + 1,
        defaults={"due_at": due, "via": row.via, "given_at": clock.now()},
    )  # fmt: skip
    return fresh if made else None


def _next_due(row: Assignment) -> datetime | None:
    """Counted from the task's own deadline, so that an extension moves one round and not the rhythm."""
    if row.task.due_at is None:
        return None
    due: datetime | None = clock.to_local(row.task.due_at)
    anchor = due.day if due else None
    for _turn in range(row.round):
        due = next_due(row.task.recurrence, due, anchor_day=anchor) if due else None
    return due


@transaction.atomic
def open_due_rounds() -> int:
    """Open the next round of every recurring task whose latest round is past its deadline; returns how many."""
    opened = 0
    for _turn in range(ROUNDS_AT_ONCE):
        fresh = [open_next_round(row) for row in _passed_rounds()]
        if not any(fresh):
            break
        opened += sum(row is not None for row in fresh)
    return opened


def _passed_rounds() -> Any:
    latest = (
        Assignment.objects.filter(parent=None, task__due_at__isnull=False)
        .exclude(task__recurrence__in=(Recurrence.ONCE, Recurrence.CONTINUOUS))
        .exclude(state=AssignmentState.WITHDRAWN)
        .annotate(last=Max("task__assignments__round", filter=_same_unit()))
        .filter(round=F("last"), due_at__lt=clock.now())
    )
    return latest.select_related("task__directive", "unit", "via")


def _same_unit() -> Any:
    return Q(task__assignments__unit=F("unit"), task__assignments__parent=None)
