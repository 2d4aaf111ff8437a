"""Targets against what came, live: from the bound indicator, else from what the unit last reported."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from phaodai.city.indicators import all_indicators
from phaodai.city.indicators.queries import Period, figures
from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import Assignment, Report, Target
from phaodai.command.directives.rules.targets import Outcome
from phaodai.command.directives.terms import Denominator
from phaodai.core import clock


@dataclass(frozen=True)
class TargetLine:
    """One unit's figure against one target."""

    target: Target
    unit: Organization
    outcome: Outcome


def outcomes_of(assignment: Assignment, now: datetime, *, said: Decimal | None = None) -> list[TargetLine]:
    """The targets of one assignment; ``said`` is a figure about to be reported by hand."""
    return target_lines([assignment], now, said=said)


def target_lines(
    assignments: Iterable[Assignment], now: datetime, *, said: Decimal | None = None
) -> list[TargetLine]:
    """Every target of every assignment, measured up to its boundary day. One query for each (indicator, period)."""
    rows = [row for row in assignments if row.parent_id is None]
    targets = list(
        Target.objects.filter(task__in={row.task_id for row in rows})
        .prefetch_related("shares")
        .order_by("pk")
    )
    if not targets:
        return []
    by_task: dict[int, list[Target]] = defaultdict(list)
    for target in targets:
        by_task[target.task_id].append(target)
    units = Organization.objects.select_related("area").in_bulk({row.unit_id for row in rows})
    spoken = _said_by_hand(rows)
    measured = _measured(targets, list(units.values()), now)
    lines = []
    for row in rows:
        for target in by_task[row.task_id]:
            unit = units[row.unit_id]
            by_hand = said if said is not None else spoken.get(row.pk)
            actual = measured.get((target.pk, unit.area_id)) if target.indicator else by_hand
            lines.append(TargetLine(target, unit, _outcome(target, unit, actual)))
    return lines


def _outcome(target: Target, unit: Organization, actual: Decimal | None) -> Outcome:
    own = next((share.goal for share in target.shares.all() if share.unit_id == unit.pk), None)
    upper = target.upper if own is None else None
    return Outcome(own or target.goal, upper, actual, _base(target, unit))


def _base(target: Target, unit: Organization) -> Decimal | None:
    if not target.denominator:
        return None
    area = unit.area
    known = area and (area.adults if target.denominator == Denominator.ADULTS else area.population)
    return Decimal(known or 0)


def _said_by_hand(rows: list[Assignment]) -> dict[int, Decimal]:
    """The last figure each unit wrote into a report."""
    found = Report.objects.filter(assignment__in=rows, figure__isnull=False).order_by("pk")
    return {row.assignment_id: row.figure for row in found if row.figure is not None}


def _measured(
    targets: list[Target], units: list[Organization], now: datetime
) -> dict[tuple[int, int | None], Decimal]:
    """{(target, area): figure of the bound indicator}; a reported one nobody told is not there: unknown, not zero."""
    known = {indicator.code: indicator for indicator in all_indicators()}
    areas = {unit.area_id for unit in units if unit.area_id is not None}
    found: dict[tuple[int, int | None], Decimal] = {}
    for target in targets:
        if target.indicator in known and areas:
            counted = figures([known[target.indicator]], areas, _period(target, now))
            told = {area: row.value for (_code, area), row in counted.items() if row.value is not None}
            found.update({(target.pk, area): Decimal(value) for area, value in told.items()})
    return found


def _period(target: Target, now: datetime) -> Period:
    start = clock.day_bounds(target.counts_from)[0] if target.counts_from else now - timedelta(days=365)
    end = clock.day_bounds(target.boundary_on)[1] if target.boundary_on else now
    return Period(start, max(min(end, now), start + timedelta(seconds=1)))
