"""Maps of areas: each stands beside the table whose figures it shows."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from phaodai.core.ui.tags.status import RISK_WORDS, risk_colour, risk_shape
from phaodai.core.ui.values import MapLayer

register = template.Library()

RISKS = ("red", "orange", "yellow", "green")


@register.inclusion_tag("ui/_map.html")
def area_map(
    table: str,
    shapes: str,
    scale: str = "amount",
    label: str = "",
    unit: str = "",
    days: str = "",
    note: str = "",
    layers: Sequence[MapLayer] = (),
    height: str = "",
) -> dict[str, Any]:
    """The areas of a table on a map.

    ``table`` selects the table; its rows carry ``data-area`` (id) and ``data-value`` (number, empty: unknown) or
    ``data-level`` (risk colour), and ``data-text`` in words. ``shapes`` answers the shapes. ``scale``: "risk" or
    "amount". ``days`` answers ``{"days": ["2021-09-01", …], "values": {id: [number or null, …]}}`` for the slider; cells
    marked ``data-map-cell`` follow it. ``height``: "" or "small".
    """
    return {
        "table": table, "shapes": shapes, "scale": scale, "label": label, "unit": unit, "days": days, "note": note,
        "layers": layers, "height": height, "risks": RISKS if scale == "risk" else (),
        "tiles": settings.PHAODAI_MAP_TILES, "credit": settings.PHAODAI_MAP_TILES_CREDIT,
    }  # fmt: skip


@register.inclusion_tag("ui/_map_scripts.html")
def map_scripts() -> dict[str, Any]:
    """What a page with maps loads; belongs into its ``scripts`` block."""
    return {}


@register.filter
def colour_of(level: Any) -> str:
    """The colour's name of a risk level, for ``data-level``; "" where there is none."""
    colour = risk_colour(level)
    return colour if colour in RISKS else ""


@register.filter
def risk_text(level: Any) -> str:
    """The level in words."""
    return str(RISK_WORDS[risk_colour(level)]) if level else gettext("no level")


@register.filter
def cell_shape(colour: Any) -> SafeString:
    """The level's shape, to stand in an SVG of the caller."""
    return risk_shape(colour)
