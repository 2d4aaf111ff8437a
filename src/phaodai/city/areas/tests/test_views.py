"""Pages about areas, and how many queries they cost."""

from typing import Any

import pytest
from django.urls import reverse

from phaodai.city.areas.models import AreaStatus
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_list_shows_levels_and_opens_what_is_inside(cast: Cast, client_as: Any) -> None:
    page = client_as(cast.commander).get(reverse("areas:list"), {"q": "hai ba trung"}).content.decode()
    assert "Quận Hai Bà Trưng" in page
    assert f"under={cast.hbt.uuid}" in page


def test_nothing_found_teaches(cast: Cast, client_as: Any) -> None:
    assert (
        "Không có địa bàn nào khớp"
        in client_as(cast.commander).get(reverse("areas:list"), {"q": "zz"}).content.decode()
    )


def test_the_list_as_a_spreadsheet(cast: Cast, client_as: Any) -> None:
    response = client_as(cast.commander).get(reverse("areas:list"), {"format": "xlsx"})
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content).startswith(b"PK")


def test_the_commander_decides_on_the_page(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.commander)
    address = reverse("areas:decide", args=[cast.ward_a.uuid])
    refused = client.post(address, {"level": "high", "document": "", "reason": "giữ lại"})
    assert refused.status_code == 422
    assert "giữ lại" in refused.content.decode()
    client.post(address, {"level": "high", "document": "QĐ 12/QĐ-UBND", "reason": ""})
    assert AreaStatus.objects.get(area=cast.ward_a).level == "high"
    assert "QĐ 12/QĐ-UBND" in client.get(reverse("areas:area", args=[cast.ward_a.uuid])).content.decode()


def test_who_may_not_decide_finds_nothing_there(cast: Cast, client_as: Any) -> None:
    form = {"level": "high", "document": "QĐ 1"}
    inside, outside = (
        reverse("areas:decide", args=[cast.ward_a.uuid]),
        reverse("areas:decide", args=[cast.ward_c.uuid]),
    )
    assert client_as(cast.ward_clerk_a).post(inside, form).status_code == 404
    assert client_as(cast.commander).post(outside, form).status_code == 404
    assert (
        'id="decide"'
        not in client_as(cast.ward_clerk_a)
        .get(reverse("areas:area", args=[cast.ward_a.uuid]))
        .content.decode()
    )


def test_suggestions(cast: Cast, client_as: Any) -> None:
    answer = client_as(cast.ward_clerk_a).get(reverse("areas:suggest"), {"q": "bach mai"}).json()
    assert [item["code"] for item in answer["items"]] == ["00286"]


def test_pages_cost_few_queries(cast: Cast, client_as: Any, django_assert_max_num_queries: Any) -> None:
    client = client_as(cast.commander)
    client.get(reverse("areas:list"))
    with django_assert_max_num_queries(20):
        client.get(reverse("areas:list"))
    with django_assert_max_num_queries(24):
        client.get(reverse("areas:area", args=[cast.hbt.uuid]))
