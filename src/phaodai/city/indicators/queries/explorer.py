"""Any indicator × area × time. One grouped query for the computed ones, one for the reported, whatever the size."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.indicators.queries.carried import carried_days
from phaodai.city.indicators.queries.live import Period, figures
from phaodai.city.indicators.queries.reported import Told, told_days, told_figures
from phaodai.city.indicators.queries.rolled import flow_days, stock_days
from phaodai.city.indicators.registry import Indicator, find
from phaodai.city.indicators.rules import moving_sum, rate, share
from phaodai.core import clock

ONE_DAY = timedelta(days=1)
MOST_COLUMNS = 31
MOST_DAYS = 400
MEASURES = ("number", "per_100k", "sum7", "share")
STEPS = ("day", "week", "month")
Values = dict[date, float]


@dataclass(frozen=True)
class Question:
    """What the explorer is asked; ``level`` "" means the areas directly inside ``area``."""

    indicators: tuple[Indicator, ...]
    area: Area
    first: date
    last: date
    level: str = ""
    by: str = ""
    measure: str = "number"
    compared: tuple[Area, ...] = ()

    @property
    def is_one(self) -> bool:
        """One indicator: columns are time; several: columns are indicators."""
        return len(self.indicators) == 1

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def step(self) -> str:
        """Days, weeks or months: as asked, but never more columns than a page holds."""
        for step in STEPS[STEPS.index(self.by) if self.by in STEPS else 0 :]:
            if len(buckets(self.first, self.last, step)) <= MOST_COLUMNS or step == STEPS[-1]:
                return step
        return STEPS[-1]

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(self.length)]


@dataclass(frozen=True)
class Bucket:
    """A column of time, both days included."""

    first: date
    last: date


@dataclass(frozen=True)
class Value:
    """One cell: None is unknown. ``told`` says from how many units a reported one comes."""

    value: float | None
    count: float | None = None
    told: Told | None = None

    @property
    def is_part(self) -> bool:
        """Whether units are missing from it, or figures of it held."""
        return self.told is not None and not self.told.is_whole


@dataclass
class Line:
    """One area's cells; ``whole`` is the whole period."""

    area: Area
    cells: list[Value] = field(default_factory=list)
    whole: Value = Value(None)


@dataclass(frozen=True)
class Answer:
    """What the explorer shows: the area asked first, then those inside, and what belongs to none of them."""

    question: Question
    columns: Sequence[Any]
    total: Line
    lines: list[Line]
    rest: list[float | None]

    @property
    def has_rest(self) -> bool:
        return any(self.rest)


def buckets(first: date, last: date, step: str) -> list[Bucket]:
    """The days, ISO weeks or months that lie between two days, cut at both ends."""
    found: list[Bucket] = []
    start = first
    while start <= last:
        end = min(_end_of(start, step), last)
        found.append(Bucket(start, end))
        start = end + ONE_DAY
    return found


def _end_of(day: date, step: str) -> date:
    if step == "day":
        return day
    if step == "week":
        return day + timedelta(days=7 - day.isoweekday())
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY


def areas_inside(question: Question) -> list[Area]:
    """The areas the question compares: those named, else those of the level that existed on any day asked."""
    if question.compared:
        return list(question.compared)
    overlapping = (question.first, question.last + ONE_DAY)
    rows = Area.objects.filter(valid__overlap=overlapping).select_related("parent")
    if not question.level:
        return list(rows.filter(parent=question.area).order_by("sort_key"))
    below = AreaClosure.objects.filter(ancestor=question.area, depth__gt=0).values("descendant")
    return list(rows.filter(level=question.level, pk__in=below).order_by("parent__sort_key", "sort_key"))


def explore(question: Question) -> Answer:
    """The table behind every view of the explorer."""
    areas = areas_inside(question)
    lines = [Line(question.area), *(Line(area) for area in areas if area.pk != question.area.pk)]
    columns: Sequence[Any]
    if question.is_one:
        columns = buckets(question.first, question.last, question.step)
        _fill_with_time(question, lines, list(columns))
    else:
        columns = question.indicators
        _fill_with_indicators(question, lines)
    total, inside = lines[0], lines[1:]
    return Answer(question, columns, total, inside, _rest(question, total, inside))


def by_day(question: Question, areas: list[Area], first: date | None = None) -> dict[int, dict[date, Any]]:
    """One indicator of many areas by day: {area_id: {day: value}}; a day that is not there is unknown.

    What a map with a slider shows, and every chart. On days before an area existed stand the figures of what it was
    made of, where that is honest.
    """
    start = first or question.first
    return carried_days(areas, start, question.last, lambda wanted: _own_days(question, wanted, start))


def _own_days(question: Question, areas: list[Area], start: date) -> dict[int, dict[date, Any]]:
    indicator, ids = question.indicators[0], [area.pk for area in areas]
    if indicator.is_reported:
        told = told_days([indicator], ids, start, question.last)
        return {pk: {d: float(s.value) for d, s in told.get((indicator.code, pk), {}).items()} for pk in ids}
    if not indicator.has_days:
        return _only_now(indicator, ids, question.last)
    if indicator.is_stock:
        found = stock_days([indicator], ids, start, question.last)
        return {pk: found.get((indicator.code, pk), {}) for pk in ids}
    changes = flow_days([indicator], ids, start, question.last)
    days = [start + timedelta(days=n) for n in range((question.last - start).days + 1)]
    return {pk: {day: changes.get((indicator.code, pk), {}).get(day, 0) for day in days} for pk in ids}


def measured_days(question: Question, areas: list[Area]) -> dict[int, list[float | None]]:
    """One value an area and day, by the measure asked: per 100,000, summed over 7 days, or the plain number."""
    back = timedelta(days=6) if question.measure == "sum7" else timedelta(0)
    found = by_day(question, areas, question.first - back)
    lists = {}
    for area in areas:
        values = found[area.pk]
        if question.measure == "sum7" and question.indicators[0].kind == "flow":
            values = _summed(values, question.first - back, question.last)
        rated = question.measure == "per_100k"
        lists[area.pk] = [
            rate(values.get(day), area.population) if rated else values.get(day) for day in question.days
        ]
    return lists


def days_of(question: Question, indicator: Indicator) -> tuple[float | None, ...]:
    """One indicator of the area asked, a value for each day."""
    alone = Question((indicator,), question.area, question.first, question.last)
    values = by_day(alone, [question.area])[question.area.pk]
    return tuple(values.get(day) for day in question.days)


def _only_now(indicator: Indicator, ids: list[int], last: date) -> dict[int, dict[date, Any]]:
    """A stock without history: known today, unknown on every other day."""
    if last != clock.today():
        return {pk: {} for pk in ids}
    now = clock.now()
    found = figures([indicator], ids, Period(now - ONE_DAY, now))
    return {pk: {last: found[indicator.code, pk].value} for pk in ids}


def _fill_with_time(question: Question, lines: list[Line], columns: list[Bucket]) -> None:
    indicator, areas = question.indicators[0], [line.area for line in lines]
    back = timedelta(days=6) if question.measure == "sum7" else timedelta(0)
    days = by_day(question, areas, question.first - back)
    whole = (
        by_day(replaced(question, indicator), areas)
        if question.measure == "share" and _part_of(indicator)
        else {}
    )
    told = (
        told_figures([indicator], [a.pk for a in areas], question.first, question.last)
        if indicator.is_reported
        else {}
    )
    for line in lines:
        values = days[line.area.pk]
        if question.measure == "sum7" and indicator.kind == "flow":
            values = _summed(values, question.first - back, question.last)
        line.cells = [
            _measured(
                question,
                line.area,
                _in(bucket, values, question),
                _in(bucket, whole.get(line.area.pk, {}), question),
            )
            for bucket in columns
        ]
        everything = Bucket(question.first, question.last)
        line.whole = _measured(
            question, line.area, _in(everything, values, question),
            _in(everything, whole.get(line.area.pk, {}), question), told.get((indicator.code, line.area.pk)),
        )  # fmt: skip


def replaced(question: Question, indicator: Indicator) -> Question:
    """The same question about what the indicator is a share of."""
    return Question(
        (find(indicator.denominator),), question.area, question.first, question.last, question.level
    )


def _part_of(indicator: Indicator) -> bool:
    return bool(indicator.denominator) and indicator.denominator != "adults"


def _summed(values: Values, first: date, last: date) -> Values:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    sums = moving_sum([values.get(day) for day in days])
    return {day: value for day, value in zip(days, sums, strict=True) if value is not None}


def _in(bucket: Bucket, values: Values, question: Question) -> float | None:
    """A bucket's value: a flow adds up, a level, a running total and a 7-day sum are those of its last day."""
    if question.indicators[0].kind == "flow" and question.measure != "sum7":
        known = [value for day, value in values.items() if bucket.first <= day <= bucket.last]
        return sum(known) if known else None
    return values.get(bucket.last)


def _measured(
    question: Question, area: Area, count: float | None, whole: float | None = None, told: Told | None = None
) -> Value:
    if question.measure == "per_100k":
        return Value(rate(count, area.population), count, told)
    if question.measure == "share":
        adults = question.indicators[0].denominator == "adults"
        return Value(share(count, area.adults if adults else whole), count, told)
    return Value(count, count, told)


def _fill_with_indicators(question: Question, lines: list[Line]) -> None:
    ids = [line.area.pk for line in lines]
    found = period_values(question, ids)
    for line in lines:
        for indicator in question.indicators:
            count, told = found.get((indicator.code, line.area.pk), (None, None))
            rated = question.measure == "per_100k" and indicator.per_capita
            value = rate(count, line.area.population) if rated else count
            line.cells.append(Value(value, count, told))


def period_values(
    question: Question, ids: list[int]
) -> dict[tuple[str, int], tuple[float | None, Told | None]]:
    """Every indicator of every area for the whole period: flows added up, levels on the last day."""
    rows = question.indicators
    found: dict[tuple[str, int], tuple[float | None, Told | None]] = {}
    flows = [row for row in rows if not row.is_reported and row.kind == "flow"]
    for row in flows:
        found.update({(row.code, pk): (0, None) for pk in ids})
    for key, days in flow_days(flows, ids, question.first, question.last, in_all=True).items():
        found[key] = (sum(days.values()), None)
    stocks = [row for row in rows if not row.is_reported and row.is_stock and row.has_days]
    for key, days in stock_days(stocks, ids, question.last, question.last).items():
        found[key] = (days[question.last], None)
    reported = [row for row in rows if row.is_reported]
    for key, told in told_figures(reported, ids, question.first, question.last).items() if reported else ():
        found[key] = (None if told.value is None else float(told.value), told)
    for row in (row for row in rows if not row.has_days):
        now = _only_now(row, ids, question.last)
        found.update({(row.code, pk): (now[pk].get(question.last), None) for pk in ids})
    return found


def _rest(question: Question, total: Line, inside: list[Line]) -> list[float | None]:
    """What the area counts and none of those inside it does: facts known only to a wider area, reports that differ."""
    if question.compared or question.measure != "number" or not inside:
        return []
    sums = [sum(line.cells[place].count or 0 for line in inside) for place in range(len(total.cells))]
    return [
        None if cell.count is None else cell.count - part
        for cell, part in zip(total.cells, sums, strict=True)
    ]
