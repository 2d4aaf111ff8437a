"""The map of the chosen area: risk levels or a figure day by day, places and sites as points, and the table of both."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import RiskLevel
from phaodai.city.boundaries.addresses import shapes_url
from phaodai.city.indicators import Indicator, all_indicators
from phaodai.city.indicators.queries import daily_by_area
from phaodai.city.places.terms import PlaceKind
from phaodai.core import clock
from phaodai.core.access import requires
from phaodai.core.exchange import Column, export_response
from phaodai.core.ui.values import MapLayer
from phaodai.site.chosen_area import chosen_area
from phaodai.site.queries import areas_inside, levels_inside

DAYS = 30
KINDS = (
    PlaceKind.CHECKPOINT, PlaceKind.HEALTH_FACILITY, PlaceKind.MARKET, PlaceKind.SCHOOL, PlaceKind.FACTORY,
    PlaceKind.WORKPLACE,
)  # fmt: skip
RISK_LABELS = dict(RiskLevel.choices)


@dataclass(frozen=True)
class MapRow:
    """One area: its level in force, the day's figure and that of all days shown."""

    area: Any
    value: int | None
    total: int | None


@dataclass(frozen=True)
class Asked:
    """What the map is asked to show."""

    area: Area
    level: str
    indicator: Indicator | None


def offered(user: Any) -> list[Indicator]:
    """The figures that are counted by day, for those who may see figures."""
    if not user.may("indicators.view"):
        return []
    return [found for found in all_indicators() if found.kind == "flow" and not found.is_reported]


def read_question(request: HttpRequest) -> Asked:
    """The chosen area, a level that exists inside it, and a figure of those offered."""
    area = chosen_area(request)
    if area is None:
        raise Http404
    levels = levels_inside(area)
    level = request.GET.get("level", "")
    shown = level if level in levels else (levels[0] if levels else "")
    code = request.GET.get("what", "")
    return Asked(area, shown, next((one for one in offered(request.user) if one.code == code), None))


def days_shown() -> list[date]:
    """The days of the slider, today the last."""
    today = clock.today()
    return [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]


@require_safe
@requires("areas.view")
def map_page(request: HttpRequest) -> HttpResponseBase:
    """Bản đồ."""
    asked = read_question(request)
    rows = _rows(asked)
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(request.GET["format"], "ban-do", _columns(asked), rows)
    return render(request, "site/map.html", _context(request, asked, rows))


def _rows(asked: Asked) -> list[MapRow]:
    areas = list(areas_inside(asked.area, asked.level)) if asked.level else []
    if asked.indicator is None:
        return [MapRow(area, None, None) for area in areas]
    days = days_shown()
    counted = daily_by_area(asked.indicator, [area.pk for area in areas], days[0], days[-1])
    found = [(area, counted.get(area.pk, {})) for area in areas]
    return [MapRow(area, by_day.get(days[-1], 0), sum(by_day.values())) for area, by_day in found]


def _columns(asked: Asked) -> list[Column]:
    columns = [
        Column(_("Code"), lambda row: row.area.code),
        Column(_("Name"), lambda row: row.area.name, 28),
        Column(_("Risk level"), lambda row: RISK_LABELS.get(row.area.decided or "", ""), 26),
    ]
    if asked.indicator is not None:
        columns.append(Column(asked.indicator.title, lambda row: row.value, 20))
        columns.append(Column(_("%(n)d days") % {"n": DAYS}, lambda row: row.total, 14))
    return columns


def _context(request: HttpRequest, asked: Asked, rows: list[MapRow]) -> dict[str, Any]:
    days = urlencode({"what": asked.indicator.code, "level": asked.level}) if asked.indicator else ""
    return {
        "map_area": asked.area,
        "level": asked.level,
        "levels": [(level.value, level.label) for level in levels_inside(asked.area)],
        "indicator": asked.indicator,
        "figures": [(one.code, one.title) for one in offered(request.user)],
        "rows": rows,
        "today": clock.today(),
        "day_count": DAYS,
        "shapes": shapes_url(asked.area, asked.level, clock.today()) if rows else "",
        "days_url": f"{reverse('map_days')}?{days}" if days else "",
        "layers": point_layers(request.user, asked.area),
    }


def point_layers(user: Any, area: Area) -> list[MapLayer]:
    """Points this user may see; of people there are none: addresses of cases never stand on a map."""
    layers = []
    if user.may("quarantine.view"):
        layers.append(
            MapLayer(
                _("Quarantine sites"), reverse("quarantine:site_points"), "C", reverse("quarantine:sites")
            )
        )
    if user.may("places.view"):
        layers += [_places(kind, area) for kind in KINDS]
    return layers


def _places(kind: PlaceKind, area: Area) -> MapLayer:
    asked = urlencode({"kind": kind.value, "under": str(area.uuid)})
    return MapLayer(
        str(kind.label),
        f"{reverse('places:points')}?{asked}",
        str(kind.label)[:1],
        f"{reverse('places:list')}?{asked}",
    )


@require_safe
@requires("indicators.view")
def map_days(request: HttpRequest) -> HttpResponse:
    """The figure of each area day by day: ``{"days": […], "values": {id: […]}}``."""
    asked = read_question(request)
    if asked.indicator is None:
        raise Http404
    days = days_shown()
    areas = list(areas_inside(asked.area, asked.level))
    counted = daily_by_area(asked.indicator, [area.pk for area in areas], days[0], days[-1])
    values = {str(area.uuid): [counted.get(area.pk, {}).get(day, 0) for day in days] for area in areas}
    return JsonResponse({"days": [day.isoformat() for day in days], "values": values})
