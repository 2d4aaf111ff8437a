"""Meetings: the list, one meeting, and what is done in it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.command.directives.forms_meetings import CallForm, DecisionForm, MinutesForm, SubjectForm
from phaodai.command.directives.queries import assignments, meetings, units
from phaodai.command.directives.services import meetings as deeds
from phaodai.command.directives.views.deeds import do, mistakes
from phaodai.core import clock
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.ui.paging import asked_page

PAGE = "directives:meeting"
FOLLOW = "directives.follow"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(FOLLOW)
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings, and calling the next one."""
    hosts = units.own_units(request.user, FOLLOW)  # type: ignore[arg-type]
    form = CallForm(request.POST or None, hosts=hosts, initial={"held_at": clock.to_local(clock.now())})
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.call_meeting(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        except PermissionDenied:
            raise Http404 from None
        else:
            return redirect(PAGE, uuid=made.uuid)
    page = asked_page(request, meetings.meetings_of(request.user), 50)
    return render(request, "directives/meeting_list.html", {"page": page, "form": form})


@require_safe
@requires(FOLLOW)
def meeting(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One meeting: the overview by unit, what is carried over, the decisions, the minutes."""
    row, now = meetings.meeting_for(request.user, uuid), clock.now()
    agenda = meetings.agenda_of(row, now)
    lines = assignments.overview(assignments.of_issuer(row.host, now))
    is_open = row.state == "planned"
    context = {
        "row": row,
        "now": now,
        "agenda": agenda,
        "subjects": meetings.subjects_of(agenda),
        "decisions": meetings.decisions_of(row),
        "lines": lines,
        "total": assignments.sum_of(lines),
        "draft": row.directives.exclude(state="cancelled").first(),
        "may_draft": request.user.may("directives.draft"),
        "subject_form": SubjectForm(auto_id="subject_%s") if is_open else None,
        "minutes_form": MinutesForm(auto_id="minutes_%s") if is_open else None,
        "decision_form": DecisionForm(auto_id="decision_%s"),
    }
    return render(request, "directives/meeting.html", context)


@require_POST
@requires(FOLLOW)
def renew(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Bring what has become open onto the agenda."""
    row = meetings.meeting_for(request.user, uuid)
    return do(
        request,
        lambda: deeds.renew_agenda(meeting=row, by=request.user),
        _("The agenda is up to date."),
        PAGE,
        uuid,
    )


def _deed(request: HttpRequest, uuid: UUID, form: Any, deed: Any, done: Any) -> HttpResponse:
    if not form.is_valid():
        return mistakes(request, form, PAGE, uuid)
    return do(request, lambda: deed(form.cleaned_data), done, PAGE, uuid)


@require_POST
@requires(FOLLOW)
def subject(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """A free subject."""
    row = meetings.meeting_for(request.user, uuid)
    return _deed(
        request,
        uuid,
        SubjectForm(request.POST),
        lambda given: deeds.add_subject(meeting=row, by=request.user, **given),
        _("The subject is on the agenda."),
    )


@require_POST
@requires(FOLLOW)
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a decision down."""
    row = meetings.meeting_for(request.user, uuid)
    form = DecisionForm(request.POST)
    form.fields["leads"].issuer = row.host  # type: ignore[attr-defined]
    about = meetings.assignment_on(row, request.POST.get("about", ""))
    return _deed(
        request,
        uuid,
        form,
        lambda given: deeds.take_decision(
            meeting=row, fields=deeds.DecisionFields(about=about, **given), by=request.user
        ),
        _("The decision is written down."),
    )


@require_POST
@requires(FOLLOW)
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The meeting was held."""
    row = meetings.meeting_for(request.user, uuid)
    return _deed(
        request,
        uuid,
        MinutesForm(request.POST),
        lambda given: deeds.close_meeting(meeting=row, by=request.user, **given),
        _("The minutes stand."),
    )


@require_POST
@requires("directives.draft")
def conclude(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Draft the next directive out of the decisions."""
    row = meetings.meeting_for(request.user, uuid)
    return do(
        request,
        lambda: deeds.draft_conclusion(meeting=row, by=request.user),
        _("The conclusion is drafted."),
        PAGE,
        uuid,
    )
