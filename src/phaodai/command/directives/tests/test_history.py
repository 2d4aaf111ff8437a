"""Random histories of directives, tasks, delegation and amendment: what must hold after every step."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phaodai.command.directives import services
from phaodai.command.directives.models import Assignment, Directive, DirectiveTask, Extension, Report
from phaodai.command.directives.queries import assignments
from phaodai.command.directives.queries.assignments import TaskFilter
from phaodai.command.directives.rules.standing import standing_of, tally
from phaodai.command.directives.services import ReportFields
from phaodai.command.directives.tests.factories import fields, issue, make_draft
from phaodai.core import clock

REFUSALS = (ValidationError, PermissionDenied, Http404)
DEEDS = (
    "issue", "replace", "end", "receive", "progress", "done", "pass_on", "send_back", "accept", "reopen", "delegate",
    "extend", "withdraw", "chase", "rounds",
)  # fmt: skip


class History:
    """The world under test: every deed is tried as whoever may do it; refusals are part of life."""

    def __init__(self, office, now):
        self.office, self.now = office, now
        self.users = {
            office.health.pk: office.health_user, office.ward_a.pk: office.ward_a_user,
            office.ward_b.pk: office.ward_b_user, office.station.pk: office.station_user,
        }  # fmt: skip
        self.reports: set[int] = set()

    def do(self, deed, pick, hours):
        self.now += timedelta(hours=hours)
        with clock.frozen(self.now):
            try:
                with transaction.atomic():
                    getattr(self, deed)(pick)
            except REFUSALS:
                pass
            self.check()

    def _row(self, pick):
        rows = list(Assignment.objects.order_by("pk"))
        if not rows:
            raise Http404
        row = rows[pick % len(rows)]
        return row, self.users[row.unit_id]

    def issue(self, pick, **more):
        office = self.office
        draft = make_draft(office)
        leads = [(office.health,), (office.ward_a,), (office.ward_a, office.ward_b)][pick % 3]
        due = [None, self.now + timedelta(hours=30)][pick % 2]
        extra = {
            "due_at": due,
            "recurrence": ["", "daily"][pick % 2],
            "report_via": [None, office.health][pick % 2],
        }
        services.add_task(directive=draft, fields=fields("việc", *leads, **extra, **more), by=office.clerk)
        issue(office, draft)

    def replace(self, pick):
        old = list(DirectiveTask.objects.filter(state="active", directive__state__in=("issued", "amended")))
        if old:
            self.issue(pick, replaces=old[pick % len(old)])

    def end(self, pick):
        rows = list(Directive.objects.filter(state__in=("issued", "amended")).order_by("pk"))
        if rows:
            services.end_directive(directive=rows[pick % len(rows)], reason="hết", by=self.office.clerk)

    def receive(self, pick):
        row, user = self._row(pick)
        services.receive_task(assignment=row, by=user)

    def progress(self, pick):
        row, user = self._row(pick)
        services.report_progress(assignment=row, fields=ReportFields("đang làm", pick % 100), by=user)

    def done(self, pick):
        row, user = self._row(pick)
        said = ReportFields("xong", explanation=["", "khó"][pick % 2])
        services.report_done(assignment=row, fields=said, by=user)

    def pass_on(self, pick):
        row, _user = self._row(pick)
        services.pass_report_on(assignment=row, remark="", by=self.office.health_user)

    def send_back(self, pick):
        row, _user = self._row(pick)
        services.return_report(assignment=row, reason="thiếu", by=self._giver(row))

    def accept(self, pick):
        row, _user = self._row(pick)
        services.accept_report(assignment=row, by=self._giver(row))

    def reopen(self, pick):
        row, _user = self._row(pick)
        services.reopen_task(assignment=row, reason="chưa", by=self._giver(row))

    def _giver(self, row):
        return self.users[row.parent.unit_id] if row.parent_id else self.office.clerk

    def delegate(self, pick):
        row, user = self._row(pick)
        due = [row.due_at, self.now + timedelta(hours=pick % 60)][pick % 2]
        services.delegate_task(assignment=row, given_to=[self.office.station], due_at=due, by=user)

    def extend(self, pick):
        row, user = self._row(pick)
        asked = services.ask_extension(
            assignment=row, new_due_at=self.now + timedelta(hours=40 + pick % 40), reason="xin", by=user
        )
        services.decide_extension(extension=asked, grant=bool(pick % 3), answer="không", by=self._giver(row))

    def withdraw(self, pick):
        row, _user = self._row(pick)
        services.withdraw_assignment(assignment=row, reason="nhầm", by=self._giver(row))

    def chase(self, pick):
        services.chase_due()

    def rounds(self, pick):
        services.open_due_rounds()

    def check(self):
        self._every_followed_task_has_an_owner()
        self._no_report_is_lost()
        self._overdue_is_counted_the_same_everywhere()
        self._sub_tasks_end_before_their_task()
        granted = Extension.objects.filter(state="granted").values_list("assignment", flat=True)
        assert len(granted) == len(set(granted))

    def _every_followed_task_has_an_owner(self):
        followed = DirectiveTask.objects.filter(state="active", directive__state__in=("issued", "amended"))
        for task in followed:
            assert task.assignments.filter(parent=None).exclude(state="withdrawn").exists()

    def _no_report_is_lost(self):
        kept = set(Report.objects.values_list("pk", flat=True))
        assert self.reports <= kept
        self.reports = kept

    def _overdue_is_counted_the_same_everywhere(self):
        clerk = self.office.clerk
        rows = assignments.visible_rows(clerk, self.now)
        listed = list(assignments.list_assignments(clerk, TaskFilter(standing="open_overdue"), self.now))
        by_unit = assignments.sum_of(assignments.overview(rows))
        by_rule = tally(standing_of(r.state, r.due_at, r.finished_at, self.now) for r in rows)
        assert assignments.total_of(rows) == by_unit == by_rule
        assert len(listed) == by_rule.open_overdue

    def _sub_tasks_end_before_their_task(self):
        for child in Assignment.objects.filter(parent__due_at__isnull=False).exclude(
            state__in=("done", "withdrawn")
        ):
            assert child.due_at is not None
            assert child.due_at <= child.parent.due_at


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(DEEDS), st.integers(0, 99), st.sampled_from((0, 1, 7, 25))),
        min_size=4,
        max_size=18,
    )
)
def test_random_histories(office, steps):
    with transaction.atomic():
        history = History(office, clock.now())
        history.do("issue", 1, 0)
        for deed, pick, hours in steps:
            history.do(deed, pick, hours)
        transaction.set_rollback(True)
