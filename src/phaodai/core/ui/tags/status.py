"""Icons, risk levels, status chips, deadlines and moments."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

from phaodai.core.clock import now as scenario_now
from phaodai.core.ui.formats import MISSING, deadline_text, remaining_text, when_text
from phaodai.core.ui.icons import icon_svg

register = template.Library()

COLOURS = {
    "green": "green", "new_normal": "green", "1": "green",
    "yellow": "yellow", "at_risk": "yellow", "2": "yellow",
    "orange": "orange", "high": "orange", "3": "orange",
    "red": "red", "very_high": "red", "4": "red",
}  # fmt: skip
RISK_WORDS = {
    "green": gettext_lazy("Green"),
    "yellow": gettext_lazy("Yellow"),
    "orange": gettext_lazy("Orange"),
    "red": gettext_lazy("Red"),
    "unknown": gettext_lazy("No level"),
}
SHAPES = {
    "green": '<circle class="shape-green" cx="6" cy="6" r="4.6"/>',
    "yellow": '<path class="shape-yellow" d="M6 .9 11.1 6 6 11.1 .9 6z"/>',
    "orange": '<path class="shape-orange" d="M6 .8 11.6 10.8H.4z"/>',
    "red": '<path class="shape-red" d="M3.6.3h4.8l3.3 3.3v4.8l-3.3 3.3H3.6L.3 8.4V3.6z"/>'
    '<path class="shape-red-bar" d="M2.8 5.1h6.4v1.8H2.8z"/>',
    "unknown": "",
}
CHIPS = {
    "new": "ring",
    "doing": "half",
    "wait": "pause",
    "soon": "clock",
    "late": "clock",
    "done": "check",
    "off": "minus",
    "failed": "close",
    "moved": "arrow-right",
    "draft": "pencil",
    "warning": "warning",
    "locked": "lock",
}
SOON = timedelta(hours=1)


def risk_colour(level: Any) -> str:
    """ "green", "yellow", "orange", "red" of a level's code or rank; "unknown" of anything else."""
    return COLOURS.get(str(level or ""), "unknown")


def risk_shape(level: Any) -> SafeString:
    """The level's shape in a 12 × 12 box, without the <svg> around it."""
    return mark_safe(SHAPES[risk_colour(level)])


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """An icon of the sprite; give a label only where no words stand beside it."""
    return mark_safe(icon_svg(name, size, str(conditional_escape(label)) if label else ""))


@register.simple_tag
def risk(level: Any, state: str = "", text: str = "") -> SafeString:
    """A risk badge. ``state``: "" · "computed" dashed "Tính: Cam" · "decided" filled "Áp dụng: Vàng"."""
    colour = risk_colour(level)
    words = text or RISK_WORDS[colour]
    if state == "computed":
        words = gettext("Computed: %(level)s") % {"level": words}
    elif state == "decided":
        words = gettext("In force: %(level)s") % {"level": words}
    css = f"risk {colour} computed" if state == "computed" else f"risk {colour}"
    shape = f'<svg viewBox="0 0 12 12" aria-hidden="true">{SHAPES[colour]}</svg>' if SHAPES[colour] else ""
    return format_html('<span class="{}">{}{}</span>', css, mark_safe(shape), words)


@register.simple_tag
def chip(kind: str, text: Any = "", icon: str = "") -> SafeString:
    """A status, shape and words: new doing wait soon late done off failed moved draft warning locked."""
    drawing = mark_safe(icon_svg(icon or CHIPS.get(kind, "ring"), "s"))
    return format_html('<span class="chip {}">{}{}</span>', kind, drawing, text)


@register.simple_tag
def when(moment: date | datetime | None, form: str = "short") -> SafeString:
    """A moment in local time as <time>; forms: short day daymonth time long."""
    if not moment:
        return format_html('<span class="muted">{}</span>', MISSING)
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), when_text(moment, form))


@register.simple_tag
def due(deadline: datetime | None, now: datetime | None = None) -> SafeString:
    """A deadline and how far it is; ``now`` is the scenario's unless given."""
    if deadline is None:
        return format_html('<span class="muted">{}</span>', gettext("no deadline"))
    at = now or scenario_now()
    return format_html(
        '<span class="due"><b><time datetime="{}">{}</time></b><span>{}</span></span>',
        deadline.isoformat(), deadline_text(deadline, at), remaining_text(deadline, at),
    )  # fmt: skip


def _due_kind(deadline: datetime, now: datetime) -> str:
    if deadline < now:
        return "late"
    return "soon" if deadline - now <= SOON else ""


@register.simple_tag
def due_chip(
    deadline: datetime | None, kind: str = "new", text: Any = "", now: datetime | None = None
) -> SafeString:
    """ "Quá hạn" or "Trong 1 giờ" where the deadline says so, else the status given."""
    pressing = _due_kind(deadline, now or scenario_now()) if deadline and kind not in ("done", "off") else ""
    words = {"late": gettext("Overdue"), "soon": gettext("Within 1 hour")}
    return chip(pressing, words[pressing]) if pressing else chip(kind, text)
