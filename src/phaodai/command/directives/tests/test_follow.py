"""At the unit and above it: reports, evidence, extension, delegation, rounds, chasing."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from phaodai.command.directives import services
from phaodai.command.directives.models import Assignment, Escalation
from phaodai.command.directives.queries.evidence import with_files
from phaodai.command.directives.queries.targets import outcomes_of
from phaodai.command.directives.rules.standing import standing_of
from phaodai.command.directives.services import ReportFields
from phaodai.command.directives.tests.factories import assignment_of, fields, issue, make_draft, one_task
from phaodai.core import clock
from phaodai.core.files.downloads import bytes_of
from phaodai.core.files.tests.makers import png
from tests.cast import at

PICTURE = png()


def standing(row):
    row.refresh_from_db()
    return standing_of(row.state, row.due_at, row.finished_at, clock.now())


def done(row, by, **more):
    return services.report_done(assignment=row, fields=ReportFields("xong", **more), by=by)


@pytest.fixture
def task(office):
    return assignment_of(one_task(office), office.health)


def test_receive_report_accept(office, task):
    services.receive_task(assignment=task, by=office.health_user, handler="Chị Hà")
    services.report_progress(assignment=task, fields=ReportFields("đang làm", 40), by=office.health_user)
    done(task, office.health_user)
    assert standing(task) == "open_in_time"
    with clock.frozen(at(20)):
        services.accept_report(assignment=task, by=office.clerk)
        assert standing(task) == "done_in_time"  # sent in time counts, whenever it was read
    assert (task.handler, task.percent, task.reports.count()) == ("Chị Hà", 100, 2)


def test_nobody_reports_for_another_unit_or_accepts_their_own(office, task):
    with pytest.raises(PermissionDenied):
        services.receive_task(assignment=task, by=office.ward_a_user)
    done(task, office.health_user)
    with pytest.raises(PermissionDenied):
        services.accept_report(assignment=task, by=office.health_user)


def test_a_report_sent_back_is_kept_and_the_task_goes_on(office, task):
    report = done(task, office.health_user)
    services.return_report(assignment=task, reason="thiếu danh sách", by=office.clerk)
    report.refresh_from_db()
    assert (standing(task), task.state, report.state) == ("open_in_time", "returned", "returned")
    done(task, office.health_user)
    services.accept_report(assignment=task, by=office.clerk)
    assert task.reports.count() == 2


def test_late_needs_an_explanation(office, task):
    with clock.frozen(at(18, 9)):
        assert standing(task) == "open_overdue"
        with pytest.raises(ValidationError) as refused:
            done(task, office.health_user)
        assert refused.value.code == "explanation_required"
        done(task, office.health_user, explanation="thiếu người")
        services.accept_report(assignment=task, by=office.clerk)
        assert standing(task) == "done_late"


def test_a_report_passes_through_the_named_unit(office):
    directive = one_task(office, office.ward_a, report_via=office.health)
    row = assignment_of(directive, office.ward_a)
    done(row, office.ward_a_user)
    with pytest.raises(ValidationError):
        services.accept_report(assignment=row, by=office.clerk)
    with pytest.raises(PermissionDenied):
        services.pass_report_on(assignment=row, remark="", by=office.ward_b_user)
    services.return_from_via(assignment=row, reason="thiếu số hộ", by=office.health_user)
    assert standing(row) == "open_in_time"
    report = done(row, office.ward_a_user)
    services.pass_report_on(assignment=row, remark="Đã đối chiếu.", by=office.health_user)
    services.accept_report(assignment=row, by=office.clerk)
    report.refresh_from_db()
    assert (report.state, report.via_text) == ("accepted", "Đã đối chiếu.")


def test_evidence_is_told_by_its_bytes(office, task):
    good = SimpleUploadedFile("Biên bản.exe", PICTURE)
    report = services.report_progress(
        assignment=task, fields=ReportFields("kèm biên bản", files=[good]), by=office.health_user
    )
    (kept,) = with_files([report])[0].files
    assert (kept.name, kept.media_type) == ("Biên bản.exe", "image/png")
    assert bytes_of(kept) == PICTURE
    for bad in (SimpleUploadedFile("a.pdf", b"MZ..."), SimpleUploadedFile("a.exe", b"MZ...")):
        with pytest.raises(ValidationError):
            services.report_progress(
                assignment=task, fields=ReportFields("x", files=[bad]), by=office.health_user
            )
    assert task.reports.count() == 1


def test_one_extension_with_approval(office, task):
    asked = services.ask_extension(
        assignment=task, new_due_at=at(19), reason="chờ vắc xin", by=office.health_user
    )
    with pytest.raises(PermissionDenied):
        services.decide_extension(extension=asked, grant=True, answer="", by=office.health_user)
    services.decide_extension(extension=asked, grant=True, answer="", by=office.clerk)
    task.refresh_from_db()
    assert task.due_at == at(19)
    with pytest.raises(ValidationError) as refused:
        services.ask_extension(assignment=task, new_due_at=at(25), reason="nữa", by=office.health_user)
    assert refused.value.code == "extended_once"


def test_a_refused_extension_changes_nothing(office, task):
    asked = services.ask_extension(assignment=task, new_due_at=at(19), reason="xin", by=office.health_user)
    services.decide_extension(extension=asked, grant=False, answer="Không lùi được.", by=office.chief)
    task.refresh_from_db()
    assert task.due_at == at(17, 23, 59)


def test_sub_tasks_go_down_the_tree_with_earlier_deadlines(office):
    row = assignment_of(one_task(office, office.ward_a), office.ward_a)
    give = {"assignment": row, "given_to": [office.station], "by": office.ward_a_user}
    for wrong in (at(18), None):
        with pytest.raises(ValidationError):
            services.delegate_task(**give, due_at=wrong)
    with pytest.raises(ValidationError):
        services.delegate_task(**give | {"given_to": [office.ward_b]}, due_at=at(16))
    (child,) = services.delegate_task(**give, due_at=at(16, 23, 59), action="lập danh sách tổ 1")
    with pytest.raises(ValidationError):
        done(row, office.ward_a_user)
    done(child, office.station_user)
    services.accept_report(assignment=child, by=office.ward_a_user)
    done(row, office.ward_a_user)
    assert standing(child) == "done_in_time"


def test_the_database_keeps_sub_tasks_under_their_task(office):
    row = assignment_of(one_task(office, office.ward_a), office.ward_a)
    (child,) = services.delegate_task(
        assignment=row, given_to=[office.station], due_at=at(16), by=office.ward_a_user
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=child.pk).update(due_at=at(19))
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=row.pk).update(due_at=at(15))


def test_a_recurring_task_opens_its_next_round_once(office):
    row = assignment_of(one_task(office, recurrence="daily", due=at(14, 20)), office.health)
    done(row, office.health_user)
    services.accept_report(assignment=row, by=office.clerk)
    assert services.open_next_round(row) is None
    second = Assignment.objects.get(round=2)
    assert second.due_at == at(15, 20)
    with clock.frozen(at(17, 8)):
        assert services.open_due_rounds() == 2
        assert services.open_due_rounds() == 0
    assert list(Assignment.objects.order_by("round").values_list("round", flat=True)) == [1, 2, 3, 4]


def test_the_ladder_is_climbed_once(office, task):
    assert services.chase_due() == 0
    with clock.frozen(at(17, 12)):
        assert (services.chase_due(), services.chase_due()) == (1, 0)
    with clock.frozen(at(19, 12)):
        assert services.chase_due() == 2
    with clock.frozen(at(22, 12)):
        assert services.chase_due() == 1
    told = list(Escalation.objects.order_by("rung").values_list("rung", "to_unit__code"))
    assert told == [("0", "PYT-HBT"), ("1", "PYT-HBT"), ("2", "UBND-HBT"), ("3", "BCD-HBT")]


def test_what_was_reported_in_time_is_not_chased(office, task):
    done(task, office.health_user)
    with clock.frozen(at(22)):
        assert services.chase_due() == 0


def test_an_extended_task_is_chased_by_its_new_deadline(office, task):
    with clock.frozen(at(17, 12)):
        services.chase_due()
        asked = services.ask_extension(
            assignment=task, new_due_at=at(20), reason="xin", by=office.health_user
        )
        services.decide_extension(extension=asked, grant=True, answer="", by=office.clerk)
    with clock.frozen(at(18, 12)):
        assert services.chase_due() == 0
    with clock.frozen(at(19, 12)):
        assert services.chase_due() == 1


def test_the_last_owner_is_not_taken_away(office, task):
    with pytest.raises(ValidationError) as refused:
        services.withdraw_assignment(assignment=task, reason="thôi", by=office.clerk)
    assert refused.value.code == "last_owner"


def test_taking_back_takes_what_was_handed_on(office):
    row = assignment_of(one_task(office, office.ward_a, office.ward_b), office.ward_a)
    services.delegate_task(assignment=row, given_to=[office.station], due_at=at(16), by=office.ward_a_user)
    services.withdraw_assignment(assignment=row, reason="giao nhầm", by=office.clerk)
    assert set(Assignment.objects.filter(unit__in=[office.ward_a, office.station]).values_list("state")) == {
        ("withdrawn",)
    }


def test_a_failed_duty_is_recorded_by_capability(office, task):
    with pytest.raises(PermissionDenied):
        services.record_failed_duty(assignment=task, finding="chậm", by=office.clerk)
    services.record_failed_duty(assignment=task, finding="Phê bình Trưởng phòng.", by=office.chief)
    task.refresh_from_db()
    assert task.failed_duty_by_name == "Lã Quang Huy"


def test_done_against_a_missed_target_needs_a_reason(office):
    draft_fields = services.targets.TargetFields("Chỗ cách ly", goal=3000, unit="chỗ")
    from_draft = one_task_with_target(office, draft_fields)
    row = assignment_of(from_draft, office.health)
    for figure in (None, 2500):
        with pytest.raises(ValidationError) as refused:
            done(row, office.health_user, figure=figure)
        assert refused.value.code == "target_missed"
    done(row, office.health_user, figure=2500, missed_reason="Trường học chưa bàn giao.")
    services.return_report(assignment=row, reason="đếm lại", by=office.clerk)
    Assignment.objects.filter(pk=row.pk).update(missed_reason="")
    done(row, office.health_user, figure=3000)


def one_task_with_target(office, target):
    draft = make_draft(office)
    task = services.add_task(
        directive=draft,
        fields=fields("chuẩn bị chỗ", office.health, due_at=at(15) + timedelta(days=1)),
        by=office.clerk,
    )
    services.add_target(task=task, fields=target, by=office.clerk)
    return issue(office, draft)


def test_a_target_bound_to_an_indicator_is_measured_where_the_unit_sits(office):
    given = {"unit": "%", "denominator": "population", "indicator": "cases.new", "counts_from": at(1).date()}
    directive = one_task_with_target(office, services.targets.TargetFields("Ca mới", goal=1, **given))
    row = assignment_of(directive, office.health)
    (line,) = outcomes_of(row, clock.now())
    assert (line.outcome.measured, line.outcome.base, line.outcome.is_met) == (0, 315_900, False)
    with pytest.raises(ValidationError) as refused:
        done(row, office.health_user, figure=1)
    assert refused.value.code == "target_missed"


def test_a_unit_has_its_own_figure(office):
    given = services.targets.TargetFields("Chỗ", goal=3000, upper=5000, shares={office.health: 500})
    row = assignment_of(one_task_with_target(office, given), office.health)
    (line,) = outcomes_of(row, clock.now(), said=500)
    assert (line.outcome.goal, line.outcome.is_met) == (500, True)
