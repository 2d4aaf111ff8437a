from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404

from phaodai.city.people import queries
from phaodai.city.people.models import PersonPhone
from tests.cast import Cast, make_person


def names(rows: Any) -> list[str]:
    return [person.full_name for person in rows]


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Văn An", "nguyen van an", "an nguyen", "An 1974", "0900 000 101", "+84900000101",
        "001074000011", "001 074 000 011",
    ],
)  # fmt: skip
def test_one_finds_people_as_one_speaks_of_them(cast: Cast, text: str) -> None:
    assert "Nguyễn Văn An" in names(queries.search_people(cast.ward_clerk_a, text))


def test_by_household_and_further_telephone(cast: Cast) -> None:
    cast.an.household.code = "H-000001-X"
    cast.an.household.save()
    PersonPhone.objects.create(person=cast.hoa, number="+84900999888")
    found = queries.search_people(cast.ward_clerk_a, "h-000001-x")
    assert names(found) == ["Nguyễn Văn An", "Trần Thị Bình"]
    assert names(queries.search_people(cast.ward_clerk_a, "0900 999 888")) == ["Bùi Thị Hoa"]


@pytest.mark.parametrize("text", ["", " ", "a", "An 1999", "0900 000 999", "001074000012", "%", "' OR 1=1"])
def test_nobody_is_found_for_nothing(cast: Cast, text: str) -> None:
    assert names(queries.search_people(cast.ward_clerk_a, text)) == []


def test_part_of_a_number_finds_nobody(cast: Cast) -> None:
    assert not queries.search_people(cast.ward_clerk_a, "00107400001")
    assert not queries.search_people(cast.ward_clerk_a, "0900 000 10")


def test_the_search_ends_at_the_limit_and_prefers_the_given_name(cast: Cast) -> None:
    for number in range(5):
        make_person(f"An Thị {'BCDEG'[number]}ích", cast.ward_a)
    found = names(queries.search_people(cast.ward_clerk_a, "an", limit=3))
    assert len(found) == 3
    assert found[0] == "Nguyễn Văn An"


def test_scope_comes_before_the_search(cast: Cast) -> None:
    for text in ("Nguyễn Văn An", "0900 000 101", "001074000011"):
        assert not queries.search_people(cast.ward_clerk_b, text)
        assert not queries.search_people(cast.lab, text)


def test_missing_and_forbidden_answer_alike(cast: Cast) -> None:
    for uuid in (cast.chi.uuid, uuid4()):
        with pytest.raises(Http404):
            queries.person_for(cast.ward_clerk_a, uuid)
    with pytest.raises(Http404):
        queries.household_for(cast.ward_clerk_b, cast.an.household.uuid)


def test_the_two_wards_of_a_district_see_their_own(cast: Cast) -> None:
    assert names(queries.list_people(cast.ward_clerk_a)) == ["Nguyễn Văn An", "Trần Thị Bình", "Bùi Thị Hoa"]
    assert names(queries.list_people(cast.ward_clerk_b)) == ["Lê Thị Chi", "Phạm Văn Dũng"]
    assert len(queries.list_people(cast.investigator)) == 5
    assert len(queries.list_people(cast.cdc_officer)) == 6


def test_the_list_is_filtered_and_sorted(cast: Cast) -> None:
    user = cast.cdc_officer
    assert names(queries.list_people(user, area=cast.dongda)) == ["Đoàn Quốc Giang"]
    assert names(queries.list_people(user, sex="female", born_from=1980)) == ["Lê Thị Chi", "Bùi Thị Hoa"]
    assert names(queries.list_people(user, born_to=1968, sort="-year")) == [
        "Phạm Văn Dũng",
        "Đoàn Quốc Giang",
    ]
    assert names(queries.list_people(user, text="thi", sort="-name"))[0] == "Bùi Thị Hoa"
    assert names(queries.list_people(user, sort="nonsense"))[0] == "Nguyễn Văn An"


def test_areas_offered_are_those_in_reach(cast: Cast) -> None:
    assert list(queries.leaf_areas(cast.ward_clerk_a, "people.view")) == [cast.ward_a]
    assert set(queries.leaf_areas(cast.investigator, "people.view")) == {cast.ward_a, cast.ward_b}
    assert not queries.leaf_areas(cast.lab, "people.view").exists()
    assert len(queries.all_leaf_areas()) == 3


def test_numbers_are_masked_by_capability(cast: Cast) -> None:
    clear = queries.display_person(queries.person_for(cast.ward_clerk_a, cast.an.uuid), cast.ward_clerk_a)
    masked = queries.display_person(queries.person_for(cast.commander, cast.an.uuid), cast.commander)
    assert (clear.phone, clear.is_masked) == ("0900 000 101", False)
    assert (masked.phone, masked.is_masked) == ("•••• ••• 101", True)
    assert queries.display_person(cast.an, cast.commander) == masked


def test_somebody_like_this_is_found_before_registering(cast: Cast) -> None:
    assert queries.similar_people(cast.ward_clerk_a, "NGUYEN VAN AN", 1974, "") == [cast.an]
    assert queries.similar_people(cast.ward_clerk_a, "Nguyễn Văn Ân", None, "+84900000101") == [cast.an]
    assert queries.similar_people(cast.ward_clerk_a, "Nguyễn Văn An", 1975, "") == []
    assert queries.similar_people(cast.ward_clerk_b, "Nguyễn Văn An", 1974, "") == []
