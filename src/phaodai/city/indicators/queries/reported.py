"""What units told by hand, rolled up the area tree: of how many of how many, with what is missing or held.

The report nearest to the area asked counts: its own if it gave one for the day, else those of the level below it that
reported, and so on. Two levels of one series are never added up.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from phaodai.city.indicators.registry import Indicator
from phaodai.core import policy

NEAREST_SQL = """
SELECT DISTINCT ON (o.indicator, c.ancestor_id, o.day)
       o.indicator, c.ancestor_id, o.day, SUM(o.value), COUNT(*)
FROM indicators_observation o JOIN areas_areaclosure c ON c.descendant_id = o.area_id
WHERE o.state = 'counted' AND o.indicator = ANY(%s) AND o.day BETWEEN %s AND %s AND c.ancestor_id = ANY(%s)
GROUP BY o.indicator, c.ancestor_id, o.day, c.depth
ORDER BY o.indicator, c.ancestor_id, o.day, c.depth
"""
SUMS_SQL = """
SELECT u.indicator, c.ancestor_id, c.depth, SUM(u.value), SUM(u.given)::int, SUM(u.before)
FROM (
    SELECT indicator, area_id, SUM(value) FILTER (WHERE day >= %s) AS value, COUNT(*) FILTER (WHERE day >= %s) AS given,
           SUM(value) FILTER (WHERE day < %s) AS before
    FROM indicators_observation
    WHERE state = 'counted' AND indicator = ANY(%s) AND day BETWEEN %s AND %s
    GROUP BY 1, 2
) u JOIN areas_areaclosure c ON c.descendant_id = u.area_id
WHERE c.ancestor_id = ANY(%s)
GROUP BY 1, 2, 3
"""
LEVEL_SQL = """
SELECT DISTINCT ON (indicator, ancestor_id, asked) indicator, ancestor_id, asked, SUM(value), COUNT(*)
FROM (
    SELECT DISTINCT ON (o.indicator, c.ancestor_id, o.area_id, d.asked)
           o.indicator, c.ancestor_id, c.depth, d.asked, o.value
    FROM indicators_observation o
    JOIN areas_areaclosure c ON c.descendant_id = o.area_id
    JOIN unnest(%s::date[]) AS d (asked) ON o.day <= d.asked AND o.day > d.asked - %s
    WHERE o.state = 'counted' AND o.indicator = ANY(%s) AND o.day BETWEEN %s AND %s AND c.ancestor_id = ANY(%s)
    ORDER BY o.indicator, c.ancestor_id, o.area_id, d.asked, o.day DESC
) latest
GROUP BY indicator, ancestor_id, asked, depth
ORDER BY indicator, ancestor_id, asked, depth
"""
OWED_SQL = """
SELECT code, c.ancestor_id, COUNT(DISTINCT u.area_id), COUNT(DISTINCT (u.area_id, d.day::date))
FROM indicators_reportform f
JOIN indicators_formunit u ON u.form_id = f.id
CROSS JOIN LATERAL jsonb_array_elements_text(f.indicators) AS code
CROSS JOIN generate_series(%s::date, %s::date, interval '1 day') AS d (day)
JOIN areas_areaclosure c ON c.descendant_id = u.area_id
WHERE code = ANY(%s) AND c.ancestor_id = ANY(%s) AND u.valid @> d.day::date
  AND (f.rhythm = 'daily' OR f.weekday = EXTRACT(ISODOW FROM d.day)::text)
GROUP BY 1, 2
"""
HELD_SQL = """
SELECT o.indicator, c.ancestor_id, COUNT(*)
FROM indicators_observation o JOIN areas_areaclosure c ON c.descendant_id = o.area_id
WHERE o.state = 'held' AND o.indicator = ANY(%s) AND o.day BETWEEN %s AND %s AND c.ancestor_id = ANY(%s)
GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Told:
    """A reported figure of an area: from how many reports, of how many owed, how many are held.

    ``given`` and ``owed`` count reports (a unit and a day each); ``owed`` None: no sheet asks for it.
    """

    indicator: Indicator
    value: Decimal | None
    previous: Decimal | None = None
    given: int = 0
    owed: int | None = None
    held: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether everybody who owed it reported, and nothing is held."""
        return self.held == 0 and (self.owed is None or self.given >= self.owed)

    @property
    def missing(self) -> int:
        return max((self.owed or 0) - self.given, 0)


@dataclass(frozen=True)
class Sum:
    """Units' figures of one day, added."""

    value: Decimal
    units: int


Days = dict[tuple[str, int], dict[date, Sum]]


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def told_days(indicators: Iterable[Indicator], area_ids: list[int], first: date, last: date) -> Days:
    """{(code, area_id): {day: Sum}}: flows as reported for the day, levels and totals as last known on the day."""
    flows = [row.code for row in indicators if row.kind == "flow"]
    others = [row.code for row in indicators if row.kind != "flow"]
    rows = _rows(NEAREST_SQL, [flows, first, last, area_ids]) if flows else []
    if others:
        rows += _levels(others, area_ids, [first + timedelta(days=n) for n in range((last - first).days + 1)])
    found: Days = defaultdict(dict)
    for code, area_id, day, value, units in rows:
        found[code, area_id][day] = Sum(value, units)
    return dict(found)


def _levels(codes: list[str], area_ids: list[int], days: list[date]) -> list[tuple[Any, ...]]:
    carried = policy.get("indicators.carried_days").value
    earliest = days[0] - timedelta(days=carried)
    return _rows(LEVEL_SQL, [days, carried, codes, earliest, days[-1], area_ids])


def told_figures(
    indicators: list[Indicator],
    area_ids: list[int],
    first: date,
    last: date,
    *,
    previous_first: date | None = None,
) -> dict[tuple[str, int], Told]:
    """Every reported indicator of every area for the days from ``first`` to ``last``, both included.

    A flow is the sum of what was reported; a level or running total what stood on the last day.
    """
    start = previous_first or first
    values = _flow_sums([row for row in indicators if row.kind == "flow"], area_ids, start, first, last)
    values |= _last_levels([row.code for row in indicators if row.kind != "flow"], area_ids, first, last)
    codes = [row.code for row in indicators]
    owed = {
        (c, a): (units, reports) for c, a, units, reports in _rows(OWED_SQL, [first, last, codes, area_ids])
    }
    held = {(c, a): n for c, a, n in _rows(HELD_SQL, [codes, first, last, area_ids])}
    nothing: Sums = (None, 0, None)
    return {
        (row.code, area_id): _told(
            row, values.get((row.code, area_id), nothing), owed.get((row.code, area_id)), held.get((row.code, area_id), 0)
        )
        for row in indicators for area_id in area_ids
    }  # fmt: skip


Sums = tuple[Decimal | None, int, Decimal | None]
"""The days asked, from how many reports, and the days before."""


def _told(row: Indicator, sums: Sums, owed: tuple[int, int] | None, held: int) -> Told:
    value, given, previous = sums
    expected = None if owed is None else owed[1] if row.kind == "flow" else owed[0]
    return Told(row, value, previous, given, expected, held)


def _flow_sums(
    indicators: list[Indicator], area_ids: list[int], start: date, first: date, last: date
) -> dict[tuple[str, int], Sums]:
    """Sums over the days. Where one level alone reported they are added at once; where two did, day by day."""
    if not indicators:
        return {}
    codes = [row.code for row in indicators]
    rows = _rows(SUMS_SQL, [first, first, first, codes, start, last, area_ids])
    by_key: dict[tuple[str, int], list[Sums]] = defaultdict(list)
    for code, area_id, _depth, value, given, previous in rows:
        by_key[code, area_id].append((value, given, previous))
    found = {key: sums[0] for key, sums in by_key.items() if len(sums) == 1}
    mixed = [key for key, sums in by_key.items() if len(sums) > 1]
    if mixed:
        both = [row for row in indicators if row.code in {code for code, _area in mixed}]
        days = told_days(both, list({area_id for _code, area_id in mixed}), start, last)
        found |= {key: _by_day(days.get(key, {}), first) for key in mixed}
    return found


def _by_day(days: dict[date, Sum], first: date) -> Sums:
    inside = [one for day, one in days.items() if day >= first]
    earlier = [one for day, one in days.items() if day < first]
    return _sum(inside), sum(one.units for one in inside), _sum(earlier)


def _last_levels(
    codes: list[str], area_ids: list[int], first: date, last: date
) -> dict[tuple[str, int], Sums]:
    """What stood on the last day, and on the day before the first."""
    if not codes:
        return {}
    before = first - timedelta(days=1)
    found: dict[tuple[str, int], dict[date, Sum]] = defaultdict(dict)
    for code, area_id, day, value, units in _levels(codes, area_ids, [before, last]):
        found[code, area_id][day] = Sum(value, units)
    return {
        key: (
            days[last].value if last in days else None, days[last].units if last in days else 0,
            days[before].value if before in days else None,
        )
        for key, days in found.items()
    }  # fmt: skip


def _sum(parts: list[Sum]) -> Decimal | None:
    return sum((part.value for part in parts), Decimal(0)) if parts else None
