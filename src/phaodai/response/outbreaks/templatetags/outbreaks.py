"""What the pages of this module draw."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from phaodai.core.ui.formats import percent_text
from phaodai.response.cases.models import Case

register = template.Library()
CODES_SHOWN = 12
LEVELS = ("Phường ", "Xã ", "Thị trấn ")

register.filter("percent_text", percent_text)


@register.inclusion_tag("outbreaks/_tabs.html", takes_context=True)
def outbreak_tabs(context: Context, tab: str) -> dict[str, Any]:
    """The pages of this module the reader may open."""
    user = context["request"].user
    return {"tab": tab, "may_see_chains": user.may("chains.view")}


@register.simple_tag
def case_links(cases: Iterable[Case]) -> SafeString:
    """Codes of cases, each opening the case."""
    rows = list(cases)
    links = ((reverse("cases:case", args=[case.uuid]), case.code) for case in rows[:CODES_SHOWN])
    shown = format_html_join(" ", '<a class="nowrap" href="{}">{}</a>', links)
    more = len(rows) - CODES_SHOWN
    return format_html("{} +{}", shown, more) if more > 0 else shown


@register.simple_tag
def case_codes(cases: Iterable[Case]) -> str:
    """Codes of cases for an address."""
    return "+".join(case.code for case in cases)


@register.filter
def unlocal(value: float) -> str:
    """A number as SVG writes it."""
    return f"{float(value):g}"


@register.filter
def plus(value: float, more: float) -> str:
    """A sum as SVG writes it."""
    return f"{float(value) + float(more):g}"


@register.filter
def minus(value: float, less: float) -> str:
    """A difference as SVG writes it."""
    return f"{float(value) - float(less):g}"


@register.filter
def without_level(name: str) -> str:
    """ "Phường Thanh Nhàn" as "Thanh Nhàn", where room is short."""
    return next((name.removeprefix(level) for level in LEVELS if name.startswith(level)), name)
