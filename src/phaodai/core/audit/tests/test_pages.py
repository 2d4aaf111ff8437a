from typing import Any
from uuid import uuid4

from django.urls import reverse

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
