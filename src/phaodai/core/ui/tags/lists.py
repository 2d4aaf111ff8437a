"""Lists: sorting, filtering, paging, selecting; all by the query string, so that a link keeps the view."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from phaodai.core.ui.formats import number_text
from phaodai.core.ui.icons import icon_svg

register = template.Library()

INPUT_NAME = re.compile(r'\bname="([^"]+)"')
SORTED = {"ascending": "sort-up", "descending": "sort-down"}


def _query(context: Context) -> QueryDict:
    request: HttpRequest | None = context.get("request")
    return request.GET.copy() if request else QueryDict(mutable=True)


def _link(query: QueryDict, **changes: str | int | None) -> str:
    """The query string with some parameters changed; None drops one."""
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def page_link(context: Context, number: int, name: str = "page") -> str:
    """The address of another page of this list, everything else kept."""
    return _link(_query(context), **{name: number})


@register.inclusion_tag("ui/_paginator.html", takes_context=True)
def paginator(context: Context, page: Page, name: str = "page") -> dict[str, Any]:
    """ "1–50 of 340" and links to the pages. ``page`` is a Django Page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(n, _link(_query(context), **{name: n}) if isinstance(n, int) else "") for n in numbers]
    return {
        "page": page,
        "links": links,
        "next": _step(context, page, name, 1),
        "previous": _step(context, page, name, -1),
    }


def _step(context: Context, page: Page, name: str, by: int) -> str:
    wanted = page.number + by
    return _link(_query(context), **{name: wanted}) if 1 <= wanted <= page.paginator.num_pages else ""


@register.simple_tag(takes_context=True)
def sort_header(
    context: Context, key: str, label: str, css: str = "", default: str = "", note: str = ""
) -> SafeString:
    """A table head that sorts by ``?sort=key`` and back by ``?sort=-key``.

    ``default`` is the sort in force when the address names none; ``css`` "r" aligns figures.
    """
    current = _query(context).get("sort", default)
    order = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    wanted = f"-{key}" if order == "ascending" else key
    return format_html(
        '<th scope="col" class="{}"{}><a href="{}">{}{}</a>{}</th>',
        css, format_html(' aria-sort="{}"', order) if order else "",
        _link(_query(context), sort=wanted, page=None), label,
        mark_safe(icon_svg(SORTED.get(order, "sort"), "s")),
        format_html("<small>{}</small>", note) if note else "",
    )  # fmt: skip


@register.simple_block_tag(takes_context=True)
def filter_bar(context: Context, content: str, label: str = "") -> SafeString:
    """A GET form around filters. Other parameters (sort) are kept, the page number is not."""
    inside = set(INPUT_NAME.findall(content)) | {"page"}
    kept = [(k, v) for k, values in _query(context).lists() if k not in inside for v in values]
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', kept)
    return format_html(
        '<form class="filters" method="get" role="search" aria-label="{}" data-autosubmit>{}{}'
        '<button type="submit" class="btn sm no-js">{}</button></form>',
        label or gettext("Filter the list"), hidden, mark_safe(content), gettext("Filter"),
    )  # fmt: skip


@register.inclusion_tag("ui/_filter_select.html", takes_context=True)
def filter_select(
    context: Context,
    name: str,
    label: str,
    choices: Iterable[tuple[Any, Any]],
    default: str = "",
    any_label: str = "",
) -> dict[str, Any]:
    """A choice in a filter bar. ``choices`` are (value, label); an empty value means everything."""
    current = _query(context).get(name, default)
    chosen = mark_safe(" selected")
    options = format_html_join(  # not in the template: a city's wards are hundreds of options
        "",
        '<option value="{}"{}>{}</option>',
        ((value, chosen if str(value) == current else "", text) for value, text in choices),
    )
    return {
        "name": name,
        "label": label,
        "options": options,
        "any_label": any_label or gettext("All"),
        "current": current,
    }


@register.inclusion_tag("ui/_filter_search.html", takes_context=True)
def filter_search(context: Context, name: str = "q", label: str = "") -> dict[str, Any]:
    """A search field in a filter bar."""
    return {
        "name": name,
        "label": label or gettext("Search this list"),
        "value": _query(context).get(name, ""),
    }


@register.simple_tag
def pick_all() -> SafeString:
    """The head's checkbox that selects every row of the page."""
    return format_html(
        '<input class="check" type="checkbox" data-pick-all aria-label="{}">',
        gettext("Select all on this page"),
    )


@register.simple_tag
def pick(value: Any, label: str, name: str = "ids") -> SafeString:
    """A row's checkbox; ``label`` names the row."""
    text = gettext("Select %(what)s") % {"what": label}
    return format_html(
        '<input class="check" type="checkbox" name="{}" value="{}" data-pick aria-label="{}">',
        name,
        value,
        text,
    )


@register.simple_block_tag
def bulk_bar(content: str) -> SafeString:
    """The actions for the selected rows, inside a form[data-bulk]; hidden until one is selected."""
    return format_html(
        '<div class="bulk" data-bulk-bar hidden>'
        '<span class="count" aria-live="polite">{} <span data-bulk-count>0</span>'
        '</span>{}<button class="btn sm gh push" type="button" data-bulk-clear>{}</button></div>',
        gettext("Selected"), mark_safe(content), gettext("Clear selection"),
    )  # fmt: skip


@register.simple_tag
def shown_of(shown: int, total: int) -> str:
    """ "8 / 34"."""
    return f"{number_text(shown)} / {number_text(total)}"
