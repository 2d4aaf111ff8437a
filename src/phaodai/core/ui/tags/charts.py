"""Charts drawn by the server: they print, need no script, and have their figures in a table."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString

from phaodai.core.clock import to_local
from phaodai.core.ui.cells import draw_map
from phaodai.core.ui.charts import stacked_bars, timeline_band
from phaodai.core.ui.tags.status import risk_colour, risk_shape
from phaodai.core.ui.values import Cell, Marker, Pin, Series, Span

register = template.Library()

PHONE_WIDTH = 328
PHONE_DAYS = 14


@register.inclusion_tag("ui/_stacked_bars.html")
def epidemic_curve(
    days: Sequence[date],
    series: Sequence[Series],
    markers: Sequence[Marker] = (),
    label: str = "",
    table: bool = True,
) -> dict[str, Any]:
    """Daily counts stacked by series, with the 7-day average; the last 14 days on a phone."""
    recent = [Series(s.label, tuple(s.values[-PHONE_DAYS:])) for s in series]
    rows = [(day, [s.values[i] for s in series]) for i, day in enumerate(days)]
    return {
        "charts": [
            stacked_bars(days, series, markers=markers, css="only-d"),
            stacked_bars(
                days[-PHONE_DAYS:], recent, markers=markers, width=PHONE_WIDTH, height=200, css="only-m"
            ),
        ],
        "series": list(enumerate(series, start=1)), "label": label, "rows": rows if table else [],
    }  # fmt: skip


@register.inclusion_tag("ui/_band.html")
def band(
    start: datetime, end: datetime, spans: Sequence[Span] = (), pins: Sequence[Pin] = (), label: str = ""
) -> dict[str, Any]:
    """A stretch of days with periods on it and moments above (pins) and below (places)."""
    start = to_local(start)
    return {
        "bands": [
            timeline_band(start, end, spans=spans, pins=pins, css="only-d"),
            timeline_band(start, end, spans=spans, pins=pins, width=PHONE_WIDTH, rows=1, css="only-m"),
        ],
        "spans": spans, "pins": pins, "label": label,
    }  # fmt: skip


@register.inclusion_tag("ui/_map.html")
def risk_map(cells: Sequence[Cell], label: str = "", note: str = "", legend: bool = True) -> dict[str, Any]:
    """The schematic map of risk levels with its legend."""
    colours = [risk_colour(c.level) for c in cells]
    counts = [(colour, colours.count(colour)) for colour in ("red", "orange", "yellow", "green", "unknown")]
    return {
        "map": draw_map(cells), "label": label, "note": note,
        "legend": [(colour, n) for colour, n in counts if n] if legend else [],
    }  # fmt: skip


@register.filter
def cell_colour(level: Any) -> str:
    """The colour's name of a level, for a class."""
    return risk_colour(level)


@register.filter
def cell_shape(level: Any) -> SafeString:
    """The level's shape, to stand in an SVG of the caller."""
    return risk_shape(level)
