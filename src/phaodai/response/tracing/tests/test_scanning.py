"""The estimated share of visits that are scanned: beside every list, frozen with the evidence."""

import uuid

import pytest

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import InterviewStop
from phaodai.response.movement.retention import apply_retention
from phaodai.response.tracing.queries.lists import milestone_rates
from phaodai.response.tracing.scanning import estimate, scan_rates
from phaodai.response.tracing.services import seal_ledger, trace_case
from phaodai.response.tracing.tests.factories import contact_of, ten_september, visit
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def told(case, place, start, end) -> None:
    InterviewStop.objects.create(
        uuid=uuid.uuid4(), case=case, day=clock.local_day(start), start_at=start, end_at=end, place=place
    )


def test_an_estimate_is_drawn_towards_its_kind_and_the_city():
    rates = estimate([(1, "market", 8, 2), (2, "market", 0, 0), (3, "shop", 4, 4)], 0.5, 4)
    assert rates.city == 0.5
    assert rates.by_kind["market"] < 0.5 < rates.by_kind["shop"]
    assert rates.by_place[1].rate < rates.by_place[2].rate < rates.by_place[3].rate
    assert rates.of(9, "shop").rate == rates.by_kind["shop"]
    assert rates.of(9, "temple").rate == rates.city
    assert estimate([], 0.7, 4).of(1, "market").rate == 0.7


def test_what_patients_told_is_held_against_the_scans(cast: Cast):
    case = ten_september(cast)
    told(case, cast.canteen, at(10, 7), at(10, 8))
    told(case, cast.canteen, at(11, 7), at(11, 8))
    found = scan_rates(clock.now()).of(cast.canteen.pk, "restaurant")
    assert (found.told, found.seen) == (2, 1)


def test_the_rate_stands_beside_every_list_and_outlives_the_visits(cast: Cast, client_as, settings, tmp_path):
    settings.PHAODAI_TRACE_ENGINE, settings.PHAODAI_HOME = "segments", tmp_path
    case = ten_september(cast)
    told(case, cast.canteen, at(10, 7), at(10, 8))
    seal_ledger(by=SYSTEM_ACTOR)
    trace_case(case=case, by=SYSTEM_ACTOR)
    contact = contact_of(cast.chi)
    before = contact.exposures.get().path
    assert before[0]["scan_told"] == 1
    client = client_as(cast.investigator)
    percent = round(100 * before[0]["scan_rate"])
    sheet = client.get(f"/contacts/cases/{case.uuid}").content.decode()
    assert f"{percent}% lượt đến nơi này được quét" in sheet
    assert "Không tìm thấy không phải là" in sheet
    for path in (f"/contacts/{contact.uuid}", "/contacts/"):
        assert "được quét" in client.get(path).content.decode(), path
    table = b"".join(client.get(f"/contacts/export?format=csv&case={case.uuid}").streaming_content).decode()
    assert f"ước tính {percent}%" in table
    api = client.get(f"/api/v1/contacts?case={case.uuid}").json()["contacts"]
    assert any(node.get("scan_rate") for one in api for reason in one["reasons"] for node in reason["path"])
    assert "lượt đến được quét" in client.get(f"/contacts/places/{cast.canteen.uuid}/panel").content.decode()
    with clock.frozen(at(20, month=10)):
        apply_retention(by=SYSTEM_ACTOR)
        trace_case(case=case, by=SYSTEM_ACTOR)
    assert contact.exposures.get().path == before, "the evidence is the copy, sealed days or not"
    assert contact.exposures.get().withdrawn_at is None
    assert milestone_rates(case)


def test_visitors_between_two_hours(cast: Cast, client_as):
    visit(cast.an, cast.canteen, at(10, 7), at(10, 8))
    visit(cast.chi, cast.canteen, at(10, 9), at(10, 10))
    visit(cast.dung, cast.canteen, at(10, 6), None)
    client = client_as(cast.investigator)
    asked = {"day": "2021-09-10", "reason": "Tìm người ở quán"}
    address = f"/visits/places/{cast.canteen.uuid}/panel"

    def names(**hours) -> set[str]:
        text = client.post(address, {**asked, **hours}).content.decode()
        return {name for name in ("Văn An", "Thị Chi", "Văn Dũng") if name in text}

    assert names() == {"Văn An", "Thị Chi", "Văn Dũng"}
    assert names(since="08:00", until="09:30") == {"Thị Chi", "Văn Dũng"}
    assert names(until="07:00") == {"Văn Dũng"}
    assert client.post(address, {**asked, "since": "09:00", "until": "08:00"}).status_code == 422
