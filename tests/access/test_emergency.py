from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from phaodai.city.oversight import services
from phaodai.city.oversight.models import EmergencyOpening
from phaodai.city.people.models import Person
from phaodai.core import clock
from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.response.cases.models import Case, DeclaredContact
from tests.cast import NOW, Cast, at

REASON = "Cấp cứu 115, cần biết tiền sử cách ly ngay"
CODE = "001059000777"


def url(name: str, *args: Any) -> str:
    return reverse(f"oversight:{name}", args=args)


def text_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return response.content.decode()


@pytest.fixture
def giang(cast: Cast) -> Person:
    """Somebody of another district, with a case and somebody they met."""
    cast.giang.identifiers.create(kind="citizen", value=CODE)
    case = Case.objects.create(
        code="XA-0001", person=cast.giang, area=cast.ward_c, status="confirmed", definition_version="x",
        reported_at=at(12), confirmed_at=at(12),
    )  # fmt: skip
    DeclaredContact.objects.create(case=case, name="Lý Thị Xa", phone="+84900000777")
    return cast.giang


def given(**facts: Any) -> dict[str, Any]:
    return {"number": CODE, "ground": "life", "reason": REASON, **facts}


def test_one_record_opens_for_a_while_and_nothing_else(cast: Cast, giang: Person, client_as: Any) -> None:
    client = client_as(cast.investigator)
    assert client.get(reverse("people:person", args=[giang.uuid])).status_code == 404
    page = text_of(client.post(url("emergency"), given(), follow=True))
    for text in ("Đoàn Quốc Giang", "XA-0001", "Đang mở khẩn cấp", CODE):
        assert text in page
    assert "Lý Thị Xa" not in page
    assert "900000777" not in page
    for address in (
        reverse("people:person", args=[giang.uuid]), reverse("cases:case", args=[Case.objects.get().uuid]),
        f"/api/v1/people/{giang.uuid}",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, "the doors stay as they were"
    for address in ("/people/?q=Giang", "/people/?q=Giang&format=csv", "/cases/?format=csv"):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert "Đoàn Quốc Giang" not in body.decode()
    opening = EmergencyOpening.objects.get()
    read = ReadLog.objects.get()
    assert (read.about_id, read.area_id, read.actor_id) == (giang.pk, giang.area_id, cast.investigator.pk)
    assert REASON in read.purpose
    assert opening.looks == 1


def test_it_closes_by_itself_by_hand_and_with_the_role(cast: Cast, giang: Person, client_as: Any) -> None:
    client = client_as(cast.investigator)
    first = client.post(url("emergency"), given()).headers["Location"]
    with clock.frozen(NOW + timedelta(minutes=31)):
        assert "Đoàn Quốc Giang" not in text_of(client.get(first), 410)
    client.post(f"{first}close")
    with clock.frozen(NOW + timedelta(seconds=2)):
        assert client.get(first).status_code == 410
    other = client_as(cast.health_officer)
    assert other.get(first).status_code == 404, "nobody reads by another's opening"
    opening = services.open_emergency(**given(), by=cast.investigator)
    cast.investigator.grants.update(valid=(at(1), at(2)))
    gone = type(cast.investigator).objects.get(pk=cast.investigator.pk)
    with pytest.raises(PermissionDenied):
        services.read_emergency(opening=opening, by=gone)


def test_only_some_roles_and_only_so_often(cast: Cast, giang: Person, client_as: Any) -> None:
    for name in ("ward_clerk_a", "lab", "admin", "data_officer", "checkpoint"):
        assert client_as(cast.users[name]).get(url("emergency")).status_code == 404
        with pytest.raises(PermissionDenied):
            services.open_emergency(**given(), by=cast.users[name])
    for number in ("000", "+84 900 000 999", "HBT-9999", CODE):
        with pytest.raises(ValidationError):
            services.open_emergency(**given(number=number, reason="ngắn"), by=cast.cdc_officer)
    for number in ("000000000000", "+84 900 000 999", "HBT-9999", "Giang"):
        with pytest.raises(ValidationError) as caught:
            services.open_emergency(**given(number=number), by=cast.investigator)
        assert "number" in caught.value.message_dict
    assert services.open_emergency(**given(number="xa-0001"), by=cast.investigator).person == giang
    with pytest.raises(ValidationError, match="5"):
        services.open_emergency(**given(), by=cast.investigator)
    tried = ActionLog.objects.filter(action="emergency.tried")
    assert tried.count() == 5
    assert not any(CODE in str(deed.data) for deed in tried), "a number that may be somebody's is not kept"


def test_the_data_officer_reviews(cast: Cast, giang: Person, client_as: Any) -> None:
    opener = client_as(cast.investigator)
    opener.post(url("emergency"), given(), follow=True)
    opening = EmergencyOpening.objects.get()
    client = client_as(cast.data_officer)
    assert "Xét lần mở khẩn cấp của Phạm Thu Hà" in text_of(client.get("/"))
    assert REASON in text_of(client.get(url("openings")))
    page = text_of(client.get(url("opening", opening.uuid)))
    assert f"Mở khẩn cấp: {REASON}" in page, "what was read meanwhile"
    review = url("review", opening.uuid)
    assert client.post(review, {"answer": "unjustified", "note": "Không gọi 115"}).status_code == 422
    client.post(
        review, {"answer": "unjustified", "note": "Không gọi 115", "consequence": "Nhắc nhở, báo đơn vị"}
    )
    opening.refresh_from_db()
    assert (opening.conclusion, opening.reviewed_by_id) == ("unjustified", cast.data_officer.pk)
    assert client.post(review, {"answer": "justified", "note": "Xét lại"}).status_code == 422, "once"
    assert "Không có căn cứ" in text_of(opener.get(url("emergency")))
    export = client.get(url("openings"), {"format": "csv"})
    assert "Nhắc nhở" in b"".join(export.streaming_content).decode()
    assert opener.get(url("opening", opening.uuid)).status_code == 404


def test_the_database_guards_the_review(cast: Cast, giang: Person) -> None:
    opening = services.open_emergency(**given(), by=cast.investigator)
    for facts in (
        {"reviewed_by_id": cast.investigator.pk},
        {"conclusion": "justified"},
        {"conclusion": "justified", "reviewed_at": NOW, "reviewed_by_id": cast.data_officer.pk},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            EmergencyOpening.objects.filter(pk=opening.pk).update(**facts)
