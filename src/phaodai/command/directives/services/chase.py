"""Chasing: reminders before a deadline, then the unit's head, the next head, the issuer. Each rung once a deadline."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import Assignment, Escalation
from phaodai.command.directives.queries.units import head_names
from phaodai.command.directives.rules.deadlines import rungs_due
from phaodai.command.directives.terms import Chase
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name

BATCH = 2000


def waiting(now: Any, hours: float) -> Any:
    """Open assignments whose deadline is near or past; what was reported in time is not chased."""
    rows = Assignment.objects.exclude(state__in=("done", "withdrawn", "reported", "at_via"))
    rows = rows.filter(due_at__lt=now + timedelta(hours=hours))
    related = ("unit__parent", "task__directive__issuer", "parent__unit")
    return rows.select_related(*related).order_by("due_at", "pk")


@transaction.atomic
def chase_due() -> int:
    """Climb every rung that has been reached; safe to repeat. Returns how many were new."""
    now = clock.now()
    hours = {name: float(policy.get(f"directives.{name}").value) for name in _HOURS}
    rows = list(
        waiting(now, hours["remind_before_h"]).select_for_update(of=("self",), skip_locked=True)[:BATCH]
    )
    known = set(Escalation.objects.filter(assignment__in=rows).values_list("assignment", "rung", "due_at"))
    fresh = [
        (row, rung)
        for row in rows
        if row.due_at is not None
        for rung in rungs_due(row.due_at, now, **hours)
        if (row.pk, rung.value, row.due_at) not in known
    ]
    return _climb(fresh, now)


_HOURS = ("remind_before_h", "next_head_after_h", "issuer_after_h")


def _climb(fresh: list[tuple[Any, Chase]], now: Any) -> int:
    told = [(row, rung, told_unit(row, rung)) for row, rung in fresh]
    heads = head_names({unit.pk for _row, _rung, unit in told})
    made = Escalation.objects.bulk_create(
        [
            Escalation(
                assignment=row, rung=rung, due_at=row.due_at, to_unit=unit, to_name=heads.get(unit.pk, "")[:200],
                made_at=now,
            )
            for row, rung, unit in told
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return len(made)


def told_unit(row: Assignment, rung: Chase) -> Organization:
    """Who hears of it: the unit and its head, then what it belongs to or who delegated it, then the issuer."""
    if rung in (Chase.REMINDER, Chase.HEAD):
        return row.unit
    if rung == Chase.NEXT_HEAD:
        return (row.parent.unit if row.parent else row.unit.parent) or row.task.directive.issuer
    return row.task.directive.issuer


@transaction.atomic
def note_escalation(*, escalation: Escalation, by: Any) -> Escalation:
    """The one it was sent to has taken note.

    Raises:
        PermissionDenied: out of reach.
    """
    row = Escalation.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=escalation.pk).first()
    if row is None:
        raise PermissionDenied
    if row.seen_at is None:
        row.seen_at, row.seen_by_name = clock.now(), actor_name(by)
        row.save(update_fields=["seen_at", "seen_by_name"])
    return row
