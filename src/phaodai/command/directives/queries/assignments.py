"""Reading what is followed: lists, one assignment, the overview by unit."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import Assignment, Escalation, Extension, Report
from phaodai.command.directives.queries.evidence import with_files
from phaodai.command.directives.queries.units import own_units
from phaodai.command.directives.rules.standing import Tally
from phaodai.command.directives.terms import AssignmentState, Standing
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.core.text import search_key

CLOSED = (AssignmentState.DONE, AssignmentState.WITHDRAWN)
RELATED = ("task__directive__issuer", "task__monitor", "task__report_to", "unit", "via", "parent__unit")
SORTS = {"due": "due_at", "unit": "unit__sort_key", "given": "given_at", "percent": "percent"}


@dataclass(frozen=True)
class TaskFilter:
    """What the list of tasks can be narrowed to."""

    text: str = ""
    standing: str = ""
    state: str = ""
    unit: str = ""
    directive: str = ""
    sort: str = ""


def standing_sql(now: datetime) -> Case:
    """`rules.standing.standing_of` as SQL; a test holds both against random rows."""
    done, sent = Q(state=AssignmentState.DONE), Coalesce(F("finished_at"), Value(now))
    late = Q(due_at__lt=sent)
    return Case(
        When(state=AssignmentState.WITHDRAWN, then=Value(Standing.WITHDRAWN)),
        When(done & Q(due_at=None), then=Value(Standing.DONE_NO_DEADLINE)),
        When(done & late, then=Value(Standing.DONE_LATE)),
        When(done, then=Value(Standing.DONE_IN_TIME)),
        When(due_at=None, then=Value(Standing.OPEN_NO_DEADLINE)),
        When(late, then=Value(Standing.OPEN_OVERDUE)),
        default=Value(Standing.OPEN_IN_TIME),
        output_field=CharField(),
    )


def with_standing(rows: "QuerySet[Assignment]", now: datetime) -> "QuerySet[Assignment]":
    """Each row says in ``standing`` how it stands at ``now``."""
    return rows.annotate(standing=standing_sql(now))


def visible_rows(user: Any, now: datetime, capability: str | None = None) -> "QuerySet[Assignment]":
    """The assignments in reach, with their standing."""
    rows: QuerySet[Assignment] = Assignment.objects.visible_to(user, capability)
    return with_standing(rows, now)


def list_assignments(user: Any, wanted: TaskFilter, now: datetime) -> "QuerySet[Assignment]":
    """The list page: what is in reach, narrowed, the most urgent first."""
    rows = visible_rows(user, now).select_related(*RELATED)
    if wanted.standing == "open":
        rows = rows.exclude(state__in=CLOSED)
    elif wanted.standing:
        rows = rows.filter(Q(standing=wanted.standing))
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.unit:
        rows = rows.filter(unit__uuid=wanted.unit)
    if wanted.directive:
        rows = rows.filter(task__directive__uuid=wanted.directive)
    for word in search_key(wanted.text).split():
        rows = rows.filter(Q(unit__search_key__contains=word) | Q(task__search_key__contains=word))
    return rows.order_by(*_order(wanted.sort))


def _order(sort: str) -> list[Any]:
    way, key = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    if key in SORTS:
        field = F(SORTS[key])
        return [field.desc(nulls_last=True) if way else field.asc(nulls_last=True), "pk"]
    closed_last = Case(When(state__in=CLOSED, then=Value(1)), default=Value(0))
    return [closed_last, F("due_at").asc(nulls_last=True), "pk"]


def assignment_for(user: Any, uuid: UUID, capability: str | None = None) -> Assignment:
    """The assignment if ``user`` holds the capability for it, or Http404."""
    rows = Assignment.objects.select_related(*RELATED, "task__directive__issuer__area", "task__report_via")
    found: Assignment = get_visible_or_404(rows, user, capability, uuid=uuid)
    return found


def reports_of(assignment: Assignment) -> list[Report]:
    """Everything the unit said, newest first, with its files."""
    return with_files(list(assignment.reports.order_by("-pk")))


def children_of(assignment: Assignment, now: datetime) -> list[Assignment]:
    """What the unit handed on, with its standing."""
    rows = with_standing(assignment.children.all(), now)
    return list(rows.select_related("unit", "task").order_by("unit__sort_key", "pk"))


@dataclass(frozen=True)
class UnitRow:
    """One line of the overview."""

    unit: Organization
    tally: Tally

    @property
    def key(self) -> str:
        return str(self.unit.uuid)


COUNTS = {
    standing.value: Count("pk", filter=Q(standing=standing))
    for standing in Standing
    if standing != Standing.WITHDRAWN
}


def overview(rows: "QuerySet[Assignment]") -> list[UnitRow]:
    """Done or open × in time or overdue by unit, the most overdue first; ``rows`` carry ``standing``."""
    live = rows.exclude(state=AssignmentState.WITHDRAWN).order_by()
    counted: Any = live.values("unit").annotate(**COUNTS)
    found = {line.pop("unit"): Tally(**line) for line in counted}
    units = Organization.objects.in_bulk(found)
    lines = [UnitRow(units[pk], tally) for pk, tally in found.items()]
    return sorted(lines, key=lambda line: (-line.tally.open_overdue, -line.tally.open, line.unit.sort_key))


def total_of(rows: "QuerySet[Assignment]") -> Tally:
    """The same for all together."""
    live = rows.exclude(state=AssignmentState.WITHDRAWN).order_by()
    return Tally(**live.aggregate(**COUNTS))


def sum_of(rows: list[UnitRow]) -> Tally:
    """The totals under an overview."""
    names = [standing.value for standing in Standing if standing != Standing.WITHDRAWN]
    return Tally(**{name: sum(getattr(row.tally, name) for row in rows) for name in names})


def passing_for(user: Any, uuid: UUID) -> Assignment:
    """An assignment whose reports pass through a unit ``user`` acts for, or Http404."""
    row = assignment_for(user, uuid)
    if row.via_id is None or not own_units(user, "directives.report").filter(pk=row.via_id).exists():
        raise Http404
    return row


def followed_by(user: Any, uuid: UUID) -> Assignment:
    """An assignment that ``user`` gave, watches or delegated, or Http404."""
    if user.may("directives.follow"):
        found = visible_rows(user, clock.now(), "directives.follow").filter(uuid=uuid).first()
        if found is not None:
            return found
    row = assignment_for(user, uuid)
    if row.parent is None or not own_units(user, "directives.report").filter(pk=row.parent.unit_id).exists():
        raise Http404
    return row


def open_extension(row: Assignment) -> Extension:
    """The request for more time that waits, or Http404."""
    found: Extension | None = row.extensions.filter(state="asked").select_related("assignment").first()
    if found is None:
        raise Http404
    return found


def escalation_for(user: Any, uuid: UUID) -> Escalation:
    """A reminder to a unit the user sees, or Http404."""
    rows = Escalation.objects.select_related("assignment")
    found: Escalation = get_visible_or_404(rows, user, "directives.view", uuid=uuid)
    return found


def of_issuer(issuer: Organization, now: datetime) -> "QuerySet[Assignment]":
    """Everything the issuer's directives gave, sub-tasks left out."""
    return with_standing(Assignment.objects.filter(task__directive__issuer=issuer, parent=None), now)


def with_details(keys: list[int], now: datetime) -> list[Assignment]:
    """The assignments of these keys, in their order, with all a list shows.

    A page is cut from bare keys first: sorting every row in reach with its texts takes three times as long.
    """
    rows = with_standing(Assignment.objects.filter(pk__in=keys), now).select_related(*RELATED)
    place = {key: number for number, key in enumerate(keys)}
    return sorted(rows, key=lambda row: place[row.pk])
