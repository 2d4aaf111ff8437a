"""Registering, correcting and moving people; joining and leaving households."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phaodai.city.people import queries, services
from phaodai.city.people.forms import EditPersonForm, HouseholdCodeForm, MoveForm, NewPersonForm
from phaodai.city.people.models import Person
from phaodai.city.people.rules import Reading, read_payload
from phaodai.city.people.services.edit import EDITABLE
from phaodai.city.people.terms import IdentityWarning
from phaodai.city.people.views.numbers import done
from phaodai.core.access import requires
from phaodai.core.codes import verify
from phaodai.core.ui.offering import add_errors

FORM_FIELDS = {
    "citizen_code": "citizen_code",
    "document_number": "citizen_code",
    **{name: name for name in ("old_card", "insurance", "full_name", "birth_on", "sex", "phone", "address")},
}
"""Which field of the form each field of a scanned card fills."""


def _filled(request: HttpRequest, reading: Reading) -> NewPersonForm:
    """What was typed, with what the card says on top of it."""
    typed = {name: value for name, value in request.POST.items() if value}
    told = {
        FORM_FIELDS[name]: value for name, value in reading.fields.items() if name in FORM_FIELDS and value
    }
    if told.get("sex") == "unknown":
        del told["sex"]
    if told.get("birth_on"):
        told["birth_on"] = date.fromisoformat(told["birth_on"])
    return NewPersonForm(initial={**typed, **told}, areas=queries.all_leaf_areas())


def _say_what_was_read(request: HttpRequest, reading: Reading) -> None:
    if reading.error or not set(reading.fields) & set(FORM_FIELDS):
        messages.warning(request, _("This code is no identity card, personal QR or insurance card."))
        return
    messages.success(request, _("The card was read. Check it, then register."))
    for code in reading.warnings:
        messages.warning(request, str(IdentityWarning(code).label))


@require_http_methods(["GET", "POST"])
@requires("people.edit")
def add(request: HttpRequest) -> HttpResponse:
    """Register somebody; a scanned card fills the form, somebody alike is shown before anybody is doubled."""
    if request.POST.get("scan"):
        reading = read_payload(request.POST["scan"], verify)
        _say_what_was_read(request, reading)
        return render(request, "people/add.html", {"form": _filled(request, reading)})
    form = NewPersonForm(request.POST or None, initial=_own_area(request), areas=queries.all_leaf_areas())
    if request.method == "POST" and form.is_valid():
        alike = [] if form.cleaned_data["anyway"] else _alike(request, form)
        if alike:
            return render(request, "people/add.html", {"form": form, "alike": alike}, status=422)
        made = _registered(request, form)
        if made is not None:
            return _after_registering(request, made)
    return render(request, "people/add.html", {"form": form}, status=422 if form.errors else 200)


def _own_area(request: HttpRequest) -> dict[str, Any]:
    """A clerk of one ward registers people of that ward."""
    areas = list(queries.leaf_areas(request.user, "people.edit")[:2])
    return {"area": areas[0].uuid} if len(areas) == 1 else {}


def _alike(request: HttpRequest, form: NewPersonForm) -> list[Any]:
    facts = form.cleaned_data
    year = facts["birth_on"].year if facts["birth_on"] else facts["birth_year"]
    found = queries.similar_people(request.user, facts["full_name"], year, facts["phone"])
    return [queries.display_person(person, request.user) for person in found]


def _registered(request: HttpRequest, form: NewPersonForm) -> Person | None:
    try:
        made: Person = services.register_person(**form.facts(), by=request.user)
    except ValidationError as error:
        add_errors(form, error)
        return None
    return made


def _after_registering(request: HttpRequest, made: Person) -> HttpResponse:
    if queries.visible_people(request.user).filter(pk=made.pk).exists():
        messages.success(request, _("%(name)s is registered.") % {"name": made.full_name})
        return redirect("people:person", uuid=made.uuid)
    text = _("%(name)s is registered in %(area)s, where you do not see people.")
    messages.success(request, text % {"name": made.full_name, "area": made.area})
    return redirect("people:list")


def _editable(request: HttpRequest, uuid: UUID) -> Person:
    found = queries.person_for(request.user, uuid)
    if not queries.may_edit(request.user, found):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@requires("people.edit")
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Correct who somebody is, with the reason."""
    found = _editable(request, uuid)
    form = EditPersonForm(request.POST or None, initial={name: getattr(found, name) for name in EDITABLE})
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_person(person=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Corrected."))
            return redirect("people:person", uuid=uuid)
    context = {"form": form, "person": found}
    return render(request, "people/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("people.edit")
def move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write where somebody lives, or is registered, from a day on."""
    found = _editable(request, uuid)
    form = MoveForm(request.POST or None, areas=queries.all_leaf_areas())
    if request.method == "POST" and form.is_valid():
        try:
            services.move_person(person=found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return _after_moving(request, found)
    context = {"form": form, "person": found}
    return render(request, "people/move.html", context, status=422 if form.errors else 200)


def _after_moving(request: HttpRequest, person: Person) -> HttpResponse:
    if queries.visible_people(request.user).filter(pk=person.pk).exists():
        messages.success(request, _("The residence is written."))
        return redirect("people:person", uuid=person.uuid)
    messages.success(
        request, _("%(name)s now lives where you do not see people.") % {"name": person.full_name}
    )
    return redirect("people:list")


@require_POST
@requires("people.edit")
def join_household(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let somebody live in the household with this code."""
    found, form = _editable(request, uuid), HouseholdCodeForm(request.POST)
    wanted = queries.household_by_code(request.user, form.cleaned_data["code"]) if form.is_valid() else None
    if wanted is None:
        messages.warning(request, _("No household with this code in your area."))
        return redirect("people:person", uuid=uuid)
    return done(
        request,
        uuid,
        lambda: services.join_household(person=found, household=wanted, by=request.user),
        _("Now lives in household %(code)s.") % {"code": wanted.code},
    )


@require_POST
@requires("people.edit")
def open_household(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open a household at the person's address, with them as its first member."""
    found = _editable(request, uuid)

    def write() -> None:
        if found.area is None:
            raise ValidationError(_("Write where the person lives first."))
        with transaction.atomic():
            home = services.create_household(area=found.area, address=found.address, by=request.user)
            services.join_household(person=found, household=home, by=request.user)

    return done(request, uuid, write, _("The household is open."))


@require_POST
@requires("people.edit")
def leave_household(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take somebody out of their household; the address stays."""
    found = _editable(request, uuid)
    return done(
        request,
        uuid,
        lambda: services.leave_household(person=found, by=request.user),
        _("No longer in the household; the address stays."),
    )
