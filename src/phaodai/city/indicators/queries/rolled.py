"""Reading computed indicators by local day: from the daily table where a day stands rolled up, else from the facts.

A day is *clean* when it was rolled up by the definitions in force and nothing changed it since (`ChangedDay`). The
facts answer for all others, in the same statement. So a figure read here is always the figure the facts would give.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q

from phaodai.city.indicators.models import ChangedDay, RolledDay
from phaodai.city.indicators.queries.live import facts_sql
from phaodai.city.indicators.registry import Indicator, definition_digest
from phaodai.core import clock

ONE_DAY = timedelta(days=1)
LEAVES_SQL = """
WITH facts (number, area_id, at, weight) AS ({facts}),
leaves (number, area_id, day, value) AS (
    SELECT number, area_id, {live_day}, SUM(weight) FROM facts GROUP BY 1, 2, 3
    UNION ALL
    SELECT k.number, f.area_id, {rolled_day}, SUM(f.value)
    FROM indicators_dailyfigure f JOIN unnest(%s::text[]) WITH ORDINALITY AS k (code, number) ON k.code = f.indicator
    WHERE f.day BETWEEN %s AND %s AND f.day <> ALL(%s)
    GROUP BY 1, 2, 3
)
SELECT l.number - {offset}, c.ancestor_id, l.day, SUM(l.value)
FROM leaves l JOIN areas_areaclosure c ON c.descendant_id = l.area_id
WHERE c.ancestor_id = ANY(%s)
GROUP BY 1, 2, 3
"""
LOCAL_DAY = "(at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"


@dataclass(frozen=True)
class Stretch:
    """Local days, both included, and which of them the facts must answer for."""

    first: date
    last: date
    dirty: tuple[date, ...] = ()
    open_start: bool = False

    @property
    def ranges(self) -> list[tuple[datetime | None, datetime]]:
        """The dirty days as runs of moments; an open start reaches back to the beginning."""
        runs: list[list[date]] = []
        for day in self.dirty:
            if runs and runs[-1][1] + ONE_DAY == day:
                runs[-1][1] = day
            else:
                runs.append([day, day])
        bounds: list[tuple[datetime | None, datetime]] = [
            (clock.day_bounds(start)[0], clock.day_bounds(end)[1]) for start, end in runs
        ]
        if self.open_start:
            bounds.insert(0, (None, clock.day_bounds(self.first)[0]))
        return bounds

    def condition(self) -> Callable[[str], Q]:
        """The facts of the dirty days, by the field that dates them."""
        ranges = self.ranges

        def within(moment: str) -> Q:
            wanted = Q(pk__in=[])
            for start, end in ranges:
                one = Q(**{f"{moment}__lt": end})
                wanted |= one & Q(**{f"{moment}__gte": start}) if start else one
            return wanted

        return within


def dirty_days(first: date, last: date) -> list[date]:
    """The days the daily table cannot answer for. Two queries."""
    digest = definition_digest()
    rolled = set(
        RolledDay.objects.filter(day__range=(first, last), definitions=digest).values_list("day", flat=True)
    )
    rolled -= set(ChangedDay.objects.filter(day__range=(first, last)).values_list("day", flat=True))
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day not in rolled]


def oldest_rolled_day() -> date | None:
    """The first day the daily table knows by the definitions in force."""
    rows = RolledDay.objects.filter(definitions=definition_digest()).order_by("day")
    return rows.values_list("day", flat=True).first()


def flow_days(
    indicators: list[Indicator], area_ids: list[int], first: date, last: date, *, in_all: bool = False
) -> dict[tuple[str, int], dict[date, float]]:
    """What changed each indicator on each day; ``in_all``: all days in one, under ``first``."""
    if not indicators or not area_ids or last < first:
        return {}
    stretch = Stretch(first, last, tuple(dirty_days(first, last)))
    return _read(indicators, area_ids, stretch, first if in_all else None)


def _unwatched(stretch: Stretch) -> Stretch:
    """Every day is counted from the facts for indicators that watch no table."""
    days = (stretch.last - stretch.first).days + 1
    whole = tuple(stretch.first + timedelta(days=n) for n in range(days))
    return Stretch(stretch.first, stretch.last, whole, stretch.open_start)


def stock_days(
    indicators: list[Indicator], area_ids: list[int], first: date, last: date
) -> dict[tuple[str, int], dict[date, float]]:
    """How many there were at the end of each day, every day given."""
    if not indicators or not area_ids:
        return {}
    before = _before(indicators, area_ids, first)
    changes = flow_days(indicators, area_ids, first, last)
    found: dict[tuple[str, int], dict[date, float]] = {}
    for indicator in indicators:
        for area_id in area_ids:
            key = (indicator.code, area_id)
            found[key] = _running(sum(before.get(key, {}).values()), changes.get(key, {}), first, last)
    return found


def _running(level: float, changes: dict[date, float], first: date, last: date) -> dict[date, float]:
    values = {}
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        level += changes.get(day, 0)
        values[day] = level
    return values


def _before(
    indicators: list[Indicator], area_ids: list[int], first: date
) -> dict[tuple[str, int], dict[date, float]]:
    """Everything that changed the stocks before ``first``, in one figure each."""
    oldest = oldest_rolled_day()
    last = first - ONE_DAY
    start = min(oldest, first) if oldest else first
    dirty = tuple(dirty_days(start, last)) if start <= last else ()
    return _read(indicators, area_ids, Stretch(start, last, dirty, open_start=True), first)


def _read(
    indicators: list[Indicator], area_ids: list[int], stretch: Stretch, as_day: date | None
) -> dict[tuple[str, int], dict[date, float]]:
    rolled = [row for row in indicators if row.is_rolled]
    others = [row for row in indicators if not row.is_rolled]
    found = _read_some(rolled, area_ids, stretch, as_day) if rolled else {}
    return found | (_read_some(others, area_ids, _unwatched(stretch), as_day) if others else {})


def _read_some(
    indicators: list[Indicator], area_ids: list[int], stretch: Stretch, as_day: date | None
) -> dict[tuple[str, int], dict[date, float]]:
    within, parts = stretch.condition(), []
    for number, indicator in enumerate(indicators, start=1):
        parts += indicator.change_rows(number, within)
    facts, params = facts_sql(parts)
    live_day, rolled_day = (LOCAL_DAY, "f.day") if as_day is None else ("%s::date", "%s::date")
    sql = LEAVES_SQL.format(facts=facts, live_day=live_day, rolled_day=rolled_day, offset=1)
    day_params = [] if as_day is None else [as_day]
    codes = [indicator.code for indicator in indicators]
    bounds: list[Any] = [codes, stretch.first, stretch.last, list(stretch.dirty), area_ids]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *day_params, *day_params, *bounds])
        return _collect(indicators, cursor.fetchall())


def _collect(
    indicators: list[Indicator], rows: Iterable[tuple[int, int, date, float]]
) -> dict[tuple[str, int], dict[date, float]]:
    found: dict[tuple[str, int], dict[date, float]] = defaultdict(dict)
    for number, area_id, day, value in rows:
        if value:
            found[indicators[number].code, area_id][day] = value
    return dict(found)
