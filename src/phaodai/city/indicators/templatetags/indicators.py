"""Showing a figure so that it opens its rows."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from phaodai.city.indicators.columns import heading
from phaodai.city.indicators.queries import Figure
from phaodai.city.indicators.queries.explorer import Bucket, Line, Question, Value
from phaodai.city.indicators.registry import Indicator, known
from phaodai.city.indicators.terms import Doubt
from phaodai.core.ui.formats import number_text
from phaodai.core.ui.tags.figures import number

register = template.Library()


def rows_address(figure: Figure, area: Any = None) -> str:
    """The address of the list of rows behind a figure, for one area."""
    indicator = figure.indicator
    if indicator.is_reported:
        return _address("reports", indicator, area)
    if not indicator.rows_url:
        return ""
    query = indicator.rows_query
    if area is not None:
        query = "&".join(part for part in (query, urlencode({"area": area.uuid})) if part)
    return reverse(indicator.rows_url) + (f"?{query}" if query else "")


def _address(page: str, indicator: Indicator, area: Any, **days: date) -> str:
    query = {"code": indicator.code} | ({"area": area.uuid} if area is not None else {})
    query |= {name: day.isoformat() for name, day in days.items()}
    return f"{reverse(f'indicators:{page}')}?{urlencode(query)}"


@register.simple_tag
def figure_link(figure: Figure | None, area: Any = None) -> SafeString:
    """The figure, linked to its rows; "–" where there is none. A reported one says from how many units."""
    if figure is None:
        return number(None)
    address = rows_address(figure, area) if figure.value else ""
    shown = number(figure.value, address, label=str(figure.indicator.title))
    return shown + told_note(figure.told) if figure.told else shown


@register.simple_tag
def told_note(told: Any) -> SafeString:
    """ "nhập tay 4/6 · 1 giữ lại": of how many reports owed, and how many are held."""
    if told is None:
        return mark_safe("")
    parts = []
    if told.owed is not None and told.given < told.owed:
        parts.append(gettext("%(given)s of %(owed)s") % {"given": told.given, "owed": told.owed})
    if told.held:
        parts.append(gettext("%(n)s held") % {"n": told.held})
    return format_html(' <small class="told">{}</small>', " · ".join(parts)) if parts else mark_safe("")


@register.simple_tag
def explored(question: Question, line: Line, place: int, columns: Any) -> SafeString:
    """One cell of the explorer, linked to the rows of its area and days."""
    column = columns[place]
    return _linked(question, line, line.cells[place], column)


@register.simple_tag
def explored_whole(question: Question, line: Line) -> SafeString:
    """The cell of the whole period."""
    return _linked(question, line, line.whole, Bucket(question.first, question.last))


def _linked(question: Question, line: Line, cell: Value, column: Any) -> SafeString:
    is_time = isinstance(column, Bucket)
    indicator = question.indicators[0] if is_time else column
    first, last = (column.first, column.last) if is_time else (question.first, question.last)
    label = f"{indicator.title}, {line.area.name}, {heading(column)}"
    places = 0 if question.measure in ("number", "sum7") or cell.value is None else 1
    shown = number(
        _whole(cell.value), _rows_of(indicator, line.area, first, last) if cell.count else "", places, label
    )
    return shown + told_note(cell.told)


def _whole(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


def _rows_of(indicator: Indicator, area: Any, first: date, last: date) -> str:
    if indicator.is_reported:
        return _address("reports", indicator, area, since=first, until=last)
    if indicator.is_stock:
        return _address("facts", indicator, area, **({"at": last} if indicator.has_days else {}))
    return _address("facts", indicator, area, since=first, until=last)


@register.simple_tag
def is_small(question: Question, cell: Value, limit: int) -> bool:
    """Whether a rate stands on too few to mean much."""
    rated = question.measure in ("per_100k", "share")
    return rated and cell.count is not None and 0 < cell.count < limit


@register.filter
def column_heading(column: Any) -> str:
    """A column's head: short days, or an indicator's title."""
    if not isinstance(column, Bucket):
        return str(column.title)
    first = f"{column.first.day}/{column.first.month}"
    return first if column.first == column.last else f"{first}–{column.last.day}/{column.last.month}"


@register.filter
def doubt_text(doubt: dict[str, Any]) -> str:
    """One rule that holds a figure, with its limit."""
    rule = doubt.get("rule", "")
    words = str(Doubt(rule).label) if rule in Doubt.values else rule
    limit = number_text(round(doubt.get("limit") or 0))
    return gettext("%(rule)s (limit %(limit)s)") % {"rule": words, "limit": limit}


@register.filter
def kind_text(indicator: Indicator) -> str:
    """How a number is counted, in words."""
    if indicator.kind == "flow":
        return gettext("counted over the days asked")
    if indicator.kind == "cumulative":
        return gettext("total so far, as reported")
    return (
        gettext("how many there are, on any day") if indicator.has_days else gettext("how many there are now")
    )


@register.filter
def denominator_text(indicator: Indicator) -> str:
    """What it is a share of, in words."""
    if indicator.denominator == "adults":
        return gettext("adults of the area")
    if indicator.denominator:
        return ", ".join(str(row.title) for row in known([indicator.denominator]))
    return gettext("people of the area, per 100,000") if indicator.per_capita else ""


@register.inclusion_tag("indicators/_carried.html")
def carried_note(notes: dict[int, Any], area: Any) -> dict[str, Any]:
    """What stands behind the figures of an area before it began; nothing where it existed all the time."""
    return {"note": notes.get(area.pk)}
