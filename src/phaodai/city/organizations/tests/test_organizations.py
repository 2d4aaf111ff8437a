"""Organisations and posts: who may add them, finding, pages."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from phaodai.city.organizations.models import Organization
from phaodai.city.organizations.queries import find_organizations, organizations_in, posts_for, posts_of
from phaodai.city.organizations.services import add_organization, add_post, edit_organization
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
    with pytest.raises(ValidationError):
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


def test_an_organisation_is_added_and_corrected_on_its_page(cast: Cast, client_as: Any) -> None:
    admin, add = client_as(cast.admin), reverse("organizations:add")
    facts = {
        "name": "Trạm Y tế Bạch Mai",
        "code": "tyt-286",
        "kind": "health_station",
        "area": cast.ward_b.uuid,
    }
    refused = admin.post(add, {**facts, "code": cast.cdc.code})
    assert refused.status_code == 422
    assert "Trạm Y tế Bạch Mai" in refused.content.decode()
    admin.post(add, facts)
    made = Organization.objects.get(code="TYT-286")
    edit = reverse("organizations:edit", args=[made.uuid])
    assert "Trạm Y tế Bạch Mai" in admin.get(edit).content.decode()
    changed = {
        **facts,
        "name": "Trạm Y tế phường Bạch Mai",
        "parent": cast.health_centre.uuid,
        "is_active": "on",
    }
    assert admin.post(edit, changed).status_code == 422
    admin.post(edit, {**changed, "reason": "Tên đầy đủ"})
    made.refresh_from_db()
    assert (made.name, made.parent, made.search_key) == (
        "Trạm Y tế phường Bạch Mai",
        cast.health_centre,
        "tram y te phuong bach mai",
    )
    assert client_as(cast.commander).get(edit).status_code == 404


def test_the_tree_has_no_circle(cast: Cast) -> None:
    child = add_organization(
        code="CON", name="Con", kind=OrganizationKind.OTHER, parent=cast.cdc, by=cast.admin
    )
    with pytest.raises(ValidationError):
        edit_organization(organization=cast.cdc, parent=child, reason="thử", by=cast.admin)
    with pytest.raises(PermissionDenied):
        edit_organization(organization=child, name="x", reason="thử", by=cast.commander)


def test_a_post_is_added_by_a_dialog_that_keeps_mistakes(cast: Cast, client_as: Any) -> None:
    admin, path = client_as(cast.admin), reverse("organizations:add_post", args=[cast.cdc.uuid])
    admin.post(path, {"title": "Giám đốc", "is_head": "on"})
    assert posts_of(cast.cdc).get().is_head
    refused = admin.post(path, {"title": "Giám đốc nữa", "is_head": "on"})
    assert refused.status_code == 422
    assert "data-reopen" in refused.content.decode()


def test_by_api(cast: Cast, client_as: Any) -> None:
    facts = {"code": "DN-1", "name": "Công ty Một", "kind": "business", "area": str(cast.ward_a.uuid)}
    post = {"data": facts, "content_type": "application/json"}
    assert client_as(cast.commander).post("/api/v1/organizations", **post).status_code == 404
    made = client_as(cast.admin).post("/api/v1/organizations", **post)
    assert made.status_code == 201
    assert client_as(cast.admin).post("/api/v1/organizations", **post).status_code == 422
    found = client_as(cast.commander).get("/api/v1/organizations", {"q": "cong ty mot"}).json()
    assert [row["uuid"] for row in found] == [made.json()["uuid"]]
    one = client_as(cast.commander).get(f"/api/v1/organizations/{made.json()['uuid']}").json()
    assert one["area"] == str(cast.ward_a.uuid)
