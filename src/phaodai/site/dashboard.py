"""The commander's page: figures with their rows, what got worse, what waits for a decision, the map, the wards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from phaodai.city.areas.models import Area
from phaodai.city.areas.queries import levels_of
from phaodai.city.boundaries.addresses import shapes_url
from phaodai.city.indicators import Indicator, all_indicators, find
from phaodai.city.indicators.queries import Figure, Period, child_areas, daily, daily_by_area, figures
from phaodai.core import clock
from phaodai.core.access import requires
from phaodai.core.exchange import Column, export_response
from phaodai.core.ui.values import Series
from phaodai.core.worklists.queries import items_for
from phaodai.site.chosen_area import chosen_area
from phaodai.site.queries import responsible_people

SCHEME = "qd2686"
CURVE_DAYS = 30
SPARK_DAYS = 10
LEAD = "cases.new"
BOTH_CLOCKS = (LEAD, "cases.onset")
LEAD_PARTS = ("cases.community", "cases.quarantine", "cases.lockdown")
TILES = (
    "contacts.not_isolated", "testing.overdue", "places_free",
    "cases.unknown_source", "cases.overdue", "contacts.waiting", "contacts.overdue", "testing.same_day",
    "testing.pools_waiting",
)  # fmt: skip
COLUMNS = (
    LEAD, "cases.community", "cases.unknown_source", "contacts.waiting", "contacts.not_isolated",
    "testing.persons", "testing.overdue",
)  # fmt: skip


@dataclass(frozen=True)
class WardRow:
    """One line of the table of areas."""

    area: Area
    level: str
    figures: list[Figure]
    spark: list[int]
    responsible: str


def chosen(codes: tuple[str, ...]) -> list[Indicator]:
    """The indicators of these codes, each once; what no module offers is left out."""
    offered = {indicator.code: indicator for indicator in all_indicators()}
    return [offered[code] for code in dict.fromkeys(codes) if code in offered]


def reporting_period(now: datetime) -> Period:
    """The last 24 hours up to now; "before" is the same hours of the day before."""
    return Period(now - timedelta(days=1), now)


def curve(area: Area, last: date) -> tuple[list[date], list[Series]]:
    """Daily new cases by setting for the curve."""
    days = [last - timedelta(days=back) for back in range(CURVE_DAYS - 1, -1, -1)]
    parts = [find(code) for code in LEAD_PARTS]
    counted = daily(parts, area, days[0], days[-1])
    return days, [Series(str(p.title), tuple(counted[p.code].get(day, 0) for day in days)) for p in parts]


def onsets(area: Area, days: list[date]) -> list[Series]:
    """Cases by day of report beside cases by day of onset."""
    rows = [find(code) for code in BOTH_CLOCKS]
    counted = daily(rows, area, days[0], days[-1])
    return [Series(str(row.title), tuple(counted[row.code].get(day, 0) for day in days)) for row in rows]


def ward_rows(areas: list[Area], numbers: dict[Any, Figure], indicators: list[Indicator]) -> list[WardRow]:
    """The table: level, figures, ten days, who answers for it. Two more queries, whatever the number of areas."""
    ids, today = [area.pk for area in areas], clock.today()
    days = [today - timedelta(days=back) for back in range(SPARK_DAYS - 1, -1, -1)]
    series = daily_by_area(find(LEAD), ids, days[0], today)
    levels, people = levels_of(areas, SCHEME), responsible_people(ids)
    return [
        WardRow(
            area,
            levels[area.pk].level if area.pk in levels else "",
            [numbers[indicator.code, area.pk] for indicator in indicators],
            [series.get(area.pk, {}).get(day, 0) for day in days],
            people.get(area.pk, ""),
        )
        for area in areas
    ]


def worsened(numbers: dict[Any, Figure], areas: list[Area], limit: int = 6) -> list[tuple[Area, Figure]]:
    """The figures that got worse most since the day before."""
    by_id = {area.pk: area for area in areas}
    worse = [figure for figure in numbers.values() if figure.is_worse and figure.area_id in by_id]
    worse.sort(key=lambda figure: -abs(figure.value - (figure.previous or 0)))
    return [(by_id[figure.area_id], figure) for figure in worse[:limit]]


def _order(rows: list[WardRow], key: str) -> list[WardRow]:
    ranks = {"very_high": 0, "high": 1, "at_risk": 2, "new_normal": 3, "": 4}
    if key == "name":
        return rows
    if key == "risk" or not key:
        return sorted(rows, key=lambda row: (ranks.get(row.level, 4), -row.figures[0].value))
    column = {figure.indicator.code: place for place, figure in enumerate(rows[0].figures)} if rows else {}
    place = column.get(key.lstrip("-"), 0)
    return sorted(rows, key=lambda row: row.figures[place].value, reverse=True)


def _figure_at(place: int) -> Callable[[WardRow], int]:
    return lambda row: row.figures[place].value


def _export(rows: list[WardRow], indicators: list[Indicator], kind: str) -> Any:
    columns = [Column(_("Code"), lambda row: row.area.code), Column(_("Name"), lambda row: row.area.name, 28)]
    columns.append(Column(_("Risk level"), lambda row: row.level))
    for place, indicator in enumerate(indicators):
        columns.append(Column(indicator.title, _figure_at(place)))
    return export_response(kind, "bang-dieu-hanh", columns, rows)


@requires("dashboard.view")
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """Bảng điều hành."""
    area = chosen_area(request)
    if area is None:
        raise Http404
    areas = list(child_areas(area))
    shown, columns = chosen((LEAD, *LEAD_PARTS, *TILES, *COLUMNS)), chosen(COLUMNS)
    period = reporting_period(clock.now())
    numbers = figures(shown, [area.pk, *(child.pk for child in areas)], period)
    rows = _order(ward_rows(areas, numbers, columns), request.GET.get("sort", ""))
    if request.GET.get("format") in ("xlsx", "csv"):
        return _export(rows, columns, request.GET["format"])
    return render(request, "site/dashboard.html", _context(request, area, areas, rows, numbers, period))


def _context(
    request: HttpRequest, area: Area, areas: list[Area], rows: list[WardRow], numbers: Any, period: Period
) -> dict[str, Any]:
    own = {code: figure for (code, area_id), figure in numbers.items() if area_id == area.pk}
    days, series = curve(area, clock.local_day(period.end))
    decisions = [item for item in items_for(request.user) if item.worklist.is_decision]
    return {
        "board_area": area,
        "period": period,
        "lead": own.get(LEAD),
        "parts": [own[code] for code in LEAD_PARTS if code in own],
        "tiles": [own[code] for code in TILES if code in own],
        "rows": rows,
        "indicators": chosen(COLUMNS),
        "total": [own[indicator.code] for indicator in chosen(COLUMNS)],
        "worse": worsened(numbers, areas),
        "decisions": decisions[:6],
        "decision_count": len(decisions),
        "shapes": shapes_url(area, areas[0].level, clock.today()) if areas else "",
        "days": days,
        "series": series,
        "onsets": onsets(area, days),
        "now": period.end,
    }
