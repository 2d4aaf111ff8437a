"""Quarantine sites and their beds."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.core.access import GuardedRequest, requires
from phaodai.core.ui.paging import asked_page
from phaodai.response.quarantine import forms, services
from phaodai.response.quarantine.models import QuarantineSite
from phaodai.response.quarantine.queries import sites

PAGE = 50


@require_safe
@requires("quarantine.view")
def site_list(request: GuardedRequest) -> HttpResponse:
    """The sites in reach, with accepted, taken and free places."""
    page = asked_page(request, sites.list_sites(request.user), PAGE)
    return render(
        request,
        "quarantine/site_list.html",
        {
            "page": page,
            "sum": sites.places_of(request.user),
            "may_add": request.user.may("quarantine.confirm"),
        },
    )


@require_safe
@requires("quarantine.view")
def points(request: HttpRequest) -> HttpResponse:
    """The sites in reach as points of a map, with free and accepted places."""
    found = [
        {
            "at": [row.east, row.north],
            "name": row.organization.name,
            "note": _("%(free)d of %(total)d places free") % {"free": row.free, "total": row.total},
            "url": reverse("quarantine:site", args=[row.uuid]),
        }
        for row in sites.site_points(request.user)
    ]
    return JsonResponse({"points": found, "more": False})


@require_safe
@requires("quarantine.view")
def site(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One site: rooms and beds, who is awaited, whose test is due, who may go home."""
    return render_site(request, sites.site_for(request.user, uuid), {})


def render_site(
    request: HttpRequest, found: QuarantineSite, more: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The page of a site; ``more`` holds the form of a dialog that came back with mistakes."""
    board, may_stay = sites.board_of(found), sites.may_keep(request.user, found)
    may_accept = sites.may_accept(request.user, found)
    services.record_listing(
        by=request.user, action="site_read", count=board.total - board.free, filters={"site": str(found.uuid)}
    )
    context = {
        "site": found,
        "board": board,
        "may_stay": may_stay,
        "may_accept": may_accept,
        "last_check": sites.checks_of(found).first(),
        "room_form": forms.NewRoomForm() if may_stay or may_accept else None,
        **more,
    }
    return render(request, "quarantine/site.html", context, status=status)


def _do(request: HttpRequest, found: QuarantineSite, deed: Callable[[], Any], done: str) -> HttpResponse:
    try:
        deed()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("quarantine:site", uuid=found.uuid)


@require_POST
@requires("quarantine.stay")
def leave(request: HttpRequest, uuid: UUID, stay_uuid: UUID) -> HttpResponse:
    """Somebody leaves."""
    found = sites.site_for(request.user, uuid)
    stay = sites.stay_for(request.user, found, stay_uuid)
    return _do(
        request, found, lambda: services.end_stay(stay=stay, by=request.user), _("The stay has ended.")
    )


@require_POST
@requires("quarantine.stay")
def move(request: HttpRequest, uuid: UUID, stay_uuid: UUID) -> HttpResponse:
    """Somebody changes rooms."""
    found = sites.site_for(request.user, uuid)
    stay = sites.stay_for(request.user, found, stay_uuid)
    form = forms.RoomForm(request.POST, rooms=sites.rooms_of(found))
    if not form.is_valid() or form.cleaned_data["room"] is None:
        messages.error(request, _("Choose the room to move to."))
        return redirect("quarantine:site", uuid=found.uuid)
    values = form.cleaned_data
    return _do(
        request,
        found,
        lambda: services.move_stay(stay=stay, by=request.user, room=values["room"], reason=values["reason"]),
        _("The person was moved."),
    )
