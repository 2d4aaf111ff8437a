"""The icons are ours, one sprite; pages carry the few they need inline: they print and work offline."""

import re
from functools import cache
from pathlib import Path

SPRITE = Path(__file__).parent / "static/ui/icons/sprite.svg"
SYMBOL = re.compile(r'<symbol id="([a-z0-9-]+)" viewBox="0 0 24 24">(.*?)</symbol>', re.S)
SIZES = {"s": (15, "i s"), "": (18, "i"), "l": (24, "i l"), "xl": (44, "i xl")}


class IconUnknown(LookupError):
    """The sprite has no such icon."""


@cache
def icons() -> dict[str, str]:
    """Drawing of each icon by name."""
    return dict(SYMBOL.findall(SPRITE.read_text(encoding="utf-8")))


def icon_svg(name: str, size: str = "", label: str = "") -> str:
    """Inline SVG of an icon. Without a label it is decoration and hidden from screen readers.

    The label must be safe HTML text already. Raises IconUnknown, so that a misspelt name fails its test.
    """
    if name not in icons():
        raise IconUnknown(name)
    pixels, css = SIZES[size]
    voice = f'role="img" aria-label="{label}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="{css}" width="{pixels}" height="{pixels}" viewBox="0 0 24 24" {voice} '
        f'focusable="false">{icons()[name]}</svg>'
    )
