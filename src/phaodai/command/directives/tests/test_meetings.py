"""Meetings: what is carried over, what is decided, the next directive."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from phaodai.command.directives import services
from phaodai.command.directives.models import Assignment
from phaodai.command.directives.queries.meetings import subjects_of
from phaodai.command.directives.services import ReportFields, meetings
from phaodai.command.directives.services.meetings import DecisionFields
from phaodai.command.directives.tests.factories import assignment_of, issue, one_task
from phaodai.core import clock
from tests.cast import at


def call(office, moment=None):
    return meetings.call_meeting(
        host=office.issuer, title="Giao ban sáng", held_at=moment or at(15, 7), by=office.clerk
    )


def on_agenda(meeting):
    return [(item.assignment.unit, item.standing) for item in meeting.agenda.all()]


def test_the_agenda_carries_over_what_is_open_overdue_first(office):
    late = one_task(office, office.ward_a, due=at(13))
    one_task(office, office.ward_b, due=at(16))
    finished = assignment_of(one_task(office, office.health), office.health)
    services.report_done(assignment=finished, fields=ReportFields("xong"), by=office.health_user)
    services.accept_report(assignment=finished, by=office.clerk)
    meeting = call(office)
    assert on_agenda(meeting) == [(office.ward_a, "open_overdue"), (office.ward_b, "open_in_time")]
    services.end_directive(directive=late, reason="xong", by=office.clerk)
    assert on_agenda(call(office, at(16, 7))) == [(office.ward_b, "open_in_time")]


def test_renewing_adds_what_has_become_open_and_keeps_what_stood(office):
    meeting = call(office)
    one_task(office, office.ward_a)
    meetings.renew_agenda(meeting=meeting, by=office.clerk)
    meetings.renew_agenda(meeting=meeting, by=office.clerk)
    assert len(on_agenda(meeting)) == 1


def test_decisions_become_the_next_directive(office):
    row = assignment_of(one_task(office, office.ward_a, due=at(13)), office.ward_a)
    meeting = call(office)
    meetings.take_decision(
        meeting=meeting, by=office.clerk,
        fields=DecisionFields("hoàn thành danh sách hộ khó khăn.", [office.ward_a], at(16, 17), about=row),
    )  # fmt: skip
    meetings.take_decision(
        meeting=meeting, fields=DecisionFields("trực 24/7", [office.ward_a, office.ward_b]), by=office.clerk
    )
    meetings.close_meeting(meeting=meeting, minutes="Đã nghe báo cáo.", present="", by=office.clerk)
    draft = meetings.draft_conclusion(meeting=meeting, by=office.clerk)
    first, second = draft.tasks.all()
    assert draft.text[first.start : first.end].startswith("1. Giao UBND phường Thanh Nhàn hoàn thành")
    assert second.units.count() == 2
    with pytest.raises(ValidationError):
        meetings.draft_conclusion(meeting=meeting, by=office.clerk)
    issue(office, draft)
    row.refresh_from_db()
    assert row.state == "withdrawn"
    assert Assignment.objects.get(continues=row).due_at == at(16, 17)


def test_only_the_hosts_office_calls_and_minutes(office):
    with pytest.raises(PermissionDenied):
        meetings.call_meeting(host=office.issuer, title="x", held_at=at(15), by=office.ward_a_user)
    meeting = call(office)
    with pytest.raises(ValidationError):
        call(office)
    meetings.close_meeting(meeting=meeting, minutes="Xong.", present="", by=office.clerk)
    with pytest.raises(ValidationError):
        meetings.add_subject(meeting=meeting, subject="thêm", by=office.clerk)


def test_the_pages_of_a_meeting(office, client_as):
    one_task(office, office.ward_a, due=at(13))
    desk = client_as(office.clerk)
    data = {"host": office.issuer.pk, "title": "Giao ban chiều", "held_at": "2021-09-15T07:00"}
    answer = desk.post(reverse("directives:meetings"), data)
    page = answer["Location"]
    assert "Quá hạn" in desk.get(page).content.decode()
    desk.post(f"{page}subjects/", {"subject": "Vắc xin đợt 6"})
    desk.post(f"{page}decisions/", {"text": "báo cáo hằng ngày", "leads": "UBND các phường"})
    desk.post(f"{page}minutes/", {"minutes": "Đã họp.", "present": "đủ"})
    desk.post(f"{page}conclusion/")
    shown = desk.get(page).content.decode()
    assert "Vắc xin đợt 6" in shown
    assert "báo cáo hằng ngày" in shown
    assert office.issuer.directives.filter(state="draft").count() == 1
    assert client_as(office.ward_a_user).get(page).status_code == 404
    assert clock.now() == at(14, 16)


def test_units_that_stand_alike_are_one_subject(office):
    one_task(office, office.ward_b, due=at(16))
    item = call(office).agenda.first()
    alike = [(item, "open_in_time"), (item, "open_in_time"), (item, "open_overdue")]
    assert [(len(one.items), one.standing) for one in subjects_of(alike)] == [
        (2, "open_in_time"), (1, "open_overdue"),
    ]  # fmt: skip
