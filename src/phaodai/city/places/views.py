"""Pages about places."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phaodai.city.areas.queries import path_name, visible_area
from phaodai.city.organizations.queries import organization_rows
from phaodai.city.places import queries, services
from phaodai.city.places.columns import PLACE_COLUMNS
from phaodai.city.places.forms import PlaceFilter, PlaceForm
from phaodai.city.places.models import Place
from phaodai.city.places.qr import place_token, qr_svg
from phaodai.city.places.terms import PlaceKind
from phaodai.core import policy
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50
FIELDS = ("kind", "name", "area", "address", "organization", "latitude", "longitude")


@require_safe
@requires("places.view")
def place_list(request: GuardedRequest) -> HttpResponseBase:
    """Places in the user's areas: narrowed, sorted, paged, or as a spreadsheet (``?format=xlsx``)."""
    wanted = PlaceFilter({"active": "yes", **request.GET.dict()}).wanted()
    under = visible_area(request.user, wanted["under"]) if wanted["under"] else None  # type: ignore[arg-type]
    rows = queries.place_rows(
        request.user,
        text=str(wanted["q"]),
        kind=str(wanted["kind"]),
        active=str(wanted["active"]),
        under=under,
        sort=str(wanted["sort"] or "name"),
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(request.GET["format"], "places", PLACE_COLUMNS, rows.iterator(chunk_size=1000))
    context = {
        "page": asked_page(request, rows, PAGE),
        "under": under,
        "kinds": PlaceKind.choices,
        "active_choices": [("yes", _("In use")), ("no", _("No longer in use"))],
        "may_add": request.user.may("places.edit"),
        "is_narrowed": any(wanted[name] for name in ("q", "kind", "under")),
    }
    return render(request, "places/place_list.html", context)


@require_safe
@requires("places.view")
def points(request: GuardedRequest) -> HttpResponse:
    """Places as points of a map: ``{"points": [{"at", "name", "note", "url"}], "more"}``."""
    wanted = PlaceFilter({"active": "yes", **request.GET.dict()}).wanted()
    under = visible_area(request.user, wanted["under"]) if wanted["under"] else None  # type: ignore[arg-type]
    rows = list(
        queries.place_points(request.user, kind=str(wanted["kind"]), under=under)[: queries.MOST_POINTS + 1]
    )
    found = [
        {
            "at": [row.longitude, row.latitude],
            "name": row.name,
            "note": f"{row.get_kind_display()} · {row.area.name}",
            "url": reverse("places:place", args=[row.uuid]),
        }
        for row in rows[: queries.MOST_POINTS]
    ]
    return JsonResponse({"points": found, "more": len(rows) > queries.MOST_POINTS})


@require_safe
@requires("places.view")
def place(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One place: facts, QR, how its kind counts in tracing; visits come from `movement`."""
    found = queries.visible_place(request.user, uuid)
    rule = policy.get("places.place_kinds")
    context = {
        "place": found,
        "rule": rule,
        "kind_rule": rule.value.get(found.kind, rule.value["other"]),
        "may_edit": services.may_edit(request.user, found.area),
    }
    return render(request, "places/place.html", context)


@require_safe
@requires("places.view")
def poster(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One A4 page with the QR at 16 × 16 cm, to be printed and hung at the entrance."""
    found = queries.visible_place(request.user, uuid)
    drawing = mark_safe(qr_svg(place_token(found)).decode())  # our own drawing of our own token
    return render(request, "places/poster.html", {"place": found, "qr": drawing})


@require_safe
@requires("places.view")
def qr(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """The QR alone as an SVG file, for a printer's shop."""
    found = queries.visible_place(request.user, uuid)
    response = HttpResponse(qr_svg(place_token(found)), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{found.code}.svg"'
    return response


def _form(request: GuardedRequest, instance: Place | None = None) -> PlaceForm:
    return PlaceForm(
        request.POST or None,
        instance=instance,
        areas=queries.editable_areas(request.user),
        organizations=organization_rows(),
    )


@require_http_methods(["GET", "POST"])
@requires("places.edit")
def add(request: GuardedRequest) -> HttpResponse:
    """Register a place."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        made = _write(request, services.register_place, {name: form.cleaned_data[name] for name in FIELDS})
        messages.success(
            request, _("%(place)s has the code %(code)s.") % {"place": made.name, "code": made.code}
        )
        return redirect("places:place", uuid=made.uuid)
    return render(request, "places/place_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("places.edit")
def edit(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Correct what is written about a place."""
    found = queries.visible_place(request.user, uuid, "places.edit")
    form = _form(request, instance=found)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in (*FIELDS, "is_active")}
        _write(request, services.edit_place, {"place": found, **changes})
        messages.success(request, _("Saved."))
        return redirect("places:place", uuid=found.uuid)
    context = {"form": form, "place": queries.visible_place(request.user, uuid)}
    return render(request, "places/place_form.html", context, status=422 if form.errors else 200)


def _write(request: GuardedRequest, service: Any, values: dict[str, Any]) -> Place:
    try:
        written: Place = service(**values, by=request.user)
    except PermissionDenied:
        raise Http404 from None
    return written


@require_safe
@requires("places.view")
def suggest(request: GuardedRequest) -> HttpResponse:
    """Places for a field: JSON ``{"items": [{"uuid", "code", "name", "area"}]}``, or ``<option>``s for
    HTMX.
    """
    kind = request.GET.get("kind", "")
    found = queries.find_places(
        request.user, request.GET.get("q", "")[:120], kind=kind if kind in PlaceKind.values else ""
    )
    items = [
        {"uuid": row.uuid, "code": row.code, "name": row.name, "kind": row.kind, "area": row.area.name}
        for row in found
    ]
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "places/_suggestions.html", {"items": items})
    return JsonResponse({"items": items})


@require_safe
@requires("places.view")
def area_panel(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """On an area's page: how many places of which kind."""
    area = visible_area(request.user, uuid)
    counts = [(PlaceKind(kind), number) for kind, number in queries.place_counts(request.user, area)]
    context = {
        "area": area,
        "name": path_name(area),
        "counts": counts,
        "total": sum(n for _kind, n in counts),
    }
    return render(request, "places/_area_panel.html", context)
