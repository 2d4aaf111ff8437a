"""The batch as devices send it."""

import uuid

import pytest
from ninja.testing import TestClient

from phaodai.city.places.qr import place_token
from phaodai.response.movement.api import MAX_BATCH, router
from phaodai.response.movement.envelope import SentVisit, take_batch
from phaodai.response.movement.models import Visit
from phaodai.response.movement.references import read_reference
from phaodai.response.movement.terms import VisitSource
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def sent(cast: Cast, **changes) -> SentVisit:
    visit = {
        "client_id": str(uuid.uuid4()),
        "person": str(cast.an.uuid),
        "place": str(cast.canteen.uuid),
        "start": "2021-09-10T07:10:00+07:00",
        "end": None,
    }
    return SentVisit(**{**visit, **changes})


def test_each_unusable_visit_is_refused_by_code(cast: Cast) -> None:
    bad = {
        "bad_client_id": sent(cast, client_id="7"),
        "unknown_person": sent(cast, person=str(uuid.uuid4())),
        "unknown_place": sent(cast, place=cast.market.code),
        "bad_time": sent(cast, start="2021-09-10T07:10:00"),
        "in_the_future": sent(cast, start="2021-09-15T07:10:00+07:00"),
        "too_old": sent(cast, start="2021-06-15T07:10:00+07:00"),
    }
    batch = [*bad.values(), sent(cast)]
    outcome = take_batch(sent=batch, source=VisitSource.SCAN, by=cast.place_keeper)
    assert {one.client_id: one.code for one in outcome.rejected} == {
        one.client_id: code for code, one in bad.items()
    }
    assert (outcome.accepted, outcome.duplicates) == (1, 0)


def test_the_number_of_queries_does_not_grow_with_the_batch(
    cast: Cast, django_assert_max_num_queries
) -> None:
    batch = [sent(cast, person=["001074000011", str(cast.chi.uuid)][n % 2]) for n in range(300)]
    with django_assert_max_num_queries(14):
        outcome = take_batch(sent=batch, source=VisitSource.SCAN, by=cast.place_keeper)
    assert outcome.accepted == 300


@pytest.mark.parametrize("rubbish", ["", " ", "\x00", "PD1.a.b.c", "|||||", "x" * 5000, "1" * 40])
def test_rubbish_is_no_reference(rubbish: str) -> None:
    read = read_reference(rubbish)
    assert read.uuid is None
    assert "\x00" not in read.code


def test_our_own_poster_is_a_reference(cast: Cast) -> None:
    token = place_token(cast.canteen)
    assert read_reference(token).code == cast.canteen.code


class Asked:
    """The API's test client, signed in as somebody."""

    def __init__(self, user) -> None:
        self.client, self.user = TestClient(router), user

    def post(self, visits: list) -> object:
        return self.client.post("/batch", json={"visits": visits}, user=self.user)


def test_the_answer_has_the_shape_of_the_contract(cast: Cast) -> None:
    visit = vars_of(sent(cast))
    asked = Asked(cast.place_keeper)
    assert asked.post([visit]).json() == {"accepted": 1, "duplicates": 0, "rejected": []}
    bad = {**visit, "client_id": "x"}
    assert asked.post([visit, bad]).json() == {
        "accepted": 0,
        "duplicates": 1,
        "rejected": [{"client_id": "x", "code": "bad_client_id"}],
    }
    assert Visit.objects.count() == 1


def test_too_many_at_once_are_refused_whole(cast: Cast) -> None:
    visit = vars_of(sent(cast))
    assert Asked(cast.place_keeper).post([visit] * (MAX_BATCH + 1)).status_code == 422
    assert not Visit.objects.exists()


def vars_of(visit: SentVisit) -> dict:
    return {name: getattr(visit, name) for name in ("client_id", "person", "place", "start", "end")}
