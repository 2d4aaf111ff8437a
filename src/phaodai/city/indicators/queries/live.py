"""Counting the facts themselves: all indicators of a page in one statement, rolled up the area tree by the database."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from phaodai.city.areas.models import Area
from phaodai.city.indicators.queries.reported import Told, told_figures
from phaodai.city.indicators.registry import Indicator
from phaodai.core import clock

ONE_DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
NO_FACTS = "SELECT NULL::int, NULL::bigint, NULL::timestamptz, NULL::float WHERE false"
COUNT_SQL = """
WITH facts (number, area_id, at, weight) AS ({facts})
SELECT facts.number, closure.ancestor_id,
       COALESCE(SUM(facts.weight) FILTER (WHERE {in_period}), 0),
       COALESCE(SUM(facts.weight) FILTER (WHERE {in_previous}), 0)
FROM facts JOIN areas_areaclosure closure ON closure.descendant_id = facts.area_id
WHERE closure.ancestor_id = ANY(%s)
GROUP BY 1, 2
"""
DAILY_SQL = """
WITH facts (number, area_id, at, weight) AS ({facts})
SELECT facts.number, (facts.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, SUM(facts.weight)
FROM facts JOIN areas_areaclosure closure ON closure.descendant_id = facts.area_id
WHERE closure.ancestor_id = %s AND facts.at >= %s AND facts.at < %s
GROUP BY 1, 2
"""
SPARK_SQL = """
WITH facts (number, area_id, at, weight) AS ({facts})
SELECT closure.ancestor_id, (facts.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, SUM(facts.weight)
FROM facts JOIN areas_areaclosure closure ON closure.descendant_id = facts.area_id
WHERE closure.ancestor_id = ANY(%s) AND facts.at >= %s AND facts.at < %s
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Figure:
    """One indicator of one area: the period's value and the one before it (None for stocks and where unknown).

    ``told`` says of a reported one how many units it comes from.
    """

    indicator: Indicator
    area_id: int
    value: Any
    previous: Any
    told: Told | None = None

    @property
    def is_worse(self) -> bool:
        if self.value is None or self.previous is None or self.indicator.better == "neither":
            return False
        if self.indicator.better == "down":
            return bool(self.value > self.previous)
        return bool(self.value < self.previous)

    @property
    def rows_url(self) -> str:
        return self.indicator.rows_url


@dataclass(frozen=True)
class Period:
    """The window asked and the equally long one just before it."""

    start: datetime
    end: datetime

    @property
    def previous_start(self) -> datetime:
        return self.start - (self.end - self.start)


def facts_sql(parts: "Iterable[QuerySet[Any]]") -> tuple[str, list[Any]]:
    """Querysets in the common projection as one text with its parameters."""
    texts: list[str] = []
    params: list[Any] = []
    for part in parts:
        with suppress(EmptyResultSet):  # nothing can be found there
            sql, values = part.query.sql_with_params()
            texts.append(f"({sql})")
            params.extend(values)
    return " UNION ALL ".join(texts) or NO_FACTS, params


def _facts_sql(indicators: list[Indicator]) -> tuple[str, list[Any]]:
    return facts_sql(indicator.fact_rows(number) for number, indicator in enumerate(indicators))


def _period_conditions(indicators: list[Indicator]) -> tuple[str, str, list[int]]:
    stocks = [number for number, indicator in enumerate(indicators) if indicator.is_stock]
    now = "facts.number = ANY(%s) OR (facts.at >= %s AND facts.at < %s)"
    before = "NOT facts.number = ANY(%s) AND facts.at >= %s AND facts.at < %s"
    return now, before, stocks


def figures(
    indicators: list[Indicator], area_ids: Iterable[int], period: Period
) -> dict[tuple[str, int], Figure]:
    """Every indicator of every area asked: {(code, area_id): Figure}. One query for the computed, one for the reported.

    A computed one is zero where nothing was found, a reported one None where nobody reported.
    """
    wanted = list(area_ids)
    if not indicators or not wanted:
        return {}
    computed = [row for row in indicators if not row.is_reported]
    reported = [row for row in indicators if row.is_reported]
    found = _count(computed, wanted, period) if computed else {}
    return found | (_told(reported, wanted, period) if reported else {})


def _count(indicators: list[Indicator], wanted: list[int], period: Period) -> dict[tuple[str, int], Figure]:
    facts, params = _facts_sql(indicators)
    in_period, in_previous, stocks = _period_conditions(indicators)
    sql = COUNT_SQL.format(facts=facts, in_period=in_period, in_previous=in_previous)
    now, before = (stocks, period.start, period.end), (stocks, period.previous_start, period.start)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *now, *before, wanted])
        found = {(row[0], row[1]): (int(row[2]), int(row[3])) for row in cursor.fetchall()}
    return {
        (indicator.code, area_id): _figure(indicator, area_id, *found.get((number, area_id), (0, 0)))
        for number, indicator in enumerate(indicators)
        for area_id in wanted
    }


def _figure(indicator: Indicator, area_id: int, value: int, previous: int) -> Figure:
    return Figure(indicator, area_id, value, None if indicator.is_stock else previous)


def _days_of(period: Period) -> tuple[date, date]:
    """The local days a period of moments means for figures that have only a day: those that end within it."""
    last = clock.local_day(period.end - TICK)
    first = clock.local_day(period.start)
    begins_at_midnight = clock.day_bounds(first)[0] == period.start
    return (first if begins_at_midnight or first == last else first + ONE_DAY), last


def _told(indicators: list[Indicator], wanted: list[int], period: Period) -> dict[tuple[str, int], Figure]:
    first, last = _days_of(period)
    length = last - first + ONE_DAY
    told = told_figures(indicators, wanted, first, last, previous_first=first - length)
    return {
        key: Figure(row.indicator, key[1], row.value, None if row.indicator.is_stock else row.previous, row)
        for key, row in told.items()
    }


def daily(indicators: list[Indicator], area: Area, first: date, last: date) -> dict[str, dict[date, int]]:
    """Day by day for one area, {code: {day: value}}, both days included. One query."""
    facts, params = _facts_sql(indicators)
    bounds: list[Any] = [area.pk, clock.day_bounds(first)[0], clock.day_bounds(last)[1]]
    series: dict[str, dict[date, int]] = {indicator.code: {} for indicator in indicators}
    with connection.cursor() as cursor:
        cursor.execute(DAILY_SQL.format(facts=facts), [*params, *bounds])
        for number, day, value in cursor.fetchall():
            series[indicators[number].code][day] = int(value)
    return series


def daily_by_area(
    indicator: Indicator, area_ids: list[int], first: date, last: date
) -> dict[int, dict[date, int]]:
    """Day by day of one indicator for many areas, {area_id: {day: value}}. One query."""
    facts, params = _facts_sql([indicator])
    bounds: list[Any] = [area_ids, clock.day_bounds(first)[0], clock.day_bounds(last)[1]]
    series: dict[int, dict[date, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(SPARK_SQL.format(facts=facts), [*params, *bounds])
        for area_id, day, value in cursor.fetchall():
            series[area_id][day] = int(value)
    return series


def child_areas(area: Area) -> "QuerySet[Area]":
    """The areas one level below today, in Vietnamese order."""
    return Area.objects.in_force(clock.today()).filter(parent=area).order_by("sort_key")
