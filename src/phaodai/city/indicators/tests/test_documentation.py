"""The page in the docs is the registry's."""

from pathlib import Path

from phaodai.city.indicators import all_indicators
from phaodai.city.indicators.documentation import numbers_page

PAGE = Path(__file__).parents[5] / "docs" / "numbers.md"


def test_the_page_is_the_one_the_registry_writes():
    assert PAGE.read_text(encoding="utf-8") == numbers_page(), (
        "python -m django numbers_page > docs/numbers.md"
    )


def test_two_dozen_are_measured_and_every_one_says_where_it_comes_from():
    rows = all_indicators()
    assert sum(not row.is_reported for row in rows) >= 24
    assert sum(row.is_reported for row in rows) >= 12
    assert all(str(row.topic) and str(row.source) and str(row.unit) for row in rows)
