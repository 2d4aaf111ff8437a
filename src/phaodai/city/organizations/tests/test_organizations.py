"""Organisations and posts: who may add them, finding, pages."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from phaodai.city.organizations.queries import find_organizations, organizations_in, posts_for, posts_of
from phaodai.city.organizations.services import add_organization, add_post
from phaodai.city.organizations.terms import OrganizationKind
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_administrator_adds_an_organisation_with_posts(cast: Cast) -> None:
    made = add_organization(
        code="TYT-271",
        name="Trạm Y tế phường Thanh Nhàn",
        short_name="TYT Thanh Nhàn",
        kind=OrganizationKind.HEALTH_STATION,
        area=cast.ward_a,
        parent=cast.health_centre,
        by=cast.admin,
    )
    add_post(organization=made, title="Trạm trưởng", area=cast.ward_a, is_head=True, by=cast.admin)
    assert find_organizations("tyt thanh nhan") == [made]
    assert [post.title for post in posts_of(made)] == ["Trạm trưởng"]
    with pytest.raises(IntegrityError), transaction.atomic():
        add_post(organization=made, title="Trạm trưởng nữa", is_head=True, by=cast.admin)


def test_others_add_nothing(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        add_organization(code="X", name="X", kind=OrganizationKind.OTHER, by=cast.commander)
    with pytest.raises(PermissionDenied):
        add_post(organization=cast.cdc, title="X", by=cast.commander)


def test_the_nearest_post_stands_first(cast: Cast) -> None:
    add_post(organization=cast.committee, title="Chủ tịch quận", area=cast.hbt, by=cast.admin)
    add_post(organization=cast.health_centre, title="Phụ trách phường", area=cast.ward_a, by=cast.admin)
    assert [post.title for post in posts_for(cast.ward_a)] == ["Phụ trách phường", "Chủ tịch quận"]
    assert [post.title for post in posts_for(cast.ward_b)] == ["Chủ tịch quận"]


def test_bodies_are_told_from_agencies(cast: Cast) -> None:
    body = add_organization(
        code="BCD", name="Ban Chỉ đạo quận", kind=OrganizationKind.STEERING, by=cast.admin
    )
    assert body.is_body
    assert not cast.cdc.is_body


def test_organisations_of_an_area_and_below(cast: Cast) -> None:
    rows, total = organizations_in(cast.hbt, limit=2)
    assert len(rows) == 2
    assert total == 4


def test_pages(cast: Cast, client_as: Any, django_assert_max_num_queries: Any) -> None:
    add_post(organization=cast.cdc, title="Trưởng khoa Xét nghiệm", is_head=True, by=cast.admin)
    client = client_as(cast.commander)
    assert "CDC Hà Nội" in client.get(reverse("organizations:list"), {"q": "cdc"}).content.decode()
    page = client.get(reverse("organizations:organization", args=[cast.cdc.uuid])).content.decode()
    assert "Trưởng khoa Xét nghiệm" in page
    panel = client.get(reverse("organizations:area_panel", args=[cast.hbt.uuid])).content.decode()
    assert "Khu cách ly Trường Đoàn Kết" in panel
    assert (
        client.get(reverse("organizations:suggest"), {"q": "thanh nhan"}).json()["items"][0]["code"]
        == "BV-TN"
    )
    with django_assert_max_num_queries(20):
        client.get(reverse("organizations:list"))


def test_the_list_as_a_spreadsheet(cast: Cast, client_as: Any) -> None:
    response = client_as(cast.commander).get(reverse("organizations:list"), {"format": "csv"})
    assert "TTYT-HBT" in b"".join(response.streaming_content).decode("utf-8-sig")
