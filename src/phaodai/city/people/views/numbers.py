"""Numbers of papers and telephones on a person's page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from phaodai.city.people import queries, services
from phaodai.city.people.forms import IdentifierForm, PhoneForm, ReasonForm
from phaodai.core.access import refused_as_missing, requires


def done(request: HttpRequest, uuid: UUID, write: Callable[[], Any], text: str) -> HttpResponse:
    """Write, say how it went, and go back to the person's page."""
    try:
        refused_as_missing(write)
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, text)
    return redirect("people:person", uuid=uuid)


def _first_mistake(form: Form) -> str:
    return str(next(iter(form.errors.values()))[0])


@require_POST
@never_cache
@requires("people.unmask")
def show_identifier(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """The full number, for a reason that is kept; a partial for HTMX, else a small page."""
    form = ReasonForm(request.POST)
    found = queries.person_for(request.user, uuid)
    if not form.is_valid():
        return render(
            request, "people/number.html", {"person": found, "mistake": _first_mistake(form)}, status=422
        )
    reason = form.cleaned_data["reason"]
    shown = refused_as_missing(
        lambda: services.reveal_identifier(uuid=uuid, identifier_id=number, by=request.user, reason=reason)
    )
    return render(request, "people/number.html", {"person": found, "shown": shown})


@require_POST
@requires("people.edit")
def add_identifier(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write one more number."""
    found, form = queries.person_for(request.user, uuid), IdentifierForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _first_mistake(form))
        return redirect("people:person", uuid=uuid)
    return done(
        request,
        uuid,
        lambda: services.add_identifier(person=found, by=request.user, **form.cleaned_data),
        _("The number was added."),
    )


@require_POST
@requires("people.edit")
def remove_identifier(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Take a wrong number away."""
    found, form = queries.person_for(request.user, uuid), ReasonForm(request.POST)
    identifier = queries.identifier_of(found, number)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return done(
        request,
        uuid,
        lambda: services.remove_identifier(identifier=identifier, by=request.user, reason=reason),
        _("The number was removed."),
    )


@require_POST
@requires("people.edit")
def add_phone(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a further telephone."""
    found, form = queries.person_for(request.user, uuid), PhoneForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _first_mistake(form))
        return redirect("people:person", uuid=uuid)
    return done(
        request,
        uuid,
        lambda: services.add_phone(person=found, by=request.user, **form.cleaned_data),
        _("The telephone was added."),
    )


@require_POST
@requires("people.edit")
def remove_phone(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    """Drop a telephone that is nobody's."""
    phone = queries.phone_of(queries.person_for(request.user, uuid), number)
    return done(
        request,
        uuid,
        lambda: services.remove_phone(phone=phone, by=request.user),
        _("The telephone was removed."),
    )
