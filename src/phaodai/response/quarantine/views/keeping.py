"""Registering a site, its rooms, and the acceptance check."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from phaodai.core import policy
from phaodai.core.access import requires
from phaodai.response.quarantine import services
from phaodai.response.quarantine.forms import NewRoomForm, SiteCheckForm, SiteForm
from phaodai.response.quarantine.models import QuarantineSite
from phaodai.response.quarantine.queries import sites
from phaodai.response.quarantine.views.sites import render_site


def _written(form: Form, write: Callable[[], Any]) -> Any:
    """Call a service on a valid form; None when the form has to be shown again, with the refusal in it."""
    if not form.is_valid():
        return None
    try:
        return write()
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, texts in by_field.items():
            form.add_error(name if name in form.fields else None, texts)
        return None


def _page(request: HttpRequest, template: str, form: Form, site: QuarantineSite | None) -> HttpResponse:
    return render(request, template, {"form": form, "site": site}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("quarantine.confirm")
def add_site(request: HttpRequest) -> HttpResponse:
    """Register a site; rooms and the acceptance check come next."""
    choices = {
        "areas": sites.areas_for_sites(request.user),
        "organizations": sites.organizations_for_sites(),
    }
    form = SiteForm(request.POST or None, **choices)
    if request.method == "POST":
        made = _written(form, lambda: services.register_site(**form.cleaned_data, by=request.user))
        if made is not None:
            messages.success(request, _("Registered. Enter the rooms, then check the site."))
            return redirect("quarantine:site", uuid=made.uuid)
    return _page(request, "quarantine/site_form.html", form, None)


@require_http_methods(["GET", "POST"])
@requires("quarantine.confirm")
def edit_site(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Correct the ward of a site; its name and telephone are its organisation's."""
    found = sites.site_for(request.user, uuid)
    if not sites.may_accept(request.user, found):
        raise Http404
    areas = sites.areas_for_sites(request.user)
    form = SiteForm(request.POST or None, areas=areas, organizations=None, initial={"area": found.area.uuid})
    if request.method == "POST" and _written(
        form, lambda: services.move_site(site=found, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, _("Saved."))
        return redirect("quarantine:site", uuid=uuid)
    return _page(request, "quarantine/site_form.html", form, found)


@require_http_methods(["GET", "POST"])
@requires("quarantine.confirm")
def check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The acceptance check: item by item, signed with the reader's name."""
    found = sites.site_for(request.user, uuid)
    if not sites.may_accept(request.user, found):
        raise Http404
    rule = policy.get("quarantine.acceptance")
    form = SiteCheckForm(request.POST or None, items=rule.value)
    if request.method == "POST":
        made = _written(form, lambda: _check(request, found, form))
        if made is not None:
            passed, failed = _("The site is accepted."), _("Kept. The site is not accepted yet.")
            messages.success(request, passed if made.is_passed else failed)
            return redirect("quarantine:site", uuid=uuid)
    context = {"form": form, "site": found, "rule": rule}
    return render(request, "quarantine/site_check.html", context, status=422 if form.errors else 200)


def _check(request: HttpRequest, found: QuarantineSite, form: SiteCheckForm) -> Any:
    facts = {name: form.cleaned_data[name] for name in ("document", "note")}
    return services.check_site(site=found, answers=form.answers(), **facts, by=request.user)


@require_POST
@requires("quarantine.view")
def add_room(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Add a room; a mistake shows the dialog again."""
    found, form = sites.site_to_keep(request.user, uuid), NewRoomForm(request.POST)
    made = _written(form, lambda: services.add_room(site=found, **form.cleaned_data, by=request.user))
    if made is None:
        return render_site(request, found, {"room_form": form}, status=422)
    messages.success(request, _("Room %(name)s is added.") % {"name": made.name})
    return redirect("quarantine:site", uuid=uuid)


@require_http_methods(["GET", "POST"])
@requires("quarantine.view")
def edit_room(request: HttpRequest, uuid: UUID, room_uuid: UUID) -> HttpResponse:
    """Rename a room or change its beds."""
    found = sites.site_to_keep(request.user, uuid)
    room = sites.room_of(found, room_uuid)
    form = NewRoomForm(request.POST or None, initial={"name": room.name, "beds": room.beds})
    if request.method == "POST" and _written(
        form, lambda: services.edit_room(room=room, **form.cleaned_data, by=request.user)
    ):
        messages.success(request, _("Saved."))
        return redirect("quarantine:site", uuid=uuid)
    return render(
        request,
        "quarantine/site_form.html",
        {"form": form, "site": found, "room": room},
        status=422 if form.errors else 200,
    )
