from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from phaodai.city.oversight import services
from phaodai.city.oversight.models import UnusualLook
from phaodai.core import clock
from phaodai.core.audit.services import log_action, record_read
from tests.cast import NOW, Cast, at, make_person

DAY = NOW.date()


def look(cast: Cast, name: str, people: list[Any], moment: Any = None) -> None:
    with clock.frozen(moment or NOW):
        record_read(
            actor=cast.users[name],
            subject_type="person",
            subject_ids=[person.uuid for person in people],
            purpose="x",
        )


def found() -> list[tuple[str, str, int, int]]:
    rows = UnusualLook.objects.order_by("rule", "reader_name")
    return [(row.rule, row.reader_name, row.looks, row.people) for row in rows]


@pytest.fixture
def resident(cast: Cast) -> Any:
    """The ward clerk lives in the ward too, in a household with An and Binh."""
    person = make_person(
        "Đặng Tuấn Kiệt",
        cast.ward_a,
        household=cast.an.household,
        address="Ngõ 12, số 7",
        user=cast.ward_clerk_a,
    )
    make_person("Đặng Thị Mơ", cast.ward_a, address="ngõ 12, số 7")
    return person


def test_ordinary_work_raises_no_question(cast: Cast, resident: Any) -> None:
    look(cast, "ward_clerk_a", [cast.hoa, cast.hoa])
    look(cast, "investigator", [cast.an, cast.chi, cast.dung])
    assert services.find_unusual(day=DAY) == 0


def test_oneself_household_family_and_colleagues(cast: Cast, resident: Any) -> None:
    family = resident.area.residents.get(full_name="Đặng Thị Mơ")
    look(cast, "ward_clerk_a", [resident, cast.an, cast.an, family])
    look(cast, "investigator", [resident])
    assert services.find_unusual(day=DAY) == 4
    assert found() == [
        ("colleague", "Phạm Thu Hà", 1, 1),
        ("family", "Đặng Tuấn Kiệt", 1, 1),
        ("self", "Đặng Tuấn Kiệt", 2, 1),
        ("self", "Đặng Tuấn Kiệt", 1, 1),
    ]
    assert services.find_unusual(day=DAY) == 0, "asked once"
    assert set(UnusualLook.objects.values_list("area", flat=True)) == {cast.ward_a.pk}


def test_the_night_and_the_many(cast: Cast, django_assert_max_num_queries: Any) -> None:
    crowd = [make_person(f"Người {number}", cast.ward_a) for number in range(41)]
    look(cast, "investigator", crowd)
    look(cast, "health_officer", crowd)
    with clock.frozen(NOW):
        for person in crowd[:2]:
            log_action(
                actor=cast.health_officer, action="call", subject_type="person", subject_id=person.uuid
            )
    look(cast, "sampler", crowd[:20], at(14, 23))
    look(cast, "sampler", crowd[:19], at(13, 23))
    with django_assert_max_num_queries(14):
        assert services.find_unusual(day=DAY) == 2
    assert found() == [("hours", "Hoàng Thị Yến", 20, 20), ("many", "Phạm Thu Hà", 41, 41)]
    row = UnusualLook.objects.get(rule="many")
    assert row.threshold["confirmed"] is False
    assert row.threshold["value"]["many_people"] == 40


@pytest.fixture
def question(cast: Cast) -> UnusualLook:
    make_person("Ai Đó", cast.ward_a, user=cast.sampler)
    look(cast, "investigator", [cast.sampler.person])
    services.find_unusual(day=DAY)
    return UnusualLook.objects.get()


def test_it_is_answered_or_decided_by_a_signature(cast: Cast, question: UnusualLook, client_as: Any) -> None:
    client, address = client_as(cast.data_officer), reverse("oversight:look", args=[question.uuid])
    assert "Hỏi Phạm Thu Hà về lượt xem bất thường" in client.get("/").content.decode()
    assert "Xem hồ sơ của đồng nghiệp" in client.get(address).content.decode()
    authority = client_as(cast.authority)
    assert authority.get(address).status_code == 404, "not theirs yet"
    assert client.post(f"{address}answer", {"answer": "refer", "note": ""}).status_code == 422
    client.post(f"{address}answer", {"answer": "refer", "note": "Không có việc gì với người này"})
    assert "Kết luận về lượt xem của Phạm Thu Hà" in authority.get("/").content.decode()
    assert "Không có việc gì" in authority.get(address).content.decode()
    assert authority.post(f"{address}decide", {"document": "", "decision": "Nhắc nhở"}).status_code == 422
    authority.post(f"{address}decide", {"document": "QĐ 12", "decision": "Nhắc nhở"})
    question.refresh_from_db()
    assert (question.state, question.decided_by_id) == ("decided", cast.authority.pk)
    assert authority.get(address).status_code == 200
    assert client_as(cast.investigator).get(address).status_code == 404


def test_nobody_answers_for_themselves(cast: Cast, question: UnusualLook) -> None:
    question.reader_id = cast.data_officer.pk
    question.save()
    with pytest.raises(PermissionDenied):
        services.explain_look(look=question, note="Của tôi", by=cast.data_officer)
    with pytest.raises(PermissionDenied):
        services.sign_decision(look=question, document="1", decision="1", by=cast.ward_clerk_a)
    UnusualLook.objects.update(reader_id=1)
    services.explain_look(look=question, note="Có lịch trực", by=cast.data_officer)
    with pytest.raises(ValidationError):
        services.refer_look(look=question, note="Lại", by=cast.data_officer)
    for facts in (
        {"state": "decided"},
        {"state": "decided", "document": "1", "decided_by_id": cast.data_officer.pk},
        {"reviewed_by_id": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            UnusualLook.objects.update(**facts)


def test_the_job_asks_about_yesterday(cast: Cast, question: UnusualLook) -> None:
    UnusualLook.objects.all().delete()
    with clock.frozen(NOW + timedelta(days=1)):
        assert services.find_unusual(day=clock.today() - timedelta(days=1)) == 1
