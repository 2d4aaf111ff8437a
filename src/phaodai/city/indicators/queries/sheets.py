"""Sheets: who owes what, who has reported, what is held, what was restated."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)  # fmt: skip

from phaodai.city.areas.models import Area, AreaQuerySet
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.indicators.models import FigureChange, FormUnit, Observation, ReportForm, Submission
from phaodai.city.indicators.registry import Indicator, known
from phaodai.city.indicators.rules import is_due, last_due_day
from phaodai.city.indicators.scope import areas_of
from phaodai.city.indicators.terms import ObservationState, SheetState
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404


@dataclass(frozen=True)
class Standing:
    """One unit and one sheet of one day: handed in or not, in time or not, with figures held."""

    unit: FormUnit
    state: str
    due_at: datetime
    submission: Submission | None = None
    held: int = 0
    times: int = 0


@dataclass(frozen=True)
class SheetLine:
    """One figure of a sheet to fill in, the one before beside it."""

    indicator: Indicator
    current: Decimal | None
    previous: Decimal | None
    held: Decimal | None


def sheets(user: Any) -> "QuerySet[ReportForm]":
    """The sheets that concern ``user``, with how many units owe each today."""
    owing = Count("units", filter=Q(units__valid__contains=clock.today()))
    return ReportForm.objects.visible_to(user).annotate(owing=owing).order_by("-is_active", "title")


def sheet_for(user: Any, uuid: UUID) -> ReportForm:
    """One sheet.

    Raises:
        Http404: there is none, or not for this user.
    """
    found: ReportForm = get_visible_or_404(ReportForm.objects.all(), user, uuid=uuid)
    return found


def unit_for(user: Any, uuid: UUID) -> FormUnit:
    """One unit's duty to report.

    Raises:
        Http404: there is none, or not for this user.
    """
    rows = FormUnit.objects.select_related("form", "area__parent")
    found: FormUnit = get_visible_or_404(rows, user, uuid=uuid)
    return found


def standings(user: Any, forms: Iterable[ReportForm], day: date) -> list[Standing]:
    """Where the visible units stand with these sheets: those that did not report first. Three queries."""
    wanted = [form for form in forms if is_due(form.rhythm, form.weekday, day)]
    units = (
        FormUnit.objects.visible_to(user)
        .filter(form__in=wanted, valid__contains=day)
        .select_related("form", "area__parent")
        .order_by("form__title", "area__sort_key")
    )
    handed_in = _submissions(wanted, day)
    held = _held_on(day)
    rows = [_standing(unit, day, handed_in[unit.form_id, unit.area_id], held[unit.area_id]) for unit in units]
    order = [SheetState.MISSING, SheetState.WAITING, SheetState.LATE, SheetState.ON_TIME]
    return sorted(rows, key=lambda row: order.index(SheetState(row.state)))


def _submissions(forms: list[ReportForm], day: date) -> dict[tuple[int, int], list[Submission]]:
    found: dict[tuple[int, int], list[Submission]] = defaultdict(list)
    for row in Submission.objects.filter(form__in=forms, day=day).order_by("pk"):
        found[row.form_id or 0, row.area_id].append(row)
    return found


def _held_on(day: date) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Observation.objects.filter(day=day, state=ObservationState.HELD)
    for area_id, code in rows.values_list("area", "indicator"):
        found[area_id].append(code)
    return found


def _standing(unit: FormUnit, day: date, given: list[Submission], held: list[str]) -> Standing:
    due = clock.at_local(day) + unit.form.due_after
    count = sum(code in unit.form.indicators for code in held)
    if not given:
        return Standing(unit, SheetState.MISSING if clock.now() > due else SheetState.WAITING, due)
    first, last = given[0], given[-1]
    state = SheetState.LATE if first.is_late else SheetState.ON_TIME
    return Standing(unit, state, due, last, count, len(given))


def sheet_lines(unit: FormUnit, day: date) -> list[SheetLine]:
    """The figures of the sheet: what was reported for the day, what for the time before, what is held. One query."""
    before = last_due_day(unit.form.rhythm, unit.form.weekday, day - timedelta(days=1))
    rows = Observation.objects.filter(
        area=unit.area_id, indicator__in=unit.form.indicators, day__in=[day, before],
        state__in=[ObservationState.COUNTED, ObservationState.HELD],
    )  # fmt: skip
    found = {(row.indicator, row.day, row.state): row.value for row in rows}
    counted, held = ObservationState.COUNTED, ObservationState.HELD
    return [
        SheetLine(
            row, found.get((row.code, day, counted)), found.get((row.code, before, counted)),
            found.get((row.code, day, held)),
        )
        for row in known(unit.form.indicators)
    ]  # fmt: skip


def last_signature(unit: FormUnit) -> Submission | None:
    """How the unit signed last, offered again."""
    return Submission.objects.filter(form=unit.form_id, area=unit.area_id).order_by("-pk").first()


def submission_for(user: Any, uuid: UUID) -> Submission:
    """One submission.

    Raises:
        Http404: there is none, or not for this user.
    """
    rows = Submission.objects.select_related("form", "area__parent")
    found: Submission = get_visible_or_404(rows, user, uuid=uuid)
    return found


def figures_of(submission: Submission) -> list[Observation]:
    """What it said, each with the figure it replaced and the one that replaced it."""
    rows = submission.observations.select_related("replaces__submission").prefetch_related("replaced_by")
    return list(rows.order_by("pk"))


def observation_for(user: Any, uuid: UUID) -> Observation:
    """One reported figure.

    Raises:
        Http404: there is none, or not for this user.
    """
    rows = Observation.objects.select_related("submission__form", "area__parent")
    found: Observation = get_visible_or_404(rows, user, uuid=uuid)
    return found


def reported_rows(
    user: Any, indicator: Indicator, area: Area, first: date | None, last: date | None
) -> "tuple[QuerySet[Observation], int]":
    """The reports behind a figure that ``user`` may see, and how many lie outside."""
    rows = Observation.objects.filter(indicator=indicator.code, area__in=Area.objects.below(area))
    rows = rows.exclude(state=ObservationState.REFUSED)
    if first:
        rows = rows.filter(day__gte=first)
    if last:
        rows = rows.filter(day__lte=last)
    shown = rows.visible_to(user).select_related("area", "submission", "replaces")
    return shown.order_by("-day", "area__sort_key", "-pk"), rows.count() - shown.count()


def held_rows(user: Any, capability: str | None = None) -> "QuerySet[Observation]":
    """The figures that wait for a second look, the oldest first."""
    rows = Observation.objects.visible_to(user).filter(state=ObservationState.HELD)
    if capability:
        rows = rows.filter(area__in=areas_of(user, capability))
    return rows.select_related("area__parent", "submission", "replaces").order_by("occurred_at", "pk")


def restated_rows(user: Any) -> "QuerySet[Observation]":
    """Reported figures that replaced others, the newest first."""
    rows = Observation.objects.visible_to(user).filter(replaces__isnull=False)
    return rows.select_related("area__parent", "submission", "replaces").order_by("-occurred_at", "-pk")


def recomputed_rows(area: Area, since: date) -> "QuerySet[FigureChange]":
    """Computed figures of past days that came out otherwise later, the newest first."""
    rows = FigureChange.objects.filter(area__in=Area.objects.below(area), day__gte=since)
    return rows.select_related("area").order_by("-noticed_at", "-pk")


def units_to_choose(user: Any) -> AreaQuerySet:
    """The units ``user`` may ask for figures."""
    rows: AreaQuerySet = areas_of(user, "indicators.manage").filter(valid__contains=clock.today())
    levels = [AreaLevel.DISTRICT, AreaLevel.WARD]
    return (
        rows.filter(level__in=levels)
        .select_related("parent")
        .order_by("level", "parent__sort_key", "sort_key")
    )


def owing_now(form: ReportForm) -> "QuerySet[Area]":
    """The units that owe a sheet today."""
    rows = FormUnit.objects.filter(form=form, valid__contains=clock.today())
    return Area.objects.filter(pk__in=rows.values("area"))


def owed_by(user: Any) -> "QuerySet[FormUnit]":
    """What the units ``user`` reports for owe today and have not handed in, with the deadline."""
    today = clock.today()
    given = Submission.objects.filter(day=today, form=OuterRef("form"), area=OuterRef("area"))
    weekly = Q(form__rhythm="weekly", form__weekday=str(today.isoweekday()))
    rows = FormUnit.objects.filter(
        Q(form__rhythm="daily") | weekly, form__is_active=True, valid__contains=today,
        area__in=areas_of(user, "indicators.report"),
    )  # fmt: skip
    due = ExpressionWrapper(Value(clock.at_local(today)) + F("form__due_after"), output_field=DateTimeField())
    return rows.exclude(Exists(given)).annotate(due_at=due)


def facts_of(
    user: Any, indicator: Indicator, area: Area, first: date | None, last: date | None, moment: date | None
) -> tuple[Any, int]:
    """The rows behind a computed figure that ``user`` may see, and how many there are in all.

    A flow counts between the days; a stock those that stood at the end of ``moment``, or that stand now.
    """
    rows: Any = indicator.history() if moment and indicator.ever else indicator.rows()
    rows = rows.filter(**{f"{indicator.area}__in": Area.objects.below(area)})
    if moment and indicator.ever:
        end = clock.day_bounds(moment)[1]
        open_then = Q(**{f"{indicator.until}__isnull": True}) | Q(**{f"{indicator.until}__gte": end})
        rows = rows.filter(open_then, **{f"{indicator.at}__lt": end})
    elif not indicator.is_stock:
        rows = _between(rows, indicator.at, first, last)
    shown = rows.visible_to(user)
    return shown.order_by(f"-{indicator.at}", "-pk"), rows.count()


def _between(rows: Any, moment: str, first: date | None, last: date | None) -> Any:
    if first:
        rows = rows.filter(**{f"{moment}__gte": clock.day_bounds(first)[0]})
    if last:
        rows = rows.filter(**{f"{moment}__lt": clock.day_bounds(last)[1]})
    return rows


def duty_of(submission: Submission) -> FormUnit | None:
    """The duty a submission fulfils."""
    rows = FormUnit.objects.filter(form=submission.form_id, area=submission.area_id)
    return rows.filter(valid__contains=submission.day).first()
