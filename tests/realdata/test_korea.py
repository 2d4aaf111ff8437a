"""Known infectors among people who shared places: the Korean routes.

The bounds are those of the data (pairs, routes) and a floor for the tracer; docs/tracing.md shows the table.
"""

from pathlib import Path

import pytest

from bench.korea import folder, measure, read, table

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "tracing.md"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(
        not folder().is_dir(), reason="no Korean routes: PHAODAI_REALDATA has no data/contacts"
    ),
]


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return measure(read(folder()))


def test_the_pairs_are_all_there(figures: dict[str, float]) -> None:
    assert figures["known_pairs"] == 822
    assert figures["both_with_routes"] == 279


def test_nearly_everybody_who_shared_a_place_day_is_found(figures: dict[str, float]) -> None:
    assert figures["found"] <= figures["sharing_a_place_day"]
    assert figures["found"] >= 0.9 * figures["sharing_a_place_day"]


def test_the_true_infector_stands_at_the_head_of_a_short_list(figures: dict[str, float]) -> None:
    assert figures["median_rank_of_infector"] <= 2
    assert figures["median_list_length"] <= 5


def test_the_table_in_the_documentation_is_this_one(figures: dict[str, float]) -> None:
    print(table(figures))  # noqa: T201
    assert table(figures) in DOCUMENT.read_text("utf-8")
