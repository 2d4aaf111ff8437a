"""At the unit: receive, report with evidence, explain; above it: pass on, send back, accept, reopen."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.command.directives.models import Assignment, Report
from phaodai.command.directives.queries.targets import outcomes_of
from phaodai.command.directives.queries.units import own_units
from phaodai.command.directives.rules.moves import AssignmentMove
from phaodai.command.directives.rules.standing import standing_of
from phaodai.command.directives.rules.targets import needs_reason
from phaodai.command.directives.services.evidence import keep_files
from phaodai.command.directives.services.moves import (
    ASSIGNMENT_RELATED,
    lock_as_follower,
    lock_assignment,
    move_assignment,
)
from phaodai.command.directives.services.recur import open_next_round
from phaodai.command.directives.terms import AssignmentState, ReportKind, ReportState, Standing
from phaodai.command.directives.texts import refuse, require_reason, require_text
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action

REPORT = "directives.report"


@transaction.atomic
def receive_task(*, assignment: Assignment, by: Any, handler: str = "") -> Assignment:
    """The unit has taken note; safe to repeat. ``handler`` is who does it inside the unit.

    Raises:
        PermissionDenied: ``by`` does not act for the unit.
    """
    row = lock_assignment(assignment, by, REPORT)
    if row.state != AssignmentState.NEW:
        return row
    return move_assignment(
        row, AssignmentMove.RECEIVE, by=by, received_at=clock.now(), received_by_name=actor_name(by),
        handler=handler.strip()[:200],
    )  # fmt: skip


@dataclass(frozen=True)
class ReportFields:
    """What a unit says. ``explanation`` is needed when it is late, ``missed_reason`` when a target is missed."""

    text: str
    percent: int | None = None
    figure: Decimal | None = None
    files: "list[UploadedFile[Any]]" = field(default_factory=list)
    explanation: str = ""
    missed_reason: str = ""


@transaction.atomic
def report_progress(*, assignment: Assignment, fields: ReportFields, by: Any) -> Report:
    """How far the unit is. A task not yet received counts as received.

    Raises:
        PermissionDenied: ``by`` does not act for the unit.
        ValidationError: the task is closed or waits for an answer; no text; a file that is not accepted.
    """
    row = lock_assignment(assignment, by, REPORT)
    move_assignment(row, AssignmentMove.PROGRESS, by=by, **_received(row, by), **_progress(fields))
    return _write_report(row, ReportKind.PROGRESS, ReportState.SENT, fields, by)


def _received(row: Assignment, by: Any) -> dict[str, Any]:
    return {} if row.received_at else {"received_at": clock.now(), "received_by_name": actor_name(by)}


def _progress(fields: ReportFields) -> dict[str, Any]:
    return {} if fields.percent is None else {"percent": max(0, min(100, fields.percent))}


@transaction.atomic
def report_done(*, assignment: Assignment, fields: ReportFields, by: Any) -> Report:
    """The unit says it is done. The report goes to the unit it must pass through, else to whoever gave the task.

    Raises:
        PermissionDenied: ``by`` does not act for the unit.
        ValidationError: the task is closed or waits for an answer; late without an explanation; sub-tasks still
            open without one; a target missed without a reason; no text; a file that is not accepted.
    """
    row = lock_assignment(assignment, by, REPORT)
    _require_explanation(row, fields)
    _require_targets(row, fields)
    move_assignment(
        row, AssignmentMove.FINISH, by=by, finished_at=clock.now(), percent=100, **_received(row, by),
        **_explained(row, fields),
        missed_reason=fields.missed_reason.strip() or row.missed_reason,
    )  # fmt: skip
    state = ReportState.AT_VIA if row.state == AssignmentState.AT_VIA else ReportState.SENT
    return _write_report(row, ReportKind.FINAL, state, fields, by)


def _require_explanation(row: Assignment, fields: ReportFields) -> None:
    if fields.explanation.strip() or row.explanation:
        return
    if standing_of(row.state, row.due_at, None, clock.now()) == Standing.OPEN_OVERDUE:
        raise refuse("explanation_required", _("The task is overdue: explain why."))
    if row.children.exclude(state__in=("done", "withdrawn")).exists():
        raise refuse(
            "explanation_required", _("Sub-tasks are still open: explain why it is done all the same.")
        )


def _require_targets(row: Assignment, fields: ReportFields) -> None:
    if fields.missed_reason.strip() or row.missed_reason or row.parent_id is not None:
        return
    if needs_reason([line.outcome for line in outcomes_of(row, clock.now(), said=fields.figure)]):
        raise refuse("target_missed", _("A target is not reached, or nobody knows: give the reason."))


def _explained(row: Assignment, fields: ReportFields) -> dict[str, Any]:
    if not fields.explanation.strip():
        return {}
    return {"explanation": fields.explanation.strip(), "explained_at": clock.now()}


def _write_report(row: Assignment, kind: str, state: str, fields: ReportFields, by: Any) -> Report:
    report = Report.objects.create(
        assignment=row, kind=kind, state=state, text=require_text(fields.text), percent=row.percent,
        figure=fields.figure, by_id=getattr(by, "pk", None), by_name=actor_name(by), occurred_at=clock.now(),
    )  # fmt: skip
    keep_files(report, fields.files, by)
    return report


@transaction.atomic
def explain_delay(*, assignment: Assignment, explanation: str, by: Any) -> Assignment:
    """The unit says why it is late, before it is done.

    Raises:
        PermissionDenied: ``by`` does not act for the unit.
        ValidationError: no words, or the task is closed.
    """
    row = lock_assignment(assignment, by, REPORT)
    if row.state in ("done", "withdrawn"):
        raise refuse("closed", _("The task is closed."))
    row.explanation, row.explained_at = require_text(explanation), clock.now()
    row.save(update_fields=["explanation", "explained_at"])
    log_action(actor=by, action="task_explain", subject_type="assignment", subject_id=row.uuid)
    return row


def _lock_at_via(assignment: Assignment, by: Any) -> Assignment:
    """The assignment whose report waits at a unit ``by`` acts for."""
    units = Assignment.objects.filter(via__in=own_unit_ids(by), pk=assignment.pk)
    row = units.select_related(*ASSIGNMENT_RELATED).select_for_update(of=("self",)).first()
    if row is None:
        raise PermissionDenied
    return row


def own_unit_ids(by: Any) -> Any:
    """Ids of the units ``by`` reports for, as a sub-select."""
    return own_units(by, REPORT).values("pk")


def _open_report(row: Assignment) -> Report:
    return row.reports.select_for_update().get(kind=ReportKind.FINAL, state__in=("sent", "at_via"))


@transaction.atomic
def pass_report_on(*, assignment: Assignment, remark: str, by: Any) -> Report:
    """The unit a report passes through sends it on, with what it adds.

    Raises:
        PermissionDenied: ``by`` does not act for that unit.
        ValidationError: no report waits there.
    """
    row = _lock_at_via(assignment, by)
    move_assignment(row, AssignmentMove.PASS_ON, by=by)
    report = _open_report(row)
    report.state, report.via_text = ReportState.SENT, remark.strip()
    report.via_by_name, report.via_at = actor_name(by), clock.now()
    report.save()
    return report


@transaction.atomic
def return_from_via(*, assignment: Assignment, reason: str, by: Any) -> Report:
    """The unit a report passes through sends it back to the unit that wrote it.

    Raises:
        PermissionDenied: ``by`` does not act for that unit.
        ValidationError: no report waits there; no reason.
    """
    row = _lock_at_via(assignment, by)
    if row.state != AssignmentState.AT_VIA:
        raise refuse("wrong_state", _("No report waits here."))
    return _send_back(row, reason, by)


@transaction.atomic
def return_report(*, assignment: Assignment, reason: str, by: Any) -> Report:
    """Whoever gave the task sends the last report back: more is to be done.

    Raises:
        PermissionDenied: ``by`` did not give, watch or delegate the task.
        ValidationError: no report waits; no reason.
    """
    row = lock_as_follower(assignment, by)
    if row.state != AssignmentState.REPORTED:
        raise refuse("wrong_state", _("No report waits here."))
    return _send_back(row, reason, by)


def _send_back(row: Assignment, reason: str, by: Any) -> Report:
    said = require_reason(reason)
    report = _open_report(row)
    move_assignment(
        row, AssignmentMove.RETURN, by=by, reason=said, finished_at=None, percent=min(row.percent, 99)
    )
    report.state, report.answer = ReportState.RETURNED, said
    report.answered_by_name, report.answered_at = actor_name(by), clock.now()
    report.save()
    return report


@transaction.atomic
def accept_report(*, assignment: Assignment, by: Any, answer: str = "") -> Assignment:
    """The task is done at this unit; a recurring one opens its next round.

    Raises:
        PermissionDenied: ``by`` did not give, watch or delegate the task.
        ValidationError: no report waits.
    """
    row = lock_as_follower(assignment, by)
    move_assignment(
        row, AssignmentMove.ACCEPT, by=by, accepted_at=clock.now(), accepted_by_name=actor_name(by)
    )
    report = _open_report(row)
    report.state, report.answer = ReportState.ACCEPTED, answer.strip()
    report.answered_by_name, report.answered_at = actor_name(by), clock.now()
    report.save()
    open_next_round(row)
    return row


@transaction.atomic
def reopen_task(*, assignment: Assignment, reason: str, by: Any) -> Assignment:
    """What was accepted turns out not to be done.

    Raises:
        PermissionDenied: ``by`` did not give, watch or delegate the task.
        ValidationError: it is not done; no reason.
    """
    row = lock_as_follower(assignment, by)
    said = require_reason(reason)
    return move_assignment(
        row, AssignmentMove.REOPEN, by=by, reason=said, finished_at=None, accepted_at=None, percent=99,
        closed_reason=said[:300],
    )  # fmt: skip


@transaction.atomic
def record_failed_duty(*, assignment: Assignment, finding: str, by: Any) -> Assignment:
    """What was found about who failed in this task, and what followed.

    Raises:
        PermissionDenied: without ``responsibility.record`` where the task was given.
        ValidationError: no words.
    """
    row = lock_assignment(assignment, by, "responsibility.record")
    row.failed_duty, row.failed_duty_by_name = require_text(finding), actor_name(by)
    row.save(update_fields=["failed_duty", "failed_duty_by_name"])
    log_action(actor=by, action="task_failed_duty", subject_type="assignment", subject_id=row.uuid)
    return row
