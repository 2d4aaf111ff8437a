"""The dialogs of a case's page: which forms a user is offered, and what becomes of a form that was sent."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from phaodai.core import clock
from phaodai.response.cases import queries
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
from phaodai.response.cases.models import LIVE, Case
from phaodai.response.cases.terms import CaseStatus


def dialog_forms(case: Case, user: Any) -> dict[str, Form]:
    """The forms this user may send for this case now, by the dialog's name."""
    forms: dict[str, Form] = {}
    is_live = case.status in LIVE
    if is_live and queries.may_here(user, "cases.investigate", case):
        forms |= _investigation_forms(case)
    if queries.may_here(user, "cases.classify", case):
        forms |= _verdict_forms(case, is_live)
    return forms


def _investigation_forms(case: Case) -> dict[str, Form]:
    people = queries.investigators_for(case)
    chosen = str(case.investigator.uuid) if case.investigator else ""
    period = {"start": case.infectious_from, "end": case.infectious_to}
    return {
        "isolate": IsolateForm(initial={"at": case.isolated_at or _now()}),
        "assign": AssignForm(people=people, initial={"user": chosen}),
        "period": PeriodForm(initial=period),
        "national": NationalCodeForm(initial={"national_code": case.national_code}),
    }


def _verdict_forms(case: Case, is_live: bool) -> dict[str, Form]:
    if not is_live:
        return {"reopen": ReopenForm()}
    forms: dict[str, Form] = {"discard": DiscardForm()}
    if case.status != CaseStatus.CONFIRMED:
        forms["confirm"] = ConfirmForm(initial={"method": "pcr"})
    if case.status != CaseStatus.SUSPECTED:
        forms["close"] = CloseForm(initial={"at": _now()})
    return forms


def _now() -> Any:
    return clock.now().replace(second=0, microsecond=0)


def attempt(
    request: HttpRequest, form: Form, run: Callable[[dict[str, Any]], Any], done: str, then: str
) -> HttpResponseBase | None:
    """Run a service on a valid form and go on to ``then``; None when the form has to be shown again."""
    if not form.is_valid():
        return None
    try:
        run(form.cleaned_data)
    except ValidationError as error:
        show_error(form, error)
        return None
    messages.success(request, done)
    return redirect(then)


def show_error(form: Form, error: ValidationError) -> None:
    """Put a service's refusal into the form: at its field where the form has it, else above."""
    by_field: Mapping[str, list[str]] = error.message_dict if hasattr(error, "error_dict") else {}
    for name, texts in by_field.items():
        for text in texts:
            form.add_error(name if name in form.fields else None, text)
    if not by_field:
        for text in error.messages:
            form.add_error(None, text)
