"""The style's promises in numbers: text is legible on every surface it stands on (WCAG 2.1 AA, 4.5 : 1)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[1] / "static/ui/css"


def tokens(name: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6})", (CSS / name).read_text(encoding="utf-8")))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    (ink, ground)
    for ink in ("ink", "ink-2", "ink-3", "accent")
    for ground in ("bg", "surface", "sunken", "hover", "nav")
]
PAIRS += [("on-accent", "accent"), ("on-ink", "ink"), ("accent", "accent-weak"), ("ink-2", "accent-weak")]
PAIRS += [(f"{c}-ink", f"{c}-tint") for c in ("green", "yellow", "orange", "red")]
PAIRS += [(f"{c}-ink", "surface") for c in ("green", "yellow", "orange", "red")]
PAIRS += [("ink", f"{c}-map") for c in ("green", "yellow", "orange")]


@pytest.mark.parametrize("theme", ["light", "hc"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_is_legible(theme: str, ink: str, ground: str) -> None:
    colours = tokens("tokens.css") | (tokens("contrast.css") if theme == "hc" else {})
    assert ratio(colours[ink], colours[ground]) >= 4.5


def test_a_field_has_an_edge_one_can_see() -> None:
    assert ratio(tokens("tokens.css")["field"], "#FFFFFF") >= 3
