"""Finding areas."""

import pytest

from phaodai.city.areas.queries import area_rows, find_areas
from phaodai.city.areas.services import compute_level, decide_level
from phaodai.core.access import SYSTEM_ACTOR
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["thanh nhan", "Thanh Nhàn", "nhan  thanh", "00271"])
def test_areas_are_found_without_diacritics_and_by_code(cast: Cast, text: str) -> None:
    assert find_areas(text) == [cast.ward_a]


def test_wards_come_before_districts(cast: Cast) -> None:
    found = find_areas("a")
    assert found[0].level == "ward"
    assert found[-1].level == "province"


def test_a_search_can_be_kept_below_an_area(cast: Cast) -> None:
    assert find_areas("lang ha", under=cast.hbt) == []
    assert find_areas("lang ha", under=cast.hanoi) == [cast.ward_c]


def test_the_list_sorts_by_the_level_that_applies(cast: Cast) -> None:
    compute_level(area=cast.ward_a, computed="very_high", by=SYSTEM_ACTOR)
    decide_level(area=cast.ward_b, level="at_risk", document="TB 1", by=cast.commander)
    rows = list(area_rows(level="ward", sort="-risk"))
    assert rows == [cast.ward_a, cast.ward_b, cast.ward_c]
    assert [(row.computed or "", row.decided or "") for row in rows] == [
        ("very_high", ""),
        ("", "at_risk"),
        ("", ""),
    ]


def test_the_list_narrows_by_level_and_counts_what_is_inside(cast: Cast) -> None:
    decide_level(area=cast.ward_b, level="at_risk", document="TB 1", by=cast.commander)
    assert list(area_rows(risk="at_risk")) == [cast.ward_b]
    assert area_rows(text="hai ba").get().child_count == 2
