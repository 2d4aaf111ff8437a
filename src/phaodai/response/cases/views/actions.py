"""What is done on a case's page, each by its dialog; a mistake shows the dialog again with what was typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from phaodai.core.access import requires
from phaodai.response.cases import queries, services
from phaodai.response.cases.forms import (
    AssignForm,
    CloseForm,
    ConfirmForm,
    DiscardForm,
    IsolateForm,
    NationalCodeForm,
    PeriodForm,
    ReopenForm,
)
from phaodai.response.cases.models import Case
from phaodai.response.cases.views.dialogs import attempt
from phaodai.response.cases.views.page import render_case


def _act(
    request: HttpRequest, case: Case, name: str, form: Form, run: Callable[[dict[str, Any]], Any], done: str
) -> HttpResponseBase:
    answer = attempt(request, form, run, done, reverse("cases:case", args=[case.uuid]))
    if answer is not None:
        return answer
    return render_case(request, queries.case_page(request.user, case.uuid), {name: form}, status=422)


@requires("cases.classify")
@require_POST
def confirm(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Confirm by a result read out."""
    case, form = queries.case_for(request.user, uuid, "cases.classify"), ConfirmForm(request.POST)

    def run(_given: dict[str, Any]) -> None:
        services.confirm_case(case=case, evidence=form.evidence(), by=request.user)

    return _act(request, case, "confirm", form, run, _("Case %(code)s is confirmed.") % {"code": case.code})


@requires("cases.classify")
@require_POST
def discard(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """It was no case."""
    case, form = queries.case_for(request.user, uuid, "cases.classify"), DiscardForm(request.POST)

    def run(given: dict[str, Any]) -> None:
        services.discard_case(case=case, reason=given["reason"], by=request.user)

    return _act(request, case, "discard", form, run, _("Case %(code)s is discarded.") % {"code": case.code})


@requires("cases.classify")
@require_POST
def close(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Recovered or died."""
    case, form = queries.case_for(request.user, uuid, "cases.classify"), CloseForm(request.POST)

    def run(given: dict[str, Any]) -> None:
        services.close_case(case=case, outcome=given["outcome"], at=given["at"], by=request.user)

    return _act(request, case, "close", form, run, _("Case %(code)s is closed.") % {"code": case.code})


@requires("cases.classify")
@require_POST
def reopen(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Take the end back."""
    case, form = queries.case_for(request.user, uuid, "cases.classify"), ReopenForm(request.POST)

    def run(given: dict[str, Any]) -> None:
        services.reopen_case(case=case, reason=given["reason"], by=request.user)

    return _act(request, case, "reopen", form, run, _("Case %(code)s is open again.") % {"code": case.code})


@requires("cases.investigate")
@require_POST
def isolate(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The patient is isolated."""
    case, form = queries.case_for(request.user, uuid, "cases.investigate"), IsolateForm(request.POST)

    def run(given: dict[str, Any]) -> None:
        services.isolate_case(case=case, at=given["at"], by=request.user)

    return _act(request, case, "isolate", form, run, _("Saved; the infectious period was computed again."))


@requires("cases.investigate")
@require_POST
def assign(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Give the investigation to somebody."""
    case = queries.case_for(request.user, uuid, "cases.investigate")
    form = AssignForm(request.POST, people=queries.investigators_for(case))

    def run(given: dict[str, Any]) -> None:
        services.assign_investigator(case=case, user=form.people[given["user"]], by=request.user)

    return _act(request, case, "assign", form, run, _("The investigation has been given on."))


@requires("cases.investigate")
@require_POST
def period(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Set the infectious period by hand."""
    case, form = queries.case_for(request.user, uuid, "cases.investigate"), PeriodForm(request.POST)

    def run(given: dict[str, Any]) -> None:
        services.edit_infectious_period(case=case, by=request.user, **given)

    return _act(request, case, "period", form, run, _("The infectious period is changed, with its document."))


@requires("cases.investigate")
@require_POST
def national(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Write down the code the ministry gave."""
    case, form = queries.case_for(request.user, uuid, "cases.investigate"), NationalCodeForm(request.POST)

    def run(given: dict[str, Any]) -> None:
        services.set_national_code(case=case, national_code=given["national_code"], by=request.user)

    return _act(request, case, "national", form, run, _("The national code is saved."))


@requires("cases.investigate")
@require_POST
def basis(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Put one's name under the computed period."""
    case = queries.case_for(request.user, uuid, "cases.investigate")
    try:
        services.confirm_infectious_basis(case=case, by=request.user)
        messages.success(request, _("The basis is confirmed."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("cases:case", uuid=case.uuid)


@requires("cases.report")
@require_POST
def told(request: HttpRequest, uuid: UUID, told: UUID) -> HttpResponseBase:
    """This audience has been told of the correction."""
    case = queries.case_for(request.user, uuid, "cases.report")
    try:
        services.mark_correction_told(case=case, told_id=told, by=request.user)
    except PermissionDenied:
        raise Http404 from None
    messages.success(request, _("Noted."))
    return redirect("cases:case", uuid=case.uuid)
