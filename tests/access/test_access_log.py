from typing import Any

import pytest
from django.urls import reverse

from phaodai.city.accounts.permissions import Role
from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.core.audit.queries import is_visible
from phaodai.core.audit.services import record_read
from phaodai.response.cases.models import Case
from tests.cast import Cast, at, make_user


def url(name: str, *args: Any) -> str:
    return reverse(f"oversight:{name}", args=args)


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def look(cast: Cast, name: str = "investigator", person: str = "an", purpose: str = "Xem để gọi") -> None:
    record_read(
        actor=cast.users[name], subject_type="person", subject_ids=[cast.people[person].uuid], purpose=purpose
    )


def test_a_look_notes_where_and_whom_with_no_further_query(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    case = Case.objects.create(
        code="HBT-1",
        person=cast.an,
        area=cast.ward_b,
        status="confirmed",
        definition_version="x",
        reported_at=at(12),
    )
    with django_assert_num_queries(1):
        look(cast)
    record_read(actor=cast.lab, subject_type="case", subject_ids=[case.uuid], purpose="x")
    record_read(actor=cast.lab, subject_type="unknown", subject_ids=[case.uuid], purpose="x")
    found = ReadLog.objects.order_by("pk").values_list("area_id", "about_id")
    assert list(found) == [(cast.ward_a.pk, cast.an.pk), (cast.ward_b.pk, cast.an.pk), (None, None)]


def test_the_data_officer_searches_every_look(cast: Cast, client_as: Any) -> None:
    look(cast)
    look(cast, "ward_clerk_b", "chi", "Gọi lại")
    client, address = client_as(cast.data_officer), url("log")
    page = text_of(client.get(address))
    for text in (cast.investigator.full_name, "Nguyễn Thị Ngân", "Xem để gọi", "Gọi lại"):
        assert text in page
    assert "Nguyễn Văn An" not in page, "the log says who looked, not what there was to see"
    narrowed = {
        "actor": "Ngân", "subject": cast.chi.uuid, "person": cast.chi.uuid, "area": cast.ward_b.uuid,
        "purpose": "Gọi lại",
    }  # fmt: skip
    for name, value in narrowed.items():
        rows = client.get(address, {name: value}).context["rows"]
        assert [row.actor_name for row, _kind in rows] == ["Nguyễn Thị Ngân"], name
    assert len(client.get(address, {"first": "2021-09-14", "last": "2021-09-14"}).context["rows"]) == 2
    assert not client.get(address, {"first": "2021-09-15", "kind": "person"}).context["rows"]
    assert len(client.get(address, {"area": cast.hbt.uuid}).context["rows"]) == 2, "and all below"
    assert text_of(client.get(address, {"subject": "zzz", "first": "99", "page": "0", "area": "x"}))


def test_reading_the_log_is_on_record_too(cast: Cast, client_as: Any) -> None:
    look(cast)
    client = client_as(cast.data_officer)
    client.get(url("log"), {"actor": "Hà"})
    export = client.get(url("log"), {"format": "csv"})
    assert "Xem để gọi" in b"".join(export.streaming_content).decode()
    deeds = ActionLog.objects.filter(subject_type="log").order_by("id")
    assert [(deed.action, deed.data) for deed in deeds] == [("log_read", {"actor": "Hà"}), ("log_export", {})]


def test_who_looked_at_one_person(cast: Cast, client_as: Any, django_assert_max_num_queries: Any) -> None:
    for _time in range(3):
        look(cast)
    look(cast, "ward_clerk_a", purpose="Sửa hồ sơ")
    client = client_as(cast.data_officer)
    page = text_of(client.post(url("seek"), {"number": "001074000011"}, follow=True))
    assert page.index("Phạm Thu Hà") < page.index("Đặng Tuấn Kiệt"), "most often first"
    assert "Tổ truy vết" in page or "Contact tracer" in page
    with django_assert_max_num_queries(17):
        client.get(url("readers", cast.an.uuid))
    missing = client.post(url("seek"), {"number": "001099999999"}, follow=True)
    assert "không ứng với ai" in text_of(missing)
    sought = ActionLog.objects.filter(action="person.sought")
    assert sought.count() == 2
    assert "001074000011" not in str(list(sought.values_list("data", flat=True)))


def test_a_districts_data_officer_sees_the_districts_log(cast: Cast, client_as: Any) -> None:
    look(cast, "ward_clerk_a", "an")
    look(cast, "ward_clerk_c", "giang")
    user = make_user("officer_hbt", Role.DATA_OFFICER, area=cast.hbt)
    client = client_as(user)
    assert [row.actor_name for row, _kind in client.get(url("log")).context["rows"]] == ["Đặng Tuấn Kiệt"]
    assert not client.get(url("log"), {"area": cast.dongda.uuid}).context["rows"]
    assert client.get(url("readers", cast.giang.uuid)).status_code == 404
    assert is_visible("person", cast.an.uuid, user)
    assert not is_visible("person", cast.giang.uuid, user)
    cast.giang.identifiers.create(kind="citizen", value="001059000777")
    assert client.post(url("seek"), {"number": "001059000777"}).headers["Location"] == url("log")


def test_others_see_no_log(cast: Cast, client_as: Any) -> None:
    for name in ("commander", "ward_clerk_a", "lab", "checkpoint"):
        client = client_as(cast.users[name])
        assert [client.get(url(page)).status_code for page in ("log", "openings", "looks", "files")] == [
            404
        ] * 4


def test_the_log_needs_few_queries(cast: Cast, client_as: Any, django_assert_max_num_queries: Any) -> None:
    for _look in range(60):
        look(cast)
    client = client_as(cast.data_officer)
    client.get(url("log"))
    with django_assert_max_num_queries(20):
        page = text_of(client.get(url("log")))
    assert "1–50" in page


@pytest.mark.parametrize("condition", [{"actor_id": 7}, {"area_id": 7}, {"about_id": 7}, {"purpose": "x"}])
def test_every_way_to_search_has_its_index(cast: Cast, condition: dict[str, Any]) -> None:
    """A page of the log never reads the whole: the planner has an index that serves filter and order."""
    rows = ReadLog.objects.filter(**condition).order_by("-id")[:50]
    names = {index.name: index.fields for index in ReadLog._meta.indexes}
    assert [[*condition, "-id"]] == [fields for fields in names.values() if fields[0] in condition]
    assert rows.query.low_mark == 0
