"""Places: codes, QR tokens, who may write, finding, pages, API."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from phaodai.city.places.models import Place
from phaodai.city.places.qr import place_token, qr_svg, read_place_token
from phaodai.city.places.queries import find_places, place_counts, place_from_code, place_rows
from phaodai.city.places.services import edit_place, register_place
from phaodai.city.places.terms import PlaceKind
from phaodai.core import policy
from phaodai.core.codes import is_valid, sign
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def make(cast: Cast, **facts: Any) -> Place:
    values = {
        "kind": PlaceKind.SHOP,
        "name": "Cửa hàng Ánh Dương",
        "area": cast.ward_b,
        "by": cast.ward_clerk_b,
    }
    return register_place(**{**values, **facts})


def test_every_kind_has_its_rule() -> None:
    rule = policy.get("places.place_kinds")
    assert set(rule.value) == set(PlaceKind.values)
    assert all(set(row) == {"linger_s", "open_s", "weight"} for row in rule.value.values())
    assert not rule.confirmed


def test_a_place_gets_a_code_with_a_check_character(cast: Cast) -> None:
    first, second = make(cast), make(cast)
    assert is_valid(first.code)
    assert first.code != second.code


def test_names_are_composed_and_found_without_diacritics(cast: Cast) -> None:
    place = make(cast, name="Cửa   hàng A\u0301nh Dương", address="Số 5 phố Bạch Mai")
    assert place.name == "Cửa hàng Ánh Dương"
    assert find_places(cast.ward_clerk_b, "anh duong bach mai") == [place]
    assert find_places(cast.ward_clerk_b, place.code.lower()) == [place]


def test_only_who_edits_there_registers_and_moves_a_place(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        make(cast, by=cast.ward_clerk_a)
    place = make(cast)
    with pytest.raises(PermissionDenied):
        edit_place(place=place, area=cast.ward_a, by=cast.ward_clerk_b)
    assert edit_place(place=place, area=cast.ward_a, by=cast.health_officer).area == cast.ward_a


def test_an_edit_renews_the_keys_and_keeps_the_code(cast: Cast) -> None:
    place = make(cast)
    edited = edit_place(place=place, name="Siêu thị Hòa Bình", by=cast.ward_clerk_b, reason="đổi tên")
    assert edited.code == place.code
    assert "sieu thi hoa binh" in edited.search_key
    with pytest.raises(ValueError, match="code"):
        edit_place(place=place, code="D-1", by=cast.ward_clerk_b)


def test_the_qr_says_the_code_and_nothing_else_is_believed(cast: Cast) -> None:
    token = place_token(cast.market)
    assert read_place_token(token) == cast.market.code
    assert place_from_code(token) == cast.market
    assert place_from_code(f" {cast.market.code.lower()} ") == cast.market
    assert place_from_code(token[:-3] + "abc") is None
    assert read_place_token(sign({"t": "person", "c": cast.market.code})) is None
    assert qr_svg(token).startswith(b"<svg")


def test_a_place_out_of_use_is_neither_suggested_nor_scanned(cast: Cast) -> None:
    place = make(cast)
    edit_place(place=place, is_active=False, by=cast.ward_clerk_b)
    assert find_places(cast.ward_clerk_b, "anh duong") == []
    assert place_from_code(place.code) is None


def test_homes_are_listed_only_when_asked_for(cast: Cast) -> None:
    assert cast.home_a not in place_rows(cast.commander)
    assert list(place_rows(cast.commander, kind=PlaceKind.HOME)) == [cast.home_a]


def test_everybody_sees_the_places_of_their_areas(cast: Cast) -> None:
    seen = set(place_rows(cast.ward_clerk_a))
    assert cast.workshop in seen
    assert cast.market not in seen
    assert dict(place_counts(cast.ward_clerk_a, cast.hbt)) == {"factory": 1, "restaurant": 1}


def test_pages_of_another_ward_are_missing(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    for name in ("place", "edit", "poster", "qr"):
        assert client.get(reverse(f"places:{name}", args=[cast.market.uuid])).status_code == 404
    assert client.get(reverse("places:suggest"), {"q": "mo"}).json() == {"items": []}


def test_a_clerk_registers_a_place_on_the_page(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    form = {
        "name": "Quán phở Hai",
        "kind": "restaurant",
        "area": cast.ward_a.pk,
        "address": "Số 1",
        "latitude": "91",
    }
    refused = client.post(reverse("places:add"), form)
    assert refused.status_code == 422
    assert "Quán phở Hai" in refused.content.decode()
    client.post(reverse("places:add"), {**form, "latitude": "21.005"})
    place = Place.objects.get(name="Quán phở Hai")
    assert place.code in client.get(reverse("places:place", args=[place.uuid])).content.decode()


def test_a_clerk_cannot_choose_a_ward_that_is_not_theirs(cast: Cast, client_as: Any) -> None:
    form = {"name": "Quán lạ", "kind": "restaurant", "area": cast.ward_b.pk}
    assert client_as(cast.ward_clerk_a).post(reverse("places:add"), form).status_code == 422
    assert not Place.objects.filter(name="Quán lạ").exists()


def test_a_place_is_corrected_on_the_page(cast: Cast, client_as: Any) -> None:
    form = {"name": "Chợ Mơ (mới)", "kind": "market", "area": cast.ward_b.pk, "is_active": "on"}
    client_as(cast.ward_clerk_b).post(reverse("places:edit", args=[cast.market.uuid]), form)
    assert Place.objects.get(pk=cast.market.pk).name == "Chợ Mơ (mới)"


def test_the_poster_prints_the_code(cast: Cast, client_as: Any) -> None:
    page = (
        client_as(cast.ward_clerk_b).get(reverse("places:poster", args=[cast.market.uuid])).content.decode()
    )
    assert "<svg" in page
    assert cast.market.code in page
    assert "style=" not in page.split("poster-qr")[1].split("</article>")[0]


def test_the_list_as_a_spreadsheet(cast: Cast, client_as: Any) -> None:
    response = client_as(cast.ward_clerk_b).get(reverse("places:list"), {"format": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "Chợ Mơ" in text
    assert "Xưởng in Minh Khai" not in text


def test_pages_cost_few_queries(cast: Cast, client_as: Any, django_assert_max_num_queries: Any) -> None:
    client = client_as(cast.ward_clerk_b)
    client.get(reverse("places:list"))
    with django_assert_max_num_queries(20):
        client.get(reverse("places:list"))
    with django_assert_max_num_queries(20):
        client.get(reverse("places:place", args=[cast.market.uuid]))
