"""Directives and tasks by API."""

import pytest

from phaodai.city.accounts.services import issue_token
from phaodai.command.directives.tests.factories import assignment_of, one_task


@pytest.fixture
def ask(client):
    def call(user, method, path, body=None):
        token = issue_token(user=user, name="x", by=user)
        more = {"data": body, "content_type": "application/json"} if body is not None else {}
        return getattr(client, method)(
            f"/api/v1/directives{path}", headers={"Authorization": f"Bearer {token}"}, **more
        )

    return call


def test_the_library_and_one_directive(office, ask):
    issued = one_task(office)
    (row,) = ask(office.clerk, "get", "?q=ra soat nguoi").json()
    assert (row["number"], row["issuer"], row["state"]) == (issued.number, "BCD-HBT", "issued")
    found = ask(office.ward_b_user, "get", f"/{issued.uuid}").json()
    assert found["tasks"][0]["lead"] == ["PYT-HBT"]
    assert found["text"] == issued.text


def test_a_unit_receives_and_reports(office, ask):
    row = assignment_of(one_task(office), office.health)
    path = f"/tasks/{row.uuid}"
    assert ask(office.health_user, "post", f"{path}/receive").json()["state"] == "received"
    told = ask(office.health_user, "post", f"{path}/reports", {"text": "đang làm", "percent": 40}).json()
    assert (told["percent"], told["standing"]) == (40, "open_in_time")
    told = ask(office.health_user, "post", f"{path}/reports", {"text": "xong", "is_final": True}).json()
    assert told["state"] == "reported"
    again = ask(office.health_user, "post", f"{path}/reports", {"text": "xong", "is_final": True})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert [one["uuid"] for one in ask(office.clerk, "get", "/tasks?state=reported").json()] == [
        str(row.uuid)
    ]


def test_what_is_out_of_reach_does_not_exist(office, ask):
    row = assignment_of(one_task(office), office.health)
    for method, path in (("get", ""), ("post", "/receive")):
        assert ask(office.ward_b_user, method, f"/tasks/{row.uuid}{path}").status_code == 404
    assert ask(office.ward_b_user, "get", "/tasks").json() == []
