from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from phaodai.city.accounts.models import Grant, valid_from
from phaodai.city.organizations.services import add_post
from phaodai.city.people import services
from phaodai.city.people.models import Affiliation, Household, Person, PostHolding
from phaodai.core import clock
from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.core.audit.queries import reads_of
from phaodai.core.codes import make_code
from tests.cast import Cast, at

CARD = "001192000033||Lê Thị Chi Mai|05031992|Nữ|Số 7, ngõ 12, Thanh Nhàn|15042021"


def url(name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=args)


def text_of(response: Any) -> str:
    assert response.status_code < 400, response.status_code
    return response.content.decode()


def page_urls(person: Person) -> list[str]:
    names = ("person", "edit", "move")
    return [url(name, person.uuid) for name in names]


def test_the_list_shows_who_is_in_reach_in_name_order(cast: Cast, client_as: Any) -> None:
    page = text_of(client_as(cast.ward_clerk_a).get(url("list")))
    assert page.index("Nguyễn Văn An") < page.index("Trần Thị Bình") < page.index("Bùi Thị Hoa")
    assert "Lê Thị Chi" not in page
    assert "0900 000 101" in page
    row = ActionLog.objects.get(action="list_read")
    assert row.data == {"rows": 3}


def test_the_list_is_narrowed(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.investigator)
    assert "Bùi Thị Hoa" not in text_of(client.get(url("list"), {"q": "nguyen van an 1974"}))
    page = text_of(client.get(url("list"), {"sex": "male", "born": "1960-1970", "sort": "-year"}))
    assert "Phạm Văn Dũng" in page
    assert "Nguyễn Văn An" not in page
    page = text_of(client.get(url("list"), {"area": cast.ward_b.uuid}))
    assert "Lê Thị Chi" in page
    assert "Nguyễn Văn An" not in page
    assert "Không ai phù hợp" in text_of(client.get(url("list"), {"q": "không có ai"}))


@pytest.mark.parametrize("query", ["area=x", "born=19", "sort=zzz", "page=999", "sex=robot", "q=%00"])
def test_a_mangled_address_still_shows_the_list(cast: Cast, client_as: Any, query: str) -> None:
    assert client_as(cast.investigator).get(f"{url('list')}?{query}").status_code == 200


def test_an_area_that_is_not_there_is_missing(cast: Cast, client_as: Any) -> None:
    assert client_as(cast.investigator).get(url("list"), {"area": uuid4()}).status_code == 404


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_export_is_masked_and_put_on_record(cast: Cast, client_as: Any, kind: str) -> None:
    response = client_as(cast.commander).get(url("list"), {"format": kind, "q": "An"})
    body = b"".join(response.streaming_content)
    if kind == "csv":
        assert "•••• ••• 101" in body.decode()
        assert "••••••000011" in body.decode()
        assert "0900 000 101" not in body.decode()
    assert ActionLog.objects.get(action="export").data["rows"] >= 1
    response.close()


def test_the_page_of_a_person(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    page = text_of(client.get(url("person", cast.an.uuid)))
    for text in (
        "Nguyễn Văn An",
        "1974",
        "0900 000 101",
        "••••••000011",
        "Trần Thị Bình",
        "Nhật ký truy cập",
    ):
        assert text in page
    assert "001074000011" not in page
    assert "Đặng Tuấn Kiệt" in page  # their own look is in the log they see
    assert reads_of("person", cast.an.uuid).count() == 1
    for name in ("cases", "tracing", "testing", "quarantine"):
        assert reverse(f"{name}:person_panel", args=[cast.an.uuid]) in page


def test_numbers_are_masked_for_who_may_not_see_them(cast: Cast, client_as: Any) -> None:
    page = text_of(client_as(cast.commander).get(url("person", cast.an.uuid)))
    assert "•••• ••• 101" in page
    assert "0900 000 101" not in page
    assert 'data-open="show-' not in page
    number = cast.an.identifiers.get()
    posted = client_as(cast.commander).post(
        url("show_identifier", cast.an.uuid, number.pk), {"reason": "Xem"}
    )
    assert posted.status_code == 404


def test_outside_the_area_a_person_is_missing_and_leaves_no_row(cast: Cast, client_as: Any) -> None:
    for user in (cast.ward_clerk_b, cast.lab, cast.checkpoint, cast.admin, cast.data_officer):
        client = client_as(user)
        for address in [*page_urls(cast.an), url("household", cast.an.household.uuid)]:
            assert client.get(address).status_code == 404, (user, address)
    assert not ReadLog.objects.exists()
    assert client_as(cast.ward_clerk_a).get(url("person", uuid4())).status_code == 404


def test_who_may_look_but_not_write(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.commander)
    assert client.get(url("person", cast.an.uuid)).status_code == 200
    assert client.get(url("edit", cast.an.uuid)).status_code == 404
    assert client.get(url("add")).status_code == 404
    for name in ("leave_household", "open_household", "join_household", "add_phone", "add_identifier"):
        assert client.post(url(name, cast.an.uuid)).status_code == 404


def test_the_number_of_queries_is_bounded(
    cast: Cast, client_as: Any, django_assert_max_num_queries: Any
) -> None:
    client = client_as(cast.investigator)
    client.get(url("list"))
    with django_assert_max_num_queries(20):
        client.get(url("list"))
    with django_assert_max_num_queries(45):
        client.get(url("person", cast.an.uuid))


def test_registering_on_the_page(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    assert "Phường Thanh Nhàn" in text_of(client.get(url("add")))
    given = {"full_name": "lê văn tám", "birth_year": "1980", "sex": "male", "phone": "0900 111 222"}
    response = client.post(url("add"), {**given, "area": cast.ward_a.uuid})
    made = Person.objects.get(full_name="Lê Văn Tám")
    assert response.headers["Location"] == url("person", made.uuid)


def test_a_slip_keeps_what_was_typed(cast: Cast, client_as: Any) -> None:
    given = {
        "full_name": "Lê Văn Tám",
        "phone": "115",
        "sex": "male",
        "area": cast.ward_a.uuid,
        "address": "Số 8",
    }
    response = client_as(cast.ward_clerk_a).post(url("add"), given)
    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="Lê Văn Tám"' in page
    assert 'value="Số 8"' in page
    assert "không phải số điện thoại" in page


def test_a_taken_code_is_said_at_its_field(cast: Cast, client_as: Any) -> None:
    given = {
        "full_name": "Lê Văn Tám",
        "sex": "male",
        "area": cast.ward_a.uuid,
        "citizen_code": "001074000011",
    }
    response = client_as(cast.ward_clerk_a).post(url("add"), given)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"citizen_code"}
    assert "đã là của Nguyễn Văn An" in response.content.decode()


def test_somebody_alike_is_shown_first(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    given = {"full_name": "Nguyen Van An", "birth_year": "1974", "sex": "male", "area": cast.ward_a.uuid}
    response = client.post(url("add"), given)
    assert response.status_code == 422
    assert url("person", cast.an.uuid) in response.content.decode()
    assert client.post(url("add"), {**given, "anyway": "on"}).status_code == 302


def test_a_scanned_card_fills_the_form_and_keeps_the_rest(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    page = text_of(client.post(url("add"), {"scan": CARD, "phone": "0900 111 222", "full_name": ""}))
    for value in ("Lê Thị Chi Mai", "001192000033", "0900 111 222", "Số 7, ngõ 12, Thanh Nhàn"):
        assert f'value="{value}"' in page
    assert 'value="05/03/1992"' in page
    assert not Person.objects.filter(full_name="Lê Thị Chi Mai").exists()
    assert "không phải thẻ" in text_of(client.post(url("add"), {"scan": "hello"}))


def test_registering_elsewhere_says_where(cast: Cast, client_as: Any) -> None:
    given = {"full_name": "Lê Văn Tám", "sex": "male", "area": cast.ward_c.uuid}
    response = client_as(cast.ward_clerk_a).post(url("add"), given, follow=True)
    assert "Phường Láng Hạ" in text_of(response)
    assert Person.objects.get(full_name="Lê Văn Tám").area == cast.ward_c


def test_correcting_needs_the_reason(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    given = {"full_name": "Nguyễn Văn Ân", "birth_year": "1974", "sex": "male", "phone": "0900000101"}
    assert client.post(url("edit", cast.an.uuid), given).status_code == 422
    assert client.post(url("edit", cast.an.uuid), {**given, "reason": "Theo CCCD"}).status_code == 302
    page = text_of(client.get(url("person", cast.an.uuid)))
    assert "Nguyễn Văn Ân" in page
    assert "Theo CCCD" in page


def test_moving_out_of_reach_ends_on_the_list(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    given = {"kind": "current", "area": cast.ward_b.uuid, "address": "Số 5"}
    assert client.post(url("move", cast.hoa.uuid), given).headers["Location"] == url("list")
    assert client.get(url("person", cast.hoa.uuid)).status_code == 404


def test_a_full_number_needs_a_reason(cast: Cast, client_as: Any) -> None:
    client, number = client_as(cast.ward_clerk_a), cast.an.identifiers.get()
    address = url("show_identifier", cast.an.uuid, number.pk)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert "001074000011" in text_of(client.post(address, {"reason": "Đối chiếu thẻ"}))
    assert "Đối chiếu thẻ" in reads_of("person", cast.an.uuid).get().purpose
    assert client.get(address).status_code == 405


def test_numbers_and_telephones_on_the_page(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    client.post(
        url("add_identifier", cast.an.uuid), {"kind": "passport", "value": "B1234567", "reason": "Bổ sung"}
    )
    number = cast.an.identifiers.get(kind="passport")
    client.post(url("remove_identifier", cast.an.uuid, number.pk), {"reason": "Nhầm"})
    client.post(url("add_phone", cast.an.uuid), {"number": "0900 111 222", "note": "Con gái"})
    assert "0900 111 222" in text_of(client.get(url("person", cast.an.uuid)))
    client.post(url("remove_phone", cast.an.uuid, cast.an.phones.get().pk))
    assert (cast.an.identifiers.count(), cast.an.phones.count()) == (1, 0)
    refused = client.post(url("add_phone", cast.an.uuid), {"number": "115"}, follow=True)
    assert "không phải số điện thoại" in text_of(refused)


def test_households_on_the_page(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    home = Household.objects.create(code=make_code("H", 7), area=cast.ward_a, address="Ngõ 3")
    client.post(url("join_household", cast.hoa.uuid), {"code": home.code.lower()})
    cast.hoa.refresh_from_db()
    assert cast.hoa.household == home
    page = text_of(client.get(url("household", home.uuid)))
    assert "Bùi Thị Hoa" in page
    client.post(url("leave_household", cast.hoa.uuid))
    client.post(url("open_household", cast.hoa.uuid))
    cast.hoa.refresh_from_db()
    assert cast.hoa.household not in (None, home)
    missing = client.post(url("join_household", cast.an.uuid), {"code": "H-0"}, follow=True)
    assert "Không có hộ nào" in text_of(missing)


def test_suggestions_are_scoped_masked_and_bounded(cast: Cast, client_as: Any) -> None:
    address = url("suggest")
    items = client_as(cast.commander).get(address, {"q": "binh"}).json()["items"]
    assert [(item["name"], item["phone"]) for item in items] == [("Trần Thị Bình", "•••• ••• 102")]
    assert client_as(cast.ward_clerk_b).get(address, {"q": "binh"}).json() == {"items": []}
    assert "Trần Thị Bình" in text_of(
        client_as(cast.ward_clerk_a).get(address, {"q": "binh"}, HTTP_HX_REQUEST="true")
    )
    assert client_as(cast.lab).get(address, {"q": "binh"}).status_code == 404


def test_anonymous_visitors_sign_in_first(cast: Cast, client: Any) -> None:
    for address in (url("list"), *page_urls(cast.an), url("suggest")):
        assert client.get(address).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_are_in_both_languages(cast: Cast, client_as: Any, language: str) -> None:
    client = client_as(cast.ward_clerk_a)
    client.cookies["phaodai_language"] = language
    page = text_of(client.get(url("person", cast.an.uuid)))
    assert ("Giấy tờ" in page) == (language == "vi")
    assert ("Papers" in page) == (language == "en")


def test_work_is_written_and_ended_and_a_mistake_keeps_what_was_typed(cast: Cast, client_as: Any) -> None:
    clerk = client_as(cast.ward_clerk_a)
    path = url("add_affiliation", cast.an.uuid)
    refused = clerk.post(path, {"kind": "work", "place": "không có", "group": "Ca sáng"})
    assert refused.status_code == 422
    assert "Ca sáng" in refused.content.decode()
    assert "data-reopen" in refused.content.decode()
    clerk.post(path, {"kind": "work", "place": cast.workshop.code, "group": "Ca sáng", "since": "01/09/2021"})
    held = Affiliation.objects.get()
    assert cast.workshop.name in text_of(clerk.get(url("person", cast.an.uuid)))
    assert client_as(cast.ward_clerk_b).post(path, {}).status_code == 404
    clerk.post(url("end_affiliation", cast.an.uuid, held.pk))
    held.refresh_from_db()
    assert held.valid.upper == clock.today()
    assert clerk.post(url("end_affiliation", cast.binh.uuid, held.pk)).status_code == 404


def test_a_post_is_given_on_the_page_of_a_person_and_named_where_it_counts(
    cast: Cast, client_as: Any
) -> None:
    post = add_post(
        organization=cast.committee, title="Chủ tịch", area=cast.ward_a, is_head=True, by=cast.admin
    )
    Grant.objects.create(user=cast.health_officer, role="admin", valid=valid_from())
    officer = client_as(cast.health_officer)
    assert officer.post(url("appoint", cast.an.uuid), {"post": "x"}).status_code == 422
    with clock.frozen(at(1)):
        services.appoint_holder(post=post, person=cast.binh, by=cast.admin)
    officer.post(url("appoint", cast.an.uuid), {"post": post.uuid})
    assert PostHolding.objects.get(person=cast.binh).valid.upper == clock.today()
    for panel in (url("organization_posts", cast.committee.uuid), url("area_posts", cast.ward_a.uuid)):
        assert url("person", cast.an.uuid) in text_of(officer.get(panel))
        stranger = text_of(client_as(cast.ward_clerk_c).get(panel))
        assert cast.an.full_name in stranger
        assert url("person", cast.an.uuid) not in stranger
        assert client_as(cast.place_keeper).get(panel).status_code == 404
    assert client_as(cast.ward_clerk_a).post(url("appoint", cast.an.uuid), {}).status_code == 404
    with clock.frozen(at(20)):
        officer.post(url("leave_post", cast.an.uuid, post.uuid))
        assert "Chưa có người" in text_of(officer.get(url("organization_posts", cast.committee.uuid)))
