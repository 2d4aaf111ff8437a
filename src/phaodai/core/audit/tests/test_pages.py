from typing import Any
from uuid import uuid4

from django.urls import reverse

from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.core.audit.services import record_read
from tests.cast import Cast


def look(cast: Cast, name: str = "investigator", person: str = "an", kind: str = "person") -> None:
    subject = getattr(cast, person)
    record_read(
        actor=getattr(cast, name), subject_type=kind, subject_ids=[subject.uuid], purpose="Xem để gọi"
    )


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def subject_url(uuid: Any, kind: str = "person") -> str:
    return reverse("audit:subject", args=[kind, uuid])


def test_who_may_see_the_person_sees_who_looked(cast: Cast, client_as: Any) -> None:
    look(cast)
    page = text_of(client_as(cast.ward_clerk_a).get(subject_url(cast.an.uuid)))
    assert "Phạm Thu Hà" in page
    assert "Xem để gọi" in page
    partial = text_of(client_as(cast.ward_clerk_a).get(subject_url(cast.an.uuid), HTTP_HX_REQUEST="true"))
    assert "<html" not in partial


def test_others_see_nothing(cast: Cast, client_as: Any) -> None:
    look(cast)
    for user in (cast.ward_clerk_b, cast.lab, cast.checkpoint):
        client = client_as(user)
        assert client.get(subject_url(cast.an.uuid)).status_code == 404
        assert client.get(subject_url(uuid4())).status_code == 404
        assert client.get(subject_url(cast.an.uuid, "readlog")).status_code == 404
        assert client.get(reverse("audit:log")).status_code == 404


def test_the_data_officer_searches_every_look(cast: Cast, client_as: Any) -> None:
    look(cast)
    look(cast, "ward_clerk_b", "chi")
    client, address = client_as(cast.data_officer), reverse("audit:log")
    page = text_of(client.get(address))
    assert "Phạm Thu Hà" in page
    assert "Nguyễn Thị Ngân" in page
    assert "Nguyễn Văn An" not in page  # the log says who looked, not what there was to see
    assert "Phạm Thu Hà" not in text_of(client.get(address, {"actor": "Ngân"}))
    assert "Nguyễn Thị Ngân" not in text_of(client.get(address, {"subject": cast.an.uuid}))
    assert "Phạm Thu Hà" in text_of(client.get(address, {"first": "2021-09-14", "last": "2021-09-14"}))
    assert "Phạm Thu Hà" not in text_of(client.get(address, {"first": "2021-09-15", "kind": "person"}))
    assert text_of(client.get(address, {"subject": "zzz", "first": "99", "page": "0"}))
    assert text_of(client.get(subject_url(cast.an.uuid)))


def test_reading_the_log_is_on_record_too(cast: Cast, client_as: Any) -> None:
    look(cast)
    client = client_as(cast.data_officer)
    client.get(reverse("audit:log"), {"actor": "Hà"})
    export = client.get(reverse("audit:log"), {"format": "csv"})
    assert "Xem để gọi" in b"".join(export.streaming_content).decode()
    deeds = ActionLog.objects.filter(subject_type="log").order_by("id")
    assert [(deed.action, deed.data) for deed in deeds] == [("log_read", {"actor": "Hà"}), ("log_export", {})]


def test_the_log_needs_few_queries(cast: Cast, client_as: Any, django_assert_max_num_queries: Any) -> None:
    for _look in range(60):
        look(cast)
    client = client_as(cast.data_officer)
    client.get(reverse("audit:log"))
    with django_assert_max_num_queries(16):
        page = text_of(client.get(reverse("audit:log")))
    assert "1–50" in page
    assert ReadLog.objects.count() == 60
