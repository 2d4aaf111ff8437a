"""Contacts by API."""

import uuid

import pytest
from ninja.testing import TestClient

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import Case
from phaodai.response.tracing.api import router
from phaodai.response.tracing.services import trace_case
from phaodai.response.tracing.terms import ContactState
from phaodai.response.tracing.tests.factories import contact_of, ten_september
from tests.cast import Cast

pytestmark = pytest.mark.django_db

client = TestClient(router)


@pytest.fixture
def case(cast: Cast) -> Case:
    row = ten_september(cast)
    trace_case(case=row, by=SYSTEM_ACTOR)
    return row


def test_a_list_with_reasons(cast: Cast, case: Case) -> None:
    answer = client.get(f"?case={case.uuid}&q=chi", user=cast.investigator).json()
    assert answer["total"] == 1
    (contact,) = answer["contacts"]
    assert (contact["name"], contact["state"], contact["tier"]) == ("Lê Thị Chi", "candidate", 1)
    (reason,) = contact["reasons"]
    assert (reason["case"], reason["direct_s"]) == ("HBT-0412", 1200)


def test_a_ward_sees_its_own_and_no_case_of_another(cast: Cast, case: Case) -> None:
    names = [one["name"] for one in client.get("", user=cast.ward_clerk_b).json()["contacts"]]
    assert sorted(names) == ["Lê Thị Chi", "Phạm Văn Dũng"]
    assert client.get(f"?case={case.uuid}", user=cast.ward_clerk_b).status_code == 404
    assert client.get(f"/{contact_of(cast.hoa).uuid}", user=cast.ward_clerk_b).status_code == 404
    assert client.get("", user=cast.lab).status_code == 404


def test_conclusions_all_or_none(cast: Cast, case: Case) -> None:
    ids = [str(contact_of(person).uuid) for person in (cast.chi, cast.hoa)]
    assert client.post("/verify", json={"ids": ids}, user=cast.ward_clerk_b).status_code == 404
    assert (
        client.post("/verify", json={"ids": [*ids, str(uuid.uuid4())]}, user=cast.investigator).status_code
        == 404
    )
    assert contact_of(cast.chi).state == ContactState.CANDIDATE
    assert client.post("/verify", json={"ids": ids}, user=cast.investigator).json() == {"changed": 2}
    assert client.post("/verify", json={"ids": ids}, user=cast.investigator).json() == {"changed": 0}
    asked = {"ids": ids[:1], "reason": "nhầm người"}
    assert client.post("/reject", json=asked, user=cast.investigator).json() == {"changed": 1}
    assert client.post("/reopen", json={"ids": ids}, user=cast.investigator).json() == {"changed": 2}
    assert client.post("/verify", json={"ids": []}, user=cast.investigator).status_code == 422
