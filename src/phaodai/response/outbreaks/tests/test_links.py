"""Likely sources, the queue, and conclusions about links."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.models import ActionLog, ReadLog
from phaodai.core.events.services import run_pending_steps
from phaodai.response.cases.services import discard_case
from phaodai.response.cases.terms import CaseStatus, SourceStatus
from phaodai.response.outbreaks import services
from phaodai.response.outbreaks.models import LinkDecision, TransmissionLink
from phaodai.response.outbreaks.queries.queue import QueueFilter, queue, queue_lines, unlinked
from phaodai.response.outbreaks.queries.sources import case_for, computed_sources, sources_page
from phaodai.response.outbreaks.tests.factories import make_case, three_cases
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def codes(page):
    return [line.case.code for line in page.lines]


def test_the_three_likeliest_with_reasons_and_outside_sum_to_one(cast: Cast):
    _an, chi, dung = three_cases(cast)
    page = sources_page(cast.investigator, chi)
    assert codes(page)[0] == "HBT-0001"
    assert page.lines[0].days == 4
    assert page.lines[0].reasons[0].path
    total = sum(line.probability for line in page.lines) + page.others + page.outside
    assert total == pytest.approx(1)
    assert codes(sources_page(cast.investigator, dung))[0] == "HBT-0002"


def test_the_first_case_has_nobody_before_it(cast: Cast):
    an, _chi, _dung = three_cases(cast)
    page = sources_page(cast.investigator, an)
    assert page.outside > 0.5, "whoever met it later fell ill later"


def test_the_queue_holds_cases_without_a_source_and_filters(cast: Cast, django_assert_max_num_queries):
    an, chi, dung = three_cases(cast)
    make_case(cast.hoa, "HBT-0009", 10, is_imported=True)
    make_case(cast.giang, "DD-0001", 10)
    now = clock.now()
    rows = list(queue(cast.investigator, QueueFilter(), now))
    assert [row.code for row in rows] == ["HBT-0001", "HBT-0002", "HBT-0003"]
    assert [row.code for row in queue(cast.investigator, QueueFilter(days="6"), now)] == ["HBT-0001"]
    assert [row.code for row in queue(cast.investigator, QueueFilter(q="chi"), now)] == ["HBT-0002"]
    ward = str(cast.ward_a.uuid)
    assert [row.code for row in queue(cast.investigator, QueueFilter(area=ward), now)] == ["HBT-0001"]
    with django_assert_max_num_queries(8):
        computed, cases = computed_sources(now)
        lines = queue_lines(rows, computed, cases, now)
    assert lines[1].best == an
    assert lines[2].best == chi
    assert dung.pk in cases


def test_a_confirmed_link_fixes_the_graph_and_can_be_taken_back(cast: Cast):
    an, chi, _dung = three_cases(cast)
    by = cast.investigator
    link = services.confirm_link(infected=chi, infector=an, reason="Ngồi cùng bàn", by=by)
    chi.refresh_from_db()
    assert chi.source_status == SourceStatus.KNOWN
    assert (link.setting, link.where, link.days) == ("place", "Quán bún số 12", 4)
    assert link.path, "the evidence is kept with the link"
    assert chi not in unlinked(by)
    page = sources_page(by, chi)
    assert page.is_settled
    assert [line.probability for line in page.lines] == [1.0]
    services.reopen_link(infected=chi, infector=an, reason="Nhầm người", by=by)
    chi.refresh_from_db()
    assert chi.source_status == SourceStatus.INVESTIGATING
    assert [one.to_state for one in LinkDecision.objects.all()] == ["confirmed", "open"]
    assert ActionLog.objects.filter(action="link_confirmed", subject_id=chi.uuid).count() == 1
    assert chi in unlinked(by)


def test_one_ruled_out_no_longer_counts(cast: Cast):
    an, chi, _dung = three_cases(cast)
    services.reject_link(infected=chi, infector=an, reason="Đã âm tính trước đó", by=cast.investigator)
    page = sources_page(cast.investigator, chi)
    assert "HBT-0001" not in codes(page)
    assert [link.infector for link in page.rejected] == [an]


def test_what_cannot_be_is_refused(cast: Cast):
    an, chi, dung = three_cases(cast)
    by = cast.investigator
    confirm = services.confirm_link
    with pytest.raises(ValidationError):
        confirm(infected=chi, infector=an, reason=" ", by=by)
    confirm(infected=chi, infector=an, reason="x", by=by)
    for infected, infector, code in ((chi, dung, "taken"), (an, chi, "circle"), (an, an, "itself")):
        with pytest.raises(ValidationError) as refused:
            confirm(infected=infected, infector=infector, reason="x", by=by)
        assert refused.value.code == code
    imported = make_case(cast.hoa, "HBT-0009", 12, is_imported=True)
    with pytest.raises(ValidationError) as refused:
        confirm(infected=imported, infector=an, reason="x", by=by)
    assert refused.value.code == "imported"
    with pytest.raises(PermissionDenied):
        confirm(infected=dung, infector=chi, reason="x", by=cast.ward_clerk_b)
    far = make_case(cast.giang, "DD-0001", 10)
    with pytest.raises(PermissionDenied):
        confirm(infected=dung, infector=far, reason="a case nobody here may know of", by=by)
    assert TransmissionLink.objects.standing().count() == 1


def test_a_discarded_case_takes_its_links_back(cast: Cast):
    an, chi, _dung = three_cases(cast)
    services.confirm_link(infected=chi, infector=an, reason="x", by=cast.investigator)
    discard_case(case=an, reason="Nhầm ống", by=SYSTEM_ACTOR)
    run_pending_steps(limit=200)
    chi.refresh_from_db()
    assert TransmissionLink.objects.get().state == "open"
    assert chi.source_status == SourceStatus.INVESTIGATING
    assert services.withdraw_links(case=an, by=SYSTEM_ACTOR) == 0, "safe to repeat"


def test_a_case_elsewhere_shows_its_code_only(cast: Cast):
    an, chi, _dung = three_cases(cast)
    type(an).objects.filter(pk=an.pk).update(area=cast.ward_c)
    (line, *_rest) = sources_page(cast.investigator, chi).lines
    assert (line.case.code, line.is_open) == ("HBT-0001", False)
    services.confirm_link(infected=chi, infector=an, reason="Theo phường bạn", by=cast.investigator)
    assert TransmissionLink.objects.standing().count() == 1
    with pytest.raises(Http404):
        case_for(cast.investigator, an.uuid)


def test_a_look_at_sources_is_on_record(cast: Cast, client_as):
    _an, chi, _dung = three_cases(cast)
    client = client_as(cast.investigator)
    for address in (f"/outbreaks/cases/{chi.uuid}/sources", f"/outbreaks/cases/{chi.uuid}/panel"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "HBT-0001" in answer.content.decode()
    assert ReadLog.objects.filter(subject_id=chi.uuid, purpose="Nguồn lây").count() == 1


def test_the_page_concludes_and_takes_back(cast: Cast, client_as):
    an, chi, dung = three_cases(cast)
    client = client_as(cast.investigator)
    address = f"/outbreaks/cases/{chi.uuid}/links/{an.uuid}"
    assert client.post(address, {"deed": "confirm", "reason": ""}).status_code == 302
    assert not TransmissionLink.objects.standing().exists()
    assert client.post(address, {"deed": "other", "reason": "x"}).status_code == 302
    client.post(address, {"deed": "confirm", "reason": "Cùng bàn"})
    assert TransmissionLink.objects.standing().get().infector == an
    page = client.get(f"/outbreaks/cases/{chi.uuid}/sources").content.decode()
    assert "Cùng bàn" in page
    client.post(address, {"deed": "reopen", "reason": "Nhầm"})
    assert not TransmissionLink.objects.standing().exists()
    named = f"/outbreaks/cases/{dung.uuid}/name"
    assert client.post(named, {"code": "XX-9999", "reason": "x"}).status_code == 422
    assert client.post(named, {"code": "hbt-0002", "reason": "Lời kể"}).status_code == 302
    assert TransmissionLink.objects.standing().get().infected == dung


def test_the_queue_page_and_its_files(cast: Cast, client_as):
    three_cases(cast)
    client = client_as(cast.investigator)
    page = client.get("/outbreaks/unlinked?sort=-age").content.decode()
    assert page.index("HBT-0003") < page.index("HBT-0001")
    body = b"".join(client.get("/outbreaks/unlinked?format=csv").streaming_content).decode()
    assert "HBT-0002" in body
    assert client.get("/outbreaks/unlinked?q=zzz&area=nonsense").status_code == 200
    assert client_as(cast.sampler).get("/outbreaks/unlinked").status_code == 404


def test_the_api_says_the_same(cast: Cast, client_as):
    an, chi, _dung = three_cases(cast)
    client = client_as(cast.investigator)
    listed = client.get("/api/v1/outbreaks/unlinked").json()
    assert listed["total"] == 3
    assert listed["cases"][1]["likeliest"] == "HBT-0001"
    address = f"/api/v1/outbreaks/cases/{chi.uuid}/sources"
    found = client.get(address).json()
    assert found["sources"][0]["code"] == "HBT-0001"
    said = client.post(
        address, {"infector": str(an.uuid), "deed": "confirm", "reason": "x"}, content_type="application/json"
    )
    assert (said.status_code, said.json()["confirmed"]) == (200, "HBT-0001")
    Case = type(chi)
    Case.objects.filter(pk=an.pk).update(status=CaseStatus.DISCARDED, closed_at=clock.now())
    assert client.get(address).json()["confirmed"] in ("", "HBT-0001")
