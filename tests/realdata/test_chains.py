"""Answer keys of others: Tianjin's infectors, and who faced whom in a school and a ward."""

from pathlib import Path

import pytest

from bench.chains import figures, folder, tables

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "tracing.md"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not folder().is_dir(), reason="no contacts: PHAODAI_REALDATA has no data/contacts"),
]


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, float]]:
    return figures(folder())


def test_room_and_hours_find_nearly_everybody_and_many_more(found: dict[str, dict[str, float]]) -> None:
    for name in ("school", "ward"):
        assert found[name]["recall"] >= 0.9
        assert found[name]["precision"] <= 0.2, "room presence alone is a list to call, not an F1"


def test_dates_alone_do_not_name_the_infector(found: dict[str, dict[str, float]]) -> None:
    assert 3 <= found["tianjin"]["median_days_between_onsets"] <= 6
    assert found["tianjin"]["median_rank_by_days"] < found["tianjin"]["possible_infectors"] / 2


def test_the_tables_in_the_documentation_are_these(found: dict[str, dict[str, float]]) -> None:
    print(tables(found))  # noqa: T201
    assert tables(found) in DOCUMENT.read_text("utf-8")
