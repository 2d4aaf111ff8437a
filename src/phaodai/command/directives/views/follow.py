"""What is followed: the list, the overview, one unit's task and what can be done with it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.command.directives import forms, services
from phaodai.command.directives.columns import OVERVIEW_COLUMNS, TASK_COLUMNS
from phaodai.command.directives.models import Assignment
from phaodai.command.directives.queries import assignments, evidence
from phaodai.command.directives.queries.page import AssignmentPage, assignment_page
from phaodai.command.directives.queries.units import units_below
from phaodai.command.directives.services import ReportFields
from phaodai.command.directives.terms import Standing
from phaodai.command.directives.views.deeds import do, mistakes
from phaodai.core import clock
from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.core.files.downloads import download_response
from phaodai.core.ui.paging import asked_page

PAGE = "directives:assignment"
ROWS = 50
VIEW, REPORT, FOLLOW = "directives.view", "directives.report", "directives.follow"


@require_safe
@requires(VIEW)
def task_list(request: HttpRequest) -> HttpResponseBase:
    """The tasks in reach: narrowed, sorted, paged, or as a spreadsheet (``?format=xlsx``)."""
    now = clock.now()
    wanted = forms.TaskFilterForm(request.GET).wanted()
    rows = assignments.list_assignments(request.user, wanted, now)
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(request.GET["format"], "tasks", TASK_COLUMNS, rows.iterator(chunk_size=1000))
    keys = rows.select_related(None).values_list("pk", flat=True)
    page = asked_page(request, keys, ROWS)
    context = {
        "page": page,
        "rows": assignments.with_details(list(page.object_list), now),
        "tally": assignments.total_of(assignments.visible_rows(request.user, now)),
        "standings": [("open", _("All open")), *Standing.choices],
        "wanted": wanted,
        "is_narrowed": any((wanted.text, wanted.standing, wanted.state, wanted.unit, wanted.directive)),
        "now": now,
    }
    return render(request, "directives/task_list.html", context)


@require_safe
@requires(VIEW)
def overview(request: HttpRequest) -> HttpResponseBase:
    """Done or open × in time or overdue by unit."""
    rows = assignments.overview(assignments.visible_rows(request.user, clock.now()))
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(request.GET["format"], "overview", OVERVIEW_COLUMNS, rows)
    total = assignments.sum_of(rows)
    page = asked_page(request, rows, 100)
    return render(request, "directives/overview.html", {"page": page, "total": total, "now": clock.now()})


@require_safe
@requires(VIEW)
def assignment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One unit's task: what, until when, how it stands, everything said about it, what to do next."""
    row = assignments.assignment_for(request.user, uuid)
    page = assignment_page(request.user, row, clock.now())
    return render(request, "directives/assignment.html", {"page": page, "row": row, **_forms(page)})


def _forms(page: AssignmentPage) -> dict[str, Any]:
    may, row = page.may, page.row
    below = units_below(row.unit) if "delegate" in may else None
    return {
        "receive_form": forms.ReceiveForm(auto_id="receive_%s") if "receive" in may else None,
        "progress_form": forms.ProgressForm(initial={"percent": row.percent}, auto_id="progress_%s")
        if "report" in may
        else None,
        "done_form": forms.DoneForm(auto_id="done_%s") if "report" in may else None,
        "explain_form": forms.ReasonForm(auto_id="explain_%s") if "explain" in may and page.is_late else None,
        "extension_form": forms.ExtensionForm(auto_id="extension_%s") if "extend" in may else None,
        "delegate_form": forms.DelegateForm(
            below=below, initial={"due_at": row.due_at}, auto_id="delegate_%s"
        )
        if below is not None and below.exists()
        else None,
        "decide_form": forms.DecideForm(auto_id="decide_%s") if "decide" in may else None,
        "words_form": forms.WordsForm(auto_id="words_%s") if may & {"pass", "accept"} else None,
        "reason_form": forms.ReasonForm(auto_id="reason_%s"),
    }


def _deed(request: HttpRequest, row: Assignment, form: Any, deed: Any, done: Any) -> HttpResponse:
    """Check the form, do it, show the task again."""
    if not form.is_valid():
        return mistakes(request, form, PAGE, row.uuid)
    return do(request, lambda: deed(form.cleaned_data), done, PAGE, row.uuid)


@require_POST
@requires(REPORT)
def receive(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The unit takes note."""
    row = assignments.assignment_for(request.user, uuid, REPORT)
    return _deed(
        request,
        row,
        forms.ReceiveForm(request.POST),
        lambda given: services.receive_task(assignment=row, by=request.user, **given),
        _("Received."),
    )


def _report(given: dict[str, Any]) -> ReportFields:
    """The values as the service takes them."""
    return ReportFields(**{"files" if name == "evidence" else name: value for name, value in given.items()})


@require_POST
@requires(REPORT)
def progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How far the unit is."""
    row = assignments.assignment_for(request.user, uuid, REPORT)
    return _deed(
        request,
        row,
        forms.ProgressForm(request.POST, request.FILES),
        lambda given: services.report_progress(assignment=row, fields=_report(given), by=request.user),
        _("The report was sent."),
    )


@require_POST
@requires(REPORT)
def finish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The unit says it is done."""
    row = assignments.assignment_for(request.user, uuid, REPORT)
    return _deed(
        request,
        row,
        forms.DoneForm(request.POST, request.FILES),
        lambda given: services.report_done(assignment=row, fields=_report(given), by=request.user),
        _("Reported as done."),
    )


@require_POST
@requires(REPORT)
def explain(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Why it is late."""
    row = assignments.assignment_for(request.user, uuid, REPORT)
    return _deed(
        request,
        row,
        forms.ReasonForm(request.POST),
        lambda given: services.explain_delay(assignment=row, explanation=given["reason"], by=request.user),
        _("The explanation was sent."),
    )


@require_POST
@requires(REPORT)
def extend(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for more time."""
    row = assignments.assignment_for(request.user, uuid, REPORT)
    return _deed(
        request,
        row,
        forms.ExtensionForm(request.POST),
        lambda given: services.ask_extension(assignment=row, by=request.user, **given),
        _("Asked. The present deadline holds until it is granted."),
    )


@require_POST
@requires(REPORT)
def delegate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand parts on to units below."""
    row = assignments.assignment_for(request.user, uuid, REPORT)
    form = forms.DelegateForm(request.POST, below=units_below(row.unit))
    return _deed(
        request,
        row,
        form,
        lambda given: services.delegate_task(
            assignment=row, given_to=list(given["given_to"]), due_at=given["due_at"], action=given["action"],
            via=given["through_me"], by=request.user,
        ),
        _("Handed on."),
    )  # fmt: skip


@require_POST
@requires(REPORT)
def pass_on(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a report on, with what is added."""
    row = assignments.passing_for(request.user, uuid)
    return _deed(
        request,
        row,
        forms.WordsForm(request.POST),
        lambda given: services.pass_report_on(assignment=row, remark=given["words"], by=request.user),
        _("The report was sent on."),
    )


@require_POST
@requires(REPORT)
def via_return(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a report back to the unit that wrote it."""
    row = assignments.passing_for(request.user, uuid)
    return _deed(
        request,
        row,
        forms.ReasonForm(request.POST),
        lambda given: services.return_from_via(assignment=row, reason=given["reason"], by=request.user),
        _("Sent back."),
    )


@require_POST
@requires(VIEW)
def accept(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is done."""
    row = assignments.followed_by(request.user, uuid)
    return _deed(
        request,
        row,
        forms.WordsForm(request.POST),
        lambda given: services.accept_report(assignment=row, answer=given["words"], by=request.user),
        _("Accepted."),
    )


def _reasoned(request: HttpRequest, uuid: UUID, deed: Any, done: Any) -> HttpResponse:
    row = assignments.followed_by(request.user, uuid)
    return _deed(
        request,
        row,
        forms.ReasonForm(request.POST),
        lambda given: deed(assignment=row, reason=given["reason"], by=request.user),
        done,
    )


@require_POST
@requires(VIEW)
def send_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """More is to be done."""
    return _reasoned(request, uuid, services.return_report, _("Sent back."))


@require_POST
@requires(VIEW)
def reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """It is not done after all."""
    return _reasoned(request, uuid, services.reopen_task, _("The task is open again."))


@require_POST
@requires(VIEW)
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take it back from this unit."""
    return _reasoned(request, uuid, services.withdraw_assignment, _("Taken back."))


@require_POST
@requires(VIEW)
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Grant or refuse more time."""
    row = assignments.followed_by(request.user, uuid)
    asked = assignments.open_extension(row)
    return _deed(
        request,
        row,
        forms.DecideForm(request.POST),
        lambda given: services.decide_extension(
            extension=asked, grant=given["decision"] == "grant", answer=given["answer"], by=request.user
        ),
        _("Decided."),
    )


@require_POST
@requires("responsibility.record")
def failed_duty(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What was found about who failed, and what followed."""
    row = assignments.assignment_for(request.user, uuid, "responsibility.record")
    return _deed(
        request,
        row,
        forms.ReasonForm(request.POST),
        lambda given: services.record_failed_duty(assignment=row, finding=given["reason"], by=request.user),
        _("Put on record."),
    )


@require_POST
@requires(VIEW)
def seen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The one a reminder was sent to has taken note; ``uuid`` is the reminder's."""
    row = assignments.escalation_for(request.user, uuid)
    return do(
        request,
        lambda: services.note_escalation(escalation=row, by=request.user),
        _("Noted."),
        PAGE,
        row.assignment.uuid,
    )


@require_safe
@requires(VIEW)
def evidence_file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """A file that came with a report; always as a download, never shown inside the site."""
    row = evidence.evidence_for(request.user, uuid)
    return download_response(row, by=request.user)
