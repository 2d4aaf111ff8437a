"""Writing the ledger."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.movement.models import Visit
from phaodai.response.movement.rules import VisitInput
from phaodai.response.movement.services import (
    close_visit,
    record_stay,
    record_visit,
    record_visits,
    undo_visit,
)
from phaodai.response.movement.terms import VisitSource
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def visit(cast: Cast, start, end=None, client_id=None) -> VisitInput:
    return VisitInput(client_id or uuid.uuid4(), cast.an.pk, cast.market.pk, start, end)


def record(cast: Cast, *visits: VisitInput):
    return record_visits(visits=visits, source=VisitSource.SCAN, by=cast.place_keeper)


def test_a_batch_is_written_once_however_often_it_is_sent(cast: Cast) -> None:
    batch = [visit(cast, at(10, 7), at(10, 8)), visit(cast, at(11, 7))]
    first, again = record(cast, *batch), record(cast, *batch)
    assert (first.accepted, first.duplicates) == (2, 0)
    assert (again.accepted, again.duplicates, again.rejected) == (0, 2, [])
    assert Visit.objects.count() == 2


def test_a_visit_twice_in_one_batch_is_one_visit(cast: Cast) -> None:
    once = visit(cast, at(10, 7))
    outcome = record(cast, once, once)
    assert (outcome.accepted, outcome.duplicates) == (1, 1)


def test_bad_visits_are_refused_by_code_and_the_others_written(cast: Cast) -> None:
    bad = {
        "end_before_start": visit(cast, at(10, 8), at(10, 7)),
        "longer_than_a_day": visit(cast, at(10, 8), at(11, 8, 1)),
        "in_the_future": visit(cast, at(14, 17)),
        "too_old": visit(cast, at(14, 23, 59, month=8)),
    }
    outcome = record(cast, *bad.values(), visit(cast, at(15, 0, month=8)))
    assert outcome.accepted == 1
    assert [(one.client_id, one.code) for one in outcome.rejected] == [
        (str(one.client_id), code) for code, one in bad.items()
    ]


def test_a_visit_lies_on_the_local_day_it_began_and_in_whole_seconds(cast: Cast) -> None:
    record(cast, visit(cast, at(10, 23, 30) + timedelta(microseconds=999), at(11, 0, 30)))
    row = Visit.objects.get()
    assert row.day == at(10).date()
    assert row.start_at == at(10, 23, 30)
    assert row.recorded_by_id == cast.place_keeper.pk


def test_nobody_records_without_the_capability(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        record_visits(visits=[], source=VisitSource.SCAN, by=cast.lab)


def test_one_bad_visit_is_an_error_with_its_code(cast: Cast) -> None:
    ids = {"person_id": cast.an.pk, "place_id": cast.market.pk, "source": VisitSource.TYPED}
    with pytest.raises(ValidationError) as wrong:
        record_visit(**ids, start_at=at(10, 8), end_at=at(10, 7), by=cast.place_keeper)
    assert wrong.value.code == "end_before_start"


def test_the_exit_is_written_once_by_whoever_wrote_the_arrival(cast: Cast) -> None:
    arrival = visit(cast, at(14, 14))
    record(cast, arrival)
    key = {"client_id": arrival.client_id, "day": at(14).date()}
    with pytest.raises(PermissionDenied):
        close_visit(**key, end_at=at(14, 15), by=cast.checkpoint)
    with pytest.raises(ValidationError):
        close_visit(**key, end_at=at(14, 13), by=cast.place_keeper)
    close_visit(**key, end_at=at(14, 15), by=cast.place_keeper)
    assert Visit.objects.get().end_at == at(14, 15)
    with pytest.raises(ValidationError):
        close_visit(**key, end_at=at(14, 15, 30), by=cast.place_keeper)


def test_a_slip_is_undone_by_its_writer_for_an_hour(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = visit(cast, at(14, 14)), visit(cast, at(14, 15))
    record(cast, one, other)
    with pytest.raises(PermissionDenied):
        undo_visit(client_id=one.client_id, day=at(14).date(), by=cast.checkpoint)
    undo_visit(client_id=one.client_id, day=at(14).date(), by=cast.place_keeper)
    later = clock.real_now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    with pytest.raises(ValidationError):
        undo_visit(client_id=other.client_id, day=at(14).date(), by=cast.place_keeper)
    assert Visit.objects.get().client_id == other.client_id


def test_a_stay_is_cut_at_midnight_and_can_be_written_day_by_day(cast: Cast) -> None:
    stay = {
        "person_id": cast.an.pk,
        "place_id": cast.home_a.pk,
        "start_at": at(11, 15),
        "source": VisitSource.STAY,
        "by": SYSTEM_ACTOR,
        "client_id": uuid.uuid4(),
    }
    record_stay(**stay, end_at=None)
    record_stay(**stay, end_at=None)
    record_stay(**stay, end_at=at(14, 10))
    pieces = Visit.objects.order_by("start_at").values_list("start_at", "end_at")
    assert list(pieces) == [
        (at(11, 15), at(12)),
        (at(12), at(13)),
        (at(13), at(14)),
        (at(14), at(14, 10)),
    ]
