"""One contact: why, calls, conclusion, hand-over, isolation."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.core import clock, policy
from phaodai.core.access import requires
from phaodai.response.tracing import services
from phaodai.response.tracing.forms import CallForm, IsolationForm
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.queries import contacts as queries
from phaodai.response.tracing.queries.lines import contact_lines, reason_lines
from phaodai.response.tracing.views.asking import may
from phaodai.response.tracing.views.telling import say


@require_safe
@requires("contacts.view")
def contact(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The page of one contact."""
    row = services.open_contact(uuid=uuid, by=request.user)
    return _page(request, row)


@require_safe
@requires("contacts.view")
def person_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The contact records of a person, loaded into the person's page."""
    rows = queries.contacts_of_person(request.user, uuid)
    return render(request, "tracing/_person_panel.html", {"lines": contact_lines(rows, request.user)})


@require_safe
@requires("places.view")
def place_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On a place's page: how many of its visits are scanned. No person."""
    place, rate = queries.place_with_rate(request.user, uuid)
    rule = policy.get("tracing.scan_rate_prior")
    return render(request, "tracing/_place_panel.html", {"place": place, "rate": rate, "rule": rule})


@require_POST
@requires("contacts.verify")
def record_call(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write how a call went."""
    row = services.open_contact(uuid=uuid, by=request.user)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _page(request, row, call_form=form, status=422)
    services.record_call(contact=row, **form.cleaned_data, by=request.user)
    say.done(request, _("The call is written down."))
    return redirect("tracing:contact", uuid)


@require_POST
@requires("contacts.verify")
def isolate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write since when the contact is isolated."""
    row = services.open_contact(uuid=uuid, by=request.user)
    form = IsolationForm(request.POST)
    if not form.is_valid():
        return _page(request, row, isolation_form=form, status=422)
    try:
        services.isolate_contact(contact=row, at=form.cleaned_data["at"], by=request.user)
    except ValidationError as error:
        form.add_error("at", error.messages)
        return _page(request, row, isolation_form=form, status=422)
    say.done(request, _("Written down; the second tier is brought up to date."))
    return redirect("tracing:contact", uuid)


def _page(request: HttpRequest, row: Contact, status: int = 200, **forms: Form) -> HttpResponse:
    (line,) = contact_lines([row], request.user)
    about: dict[str, Any] = {
        "contact": row,
        "line": line,
        "reasons": reason_lines(row, request.user),
        "decisions": queries.decisions_of(row),
        "calls": queries.calls_of(row),
        "handovers": queries.handovers_of(row),
        "person": queries.visible_person(request.user, row),
        "definition": policy.get("tracing.contact_definition"),
        "may_verify": may(request, "contacts.verify"),
        "may_hand_over": may(request, "contacts.handover"),
        "next": request.path if request.method == "GET" else "",
        "now": clock.now(),
        "call_form": CallForm(),
        "isolation_form": IsolationForm(initial={"at": row.isolated_at and clock.to_local(row.isolated_at)}),
    }
    return render(request, "tracing/contact.html", {**about, **forms}, status=status)
