"""Cards, dialogs, empty states, reason paths, timelines, the legal basis."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from phaodai.core.ui.devices import device_text
from phaodai.core.ui.formats import number_text

register = template.Library()


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    count: Any = None,
    url: str = "",
    link: str = "",
    css: str = "",
    pad: bool = True,
) -> SafeString:
    """A card; ``url`` and ``link`` put a link at its right; ``pad=False`` for tables and lists."""
    counted = (
        ""
        if count is None
        else format_html(
            '<span class="count">{}</span>', number_text(count) if isinstance(count, int) else count
        )
    )
    more = format_html('<a class="push" href="{}">{}</a>', url, link) if url else ""
    head = format_html("<header><h2>{}</h2>{}{}</header>", title, counted, more) if title else ""
    body = format_html('<div class="pad">{}</div>' if pad else "{}", mark_safe(content))
    return format_html('<section class="card {}">{}{}</section>', css, head, body)


@register.simple_block_tag
def dialog(
    content: str, id: str, title: str, lead: str = "", css: str = "", is_open: bool = False
) -> SafeString:
    """A modal dialog, opened by any button[data-open="id"]. End the content with a <footer> of buttons;
    a button[data-close] closes it. ``is_open`` shows it again with the mistakes of its form."""
    return format_html(
        '<dialog class="dialog {}" id="{}" aria-labelledby="{}-title"{}><div class="body">'
        '<h2 id="{}-title">{}</h2>{}</div>{}</dialog>',
        css, id, id, mark_safe(" data-reopen" if is_open else ""), id, title,
        format_html("<p>{}</p>", lead) if lead else "", mark_safe(content),
    )  # fmt: skip


@register.inclusion_tag("ui/_empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "", icon: str = "inbox") -> dict[str, Any]:
    """What an empty list teaches: how it fills, and the one thing to do now."""
    return {"title": title, "text": text, "url": url, "label": label, "icon": icon}


@register.inclusion_tag("ui/_basis.html")
def basis(
    value: Any,
    text: str = "",
    computed_at: datetime | None = None,
    confirmed_by: str = "",
    confirmed_at: datetime | None = None,
) -> dict[str, Any]:
    """The legal basis, directly under the figure it justifies. ``value``: a PolicyValue or several."""
    values = list(value) if isinstance(value, list | tuple) else [value]
    return {
        "rules": values, "text": text, "computed_at": computed_at, "confirmed_by": confirmed_by,
        "confirmed_at": confirmed_at, "uncertain": any(not getattr(v, "confirmed", True) for v in values),
    }  # fmt: skip


@register.inclusion_tag("ui/_path.html")
def path(nodes: Iterable[Any]) -> dict[str, Any]:
    """Why two people are linked: case → place → hours, overlap in bold (PathNodes or like dictionaries)."""
    return {"nodes": nodes}


@register.inclusion_tag("ui/_timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """What happened, newest first as given (TimelineEntry or like values: at, title, detail, url, done)."""
    return {"entries": entries}


@register.inclusion_tag("ui/_scan.html")
def scan(name: str, label: str, say: str = "", submit: bool = True, value: str = "") -> dict[str, Any]:
    """A field filled by the camera, a hand scanner or typing; ``submit`` sends the form after a reading."""
    return {"name": name, "label": label, "say": say, "submit": submit, "value": value}


@register.filter
def undo_url(message: Any) -> str:
    """The address that takes a message's deed back, or ""."""
    tags = str(getattr(message, "extra_tags", "") or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")


@register.filter
def initials(name: str) -> str:
    """ "Phạm Thu Hà" → "TH": the last two words, as Vietnamese names are called."""
    return "".join(word[0] for word in str(name).split()[-2:]).upper()


@register.simple_block_tag
def frame(content: str, tag: str, css: str = "", label: str = "") -> SafeString | str:
    """An element around its content, or nothing where the content is blank."""
    if not content.strip():
        return ""
    voice = format_html(' aria-label="{}"', label) if label else ""
    return format_html('<{} class="{}"{}>{}</{}>', tag, css, voice, mark_safe(content), tag)


@register.filter
def device_name(user_agent: Any) -> str:
    """A browser's long name in two words."""
    return device_text(str(user_agent or ""))
