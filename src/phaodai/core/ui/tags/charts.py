"""Charts drawn by the server: they print, need no script, and have their figures in a table."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from phaodai.core.clock import to_local
from phaodai.core.ui.charts import stacked_bars, timeline_band
from phaodai.core.ui.lines import line_chart
from phaodai.core.ui.values import Marker, Pin, Series, Span

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


@register.inclusion_tag("ui/_lines.html")
def line_curves(days: Sequence[date], series: Sequence[Series], label: str = "") -> dict[str, Any]:
    """Values by day as lines told apart by dash and marker; an unknown day interrupts its line."""
    return {
        "charts": [
            line_chart(days, series, css="only-d"),
            line_chart(days, series, width=PHONE_WIDTH, height=220, css="only-m"),
        ],
        "series": series, "label": label,
        "rows": [(day, [one.values[i] for one in series]) for i, day in enumerate(days)],
    }  # fmt: skip


@register.simple_tag
def chart(
    kind: str,
    days: Sequence[date],
    series: Sequence[Series],
    label: str = "",
    markers: Sequence[Marker] = (),
) -> SafeString:
    """ "bars": counts stacked with their 7-day average; "lines": values compared. Both with their table."""
    if kind == "bars":
        return mark_safe(
            render_to_string("ui/_stacked_bars.html", epidemic_curve(days, series, markers, label))
        )
    return mark_safe(render_to_string("ui/_lines.html", line_curves(days, series, label)))


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
