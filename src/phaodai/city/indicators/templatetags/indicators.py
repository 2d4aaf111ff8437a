"""Showing a figure so that it opens its rows."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from phaodai.city.indicators.queries import Figure
from phaodai.core.ui.tags.figures import number

register = template.Library()


def rows_address(figure: Figure, area: Any = None) -> str:
    """The address of the list of rows behind a figure, for one area."""
    indicator = figure.indicator
    if not indicator.rows_url:
        return ""
    query = indicator.rows_query
    if area is not None:
        query = "&".join(part for part in (query, urlencode({"area": area.uuid})) if part)
    return reverse(indicator.rows_url) + (f"?{query}" if query else "")


@register.simple_tag
def figure_link(figure: Figure | None, area: Any = None) -> SafeString:
    """The figure, linked to its rows; "–" where there is none."""
    if figure is None:
        return number(None)
    return number(
        figure.value, rows_address(figure, area) if figure.value else "", label=str(figure.indicator.title)
    )
