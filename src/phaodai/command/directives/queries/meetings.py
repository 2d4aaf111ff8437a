"""Reading meetings: the agenda with what is carried over, the decisions."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Case, F, QuerySet, Value, When

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import AgendaItem, Assignment, Decision, Meeting
from phaodai.command.directives.queries.assignments import CLOSED, with_standing
from phaodai.command.directives.terms import Standing
from phaodai.core.access import get_visible_or_404


def meetings_of(user: Any) -> "QuerySet[Meeting]":
    """The meetings of hosts the user follows, the newest first."""
    rows: QuerySet[Meeting] = Meeting.objects.visible_to(user).select_related("host")
    return rows.order_by("-held_at", "pk")


def meeting_for(user: Any, uuid: UUID) -> Meeting:
    """One meeting, or Http404."""
    found: Meeting = get_visible_or_404(Meeting.objects.select_related("host"), user, uuid=uuid)
    return found


def carried_over(host: Organization, now: datetime) -> "QuerySet[Assignment]":
    """What is open of the host's directives in force, sub-tasks left out: overdue first, then by deadline."""
    rows = Assignment.objects.filter(task__directive__issuer=host, parent=None).exclude(state__in=CLOSED)
    late_first = Case(When(standing=Standing.OPEN_OVERDUE, then=Value(0)), default=Value(1))
    ordered = with_standing(rows, now).order_by(late_first, F("due_at").asc(nulls_last=True), "pk")
    return ordered.select_related("task__directive", "unit")


def agenda_of(meeting: Meeting, now: datetime) -> list[tuple[AgendaItem, str]]:
    """The items with how each stands now ("" for free subjects)."""
    items = list(meeting.agenda.select_related("assignment__task__directive", "assignment__unit"))
    rows: Any = with_standing(Assignment.objects.filter(agenda_items__meeting=meeting), now)
    standings = {row.pk: row.standing for row in rows}
    return [(item, standings.get(item.assignment_id or 0, "")) for item in items]


@dataclass(frozen=True)
class Subject:
    """What is spoken about at once: a free subject, or one task of units that stand alike."""

    items: list[AgendaItem]
    standing: str

    @property
    def first(self) -> AgendaItem:
        return self.items[0]

    @property
    def is_shared(self) -> bool:
        return len(self.items) > 1


def subjects_of(agenda: list[tuple[AgendaItem, str]]) -> list[Subject]:
    """The agenda in its order, neighbours of one task, deadline and standing taken together."""
    groups = groupby(agenda, key=lambda line: _subject_key(*line))
    return [Subject([item for item, _ in lines], key[-1]) for key, lines in ((k, list(g)) for k, g in groups)]


def _subject_key(item: AgendaItem, standing: str) -> tuple[Any, ...]:
    about = item.assignment
    if about is None:
        return (item.pk, standing)
    return (about.task_id, about.what, about.due_at, item.standing, standing)


def decisions_of(meeting: Meeting) -> list[Decision]:
    """What was decided, in order."""
    return list(
        meeting.decisions.prefetch_related("leads").select_related("about__task__directive", "about__unit")
    )


def assignment_on(meeting: Meeting, uuid: str) -> Assignment | None:
    """An assignment on the agenda by its id; None for "" or anything else."""
    on_table = {str(item.assignment.uuid): item.assignment for item in _with_assignment(meeting)}
    return on_table.get(uuid)


def _with_assignment(meeting: Meeting) -> list[Any]:
    return list(meeting.agenda.filter(assignment__isnull=False).select_related("assignment__task__directive"))
