from typing import Any
from uuid import uuid4

from phaodai.city.accounts.services import issue_token
from phaodai.city.people.models import Person
from phaodai.core.audit.queries import actions_on, reads_of
from tests.cast import Cast

ROOT = "/api/v1/people"


def bearer(user: Any) -> dict[str, Any]:
    token = issue_token(user=user, name="test", by=user)
    return {"HTTP_AUTHORIZATION": f"Bearer {token}"}


def test_searching_and_reading(cast: Cast, client: Any) -> None:
    head = bearer(cast.ward_clerk_a)
    found = client.get(ROOT, {"q": "nguyen van an"}, **head).json()
    assert [(row["full_name"], row["phone"]) for row in found] == [("Nguyễn Văn An", "0900 000 101")]
    row = client.get(f"{ROOT}/{cast.an.uuid}", **head).json()
    assert (row["area"], row["is_masked"]) == ("Phường Thanh Nhàn", False)
    assert reads_of("person", cast.an.uuid).get().purpose == "Đọc qua API"


def test_missing_and_forbidden_answer_alike(cast: Cast, client: Any) -> None:
    head = bearer(cast.ward_clerk_b)
    answers = [client.get(f"{ROOT}/{uuid}", **head) for uuid in (cast.an.uuid, uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert client.get(ROOT, {"q": "an"}, **bearer(cast.lab)).status_code == 404
    assert client.get(ROOT).status_code == 401


def test_registering_and_correcting(cast: Cast, client: Any) -> None:
    head = bearer(cast.ward_clerk_a)
    given = {
        "full_name": "Lê Văn Tám",
        "area": str(cast.ward_a.uuid),
        "identifiers": {"citizen": "001080000044"},
    }
    answer = client.post(ROOT, given, content_type="application/json", **head)
    assert answer.status_code == 201
    uuid = answer.json()["uuid"]
    change = {"reason": "Theo CCCD", "birth_year": 1981}
    answer = client.patch(f"{ROOT}/{uuid}", change, content_type="application/json", **head)
    assert answer.json()["birth_year"] == 1981
    person: Any = Person.objects.get(uuid=uuid)
    assert person.identifiers.get().warnings == ["code_year"]
    deeds = actions_on("person", person.uuid)
    assert [deed.actor_name for deed in deeds] == [cast.ward_clerk_a.full_name] * 2
    event = person.events.order_by("-pgh_id").select_related("pgh_context").first()
    assert event.pgh_context.metadata["user"] == cast.ward_clerk_a.pk


def test_refusals_name_the_field(cast: Cast, client: Any) -> None:
    head = bearer(cast.ward_clerk_a)
    given = {
        "full_name": "Lê Văn Tám",
        "area": str(cast.ward_a.uuid),
        "identifiers": {"citizen": "001074000011"},
    }
    answer = client.post(ROOT, given, content_type="application/json", **head)
    assert (answer.status_code, answer.json()["field"]) == (422, "citizen_code")
    answer = client.patch(
        f"{ROOT}/{cast.an.uuid}", {"birth_year": 1}, content_type="application/json", **head
    )
    assert answer.status_code == 422


def test_a_session_writes_with_its_csrf_token_only(cast: Cast, client_as: Any) -> None:
    client = client_as(cast.ward_clerk_a)
    assert client.get(ROOT).status_code == 200
    client.handler.enforce_csrf_checks = True
    answer = client.patch(f"{ROOT}/{cast.an.uuid}", {"reason": "x"}, content_type="application/json")
    assert answer.status_code == 403
