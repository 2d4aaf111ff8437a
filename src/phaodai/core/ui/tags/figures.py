"""Numbers that open their rows, changes, bars, sparklines, ranks."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from phaodai.core.ui.charts import spark_points
from phaodai.core.ui.formats import MISSING, number_text, percent_text, skew_text

register = template.Library()

BEHIND = 10  # percentage points behind the target from which a bar is striped


def _figure(value: Any, text: str, url: str, label: str) -> SafeString:
    css = "n missing" if value is None else "n zero" if value == 0 else "n"
    voice = format_html(' aria-label="{}: {}"', label, text) if label else ""
    if not url or value is None:
        return format_html('<span class="{}"{}>{}</span>', css if css != "n" else "n plain", voice, text)
    return format_html('<a class="{}" href="{}"{}>{}</a>', css, url, voice, text)


@register.simple_tag
def number(value: Any, url: str = "", places: int | None = None, label: str = "") -> SafeString:
    """A figure; a url opens its rows. Zero is grey, None is "–". ``label`` says aloud what it counts."""
    return _figure(value, number_text(value, places), url, label)


@register.simple_tag
def percent(value: Any, url: str = "", places: int | None = None, label: str = "") -> SafeString:
    """A figure already in percent (96.4 → 96,4%)."""
    return _figure(value, percent_text(value, places), url, label)


@register.filter
def plain_number(value: Any) -> str:
    """The written number alone, for use inside sentences."""
    return number_text(value)


@register.simple_tag
def delta(now: Any, before: Any, better: str = "", unit: str = "") -> SafeString:
    """The change since ``before``: ▲3, ▼1, =. A change for the ``better`` ("up", "down") is quieter."""
    if now is None or before is None:
        return format_html('<span class="delta same" title="{}">{}</span>', gettext("not known"), MISSING)
    change = now - before
    way = "up" if change > 0 else "down" if change < 0 else "same"
    word = {"up": gettext("up by"), "down": gettext("down by"), "same": gettext("unchanged")}[way]
    amount = f"{number_text(abs(change))}{unit}" if change else ""
    return format_html(
        '<span class="delta {}{}"><span class="visually-hidden">{} </span>{}</span>',
        way, " good" if way == better else "", word, amount,
    )  # fmt: skip


@register.inclusion_tag("ui/_bar.html")
def bar(value: Any, target: Any = None, url: str = "", label: str = "") -> dict[str, Any]:
    """Done (0–100) against a target (0–100) as a bar with a tick; ten points behind is striped."""
    behind = value is not None and target is not None and target - value >= BEHIND
    return {
        "value": value, "target": target, "url": url, "label": label, "behind": behind,
        "width": _share(value), "tick": None if target is None else _share(target),
    }  # fmt: skip


def _share(value: Any) -> str:
    """A share as an SVG percentage, in plain notation whatever the language."""
    return f"{min(max(float(value or 0), 0), 100):.1f}"


@register.simple_tag
def sparkline(values: Sequence[int | float | None], label: str = "") -> SafeString:
    """The course of the last days, 64 × 20, its last point marked; unknown days leave a gap."""
    path, last = spark_points(values)
    voice = label or ", ".join(number_text(v) for v in values)
    dot = format_html('<circle cx="{}" cy="{}" r="2"/>', *last) if last else ""
    return format_html(
        '<svg class="spark" width="64" height="20" viewBox="0 0 64 20" role="img" aria-label="{}">'
        '<path d="{}"/>{}</svg>', voice, path, dot,
    )  # fmt: skip


@register.inclusion_tag("ui/_rank.html")
def rank(score: int, out_of: int = 5) -> dict[str, Any]:
    """How strong a reason is, as five little bars."""
    return {"steps": [step < score for step in range(out_of)], "score": score, "out_of": out_of}


@register.inclusion_tag("ui/_progress.html")
def progress(
    done: int, total: int | None, label: str = "", note: str = "", poll_url: str = ""
) -> dict[str, Any]:
    """How far a long job is. With ``poll_url`` the block asks again every 2 s until the answer has none."""
    share = _share(100 * done / total) if total else "0"
    return {"done": done, "total": total, "share": share, "label": label, "note": note, "poll_url": poll_url}


@register.filter(name="skew_text")
def skew_words(seconds: int | None) -> str:
    """How far a clock is off, in words."""
    return skew_text(seconds)
