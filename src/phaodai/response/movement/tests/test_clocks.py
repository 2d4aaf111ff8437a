"""Times of a device whose clock is off: put right or marked by the rule, and never in silence."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from phaodai.city.clients.tests.factories import Phone, enrolled
from phaodai.core import clock
from phaodai.core.gateway.rules.skew import ClockReading, Standing
from phaodai.core.policy.models import PolicyVersion
from phaodai.response.movement import clocks
from phaodai.response.movement.models import Visit, VisitClock
from tests.cast import Cast, at, make_place


@pytest.fixture(autouse=True)
def _the_world_stands_still(monkeypatch):
    """However busy the machine: a second between sending and receiving is a second of difference."""
    moment = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: moment)


@pytest.fixture
def room(cast: Cast):
    return make_place(60, "Cổng khu cách ly", "quarantine_room", cast.ward_b, organization=cast.site)


def line(cast: Cast, room, start, end=None, client_id=None) -> dict[str, str]:
    visit = {
        "client_id": client_id or str(uuid.uuid4()),
        "person": str(cast.chi.uuid),
        "place": room.code,
        "start": start.isoformat(),
    }
    return visit | ({"end": end.isoformat()} if end else {})


def send(phone: Phone, *visits: dict[str, str]) -> dict:
    answer = phone.post("/api/v1/visits/batch", {"visits": list(visits)})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_fast_clock_is_put_right_and_what_was_sent_is_kept(cast: Cast, room, client_as) -> None:
    device, token = enrolled(cast.site_manager, organization=cast.site)
    visit = line(cast, room, at(14, 9, 10), at(14, 9, 40))
    answer = send(Phone(token, fast_s=600), visit)
    assert answer == {
        "accepted": 1,
        "duplicates": 0,
        "rejected": [],
        "clock": {"skew_s": 600, "standing": "corrected"},
    }
    written = Visit.objects.get()
    assert (written.start_at, written.end_at) == (at(14, 9), at(14, 9, 30))
    assert written.recorded_by_id == cast.site_manager.pk
    note = VisitClock.objects.get()
    assert (note.sent_start_at, note.skew_s, note.kept_start_at) == (at(14, 9, 10), 600, at(14, 9))
    panel = client_as(cast.site_manager).get(reverse("movement:device_panel", args=[device.uuid]))
    assert "10 phút" in panel.content.decode()
    assert (
        client_as(cast.health_officer).get(reverse("movement:device_panel", args=[device.uuid])).status_code
        == 200
    )
    assert client_as(cast.lab).get(reverse("movement:device_panel", args=[device.uuid])).status_code == 404


def test_sent_again_after_the_clock_was_set_right_it_is_the_same_visit(cast: Cast, room) -> None:
    _device, token = enrolled(cast.site_manager, organization=cast.site)
    visit = line(cast, room, at(14, 0, 5))  # ten minutes fast: in truth before midnight
    assert send(Phone(token, fast_s=600), visit)["accepted"] == 1
    assert Visit.objects.get().day == at(13).date()
    assert send(Phone(token, fast_s=601), visit)["duplicates"] == 1
    assert Visit.objects.count() == VisitClock.objects.count() == 1


def test_a_refused_visit_keeps_its_place_in_the_batch(cast: Cast, room) -> None:
    _device, token = enrolled(cast.site_manager, organization=cast.site)
    known, bad, good = (line(cast, room, at(14, hour)) for hour in (9, 10, 11))
    send(Phone(token, fast_s=600), known)
    bad["end"] = at(14, 8).isoformat()
    answer = send(Phone(token, fast_s=600), known, bad, good)
    assert (answer["accepted"], answer["duplicates"]) == (1, 1)
    assert answer["rejected"] == [{"client_id": bad["client_id"], "code": "end_before_start"}]
    assert VisitClock.objects.count() == 2


def test_the_rule_may_be_to_mark_only(cast: Cast, room) -> None:
    PolicyVersion.objects.create(
        code="gateway.device_clock", value={"notice_s": 5, "correct_s": 20, "refuse_s": 4000, "mode": "flag"},
        document="QĐ 1", effective_from=at(1).date(), state="approved", confirmed=True,
        proposed_by_id=1, proposed_by_name="x", decided_by_id=2,
        decided_by_name="y", decided_at=at(1), occurred_at=at(1),
    )  # fmt: skip
    _device, token = enrolled(cast.site_manager, organization=cast.site)
    answer = send(Phone(token, fast_s=-60), line(cast, room, at(14, 9)))
    assert answer["clock"] == {"skew_s": -60, "standing": "flagged"}
    assert Visit.objects.get().start_at == at(14, 9)
    assert VisitClock.objects.get().standing == "flagged"


def test_a_good_clock_leaves_no_note(cast: Cast, room) -> None:
    _device, token = enrolled(cast.site_manager, organization=cast.site)
    assert send(Phone(token, fast_s=45), line(cast, room, at(14, 9)))["clock"]["standing"] == "notice"
    assert not VisitClock.objects.exists()


def test_notes_go_with_their_day(cast: Cast, room) -> None:
    reading = ClockReading(timedelta(seconds=600), Standing.CORRECTED)
    device = clocks.DeviceClock(uuid.uuid4(), "x", reading)
    visits = [clocks.VisitInput(uuid.uuid4(), cast.chi.pk, room.pk, at(day, 9)) for day in (12, 13)]
    clocks.record_device_visits(visits=visits, device=device, source="scan", by=cast.site_manager)
    assert clocks.forget_before(at(13).date()) == 1
