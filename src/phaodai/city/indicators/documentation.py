"""docs/numbers.md, written from the registry: every number with definition, source and denominator."""

from collections.abc import Iterator

from django.utils import translation

from phaodai.city.indicators.registry import Indicator, all_indicators

HEAD = """# Every number

Written by `python -m django numbers_page > docs/numbers.md` from the registry; do not edit by hand. "Flow" is counted
over the days asked, "stock" is how many there are ("now": only at present), "cumulative" is the total so far, as told.
Reported ones are told by units on sheets: of a unit that did not report the figure is unknown, never zero.
"""
COLUMNS = ("Code", "Vietnamese", "English", "Counted", "Source", "Share of")


def numbers_page() -> str:
    """The page as Markdown."""
    return "\n".join([HEAD, *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    topic = None
    for row in all_indicators():
        if str(row.topic) != topic:
            topic = str(row.topic)
            yield f"\n## {_in('en', row.topic)}\n"
            yield f"| {' | '.join(COLUMNS)} |"
            yield f"|{'---|' * len(COLUMNS)}"
        yield f"| {' | '.join(_cells(row))} |"


def _cells(row: Indicator) -> list[str]:
    counted = row.kind if row.has_days else "stock, now"
    note = f"; {_in('en', row.note)}" if row.note and not row.is_reported else ""
    source = f"{_in('en', row.source)}{', by hand' if row.is_reported else ''}"
    whole = row.denominator or ("people, per 100,000" if row.per_capita else "–")
    names = [f"`{row.code}`", _in("vi", row.title), _in("en", row.title)]
    return [*names, f"{counted}, {_in('en', row.unit)}{note}", source, whole]


def _in(language: str, text: object) -> str:
    with translation.override(language):
        return str(text)
