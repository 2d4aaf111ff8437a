"""Pages of the ledger: recording at a gate, importing, retention, who was at a place."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.city.clients.queries import device_for
from phaodai.core import clock, policy
from phaodai.core.access import requires
from phaodai.core.ui.paging import asked_page
from phaodai.response.movement import clocks, looking, queries, services
from phaodai.response.movement.forms import LookForm, RecordForm, VisitorsForm
from phaodai.response.movement.terms import VisitSource

PLACE_KEY = "movement_place"
DAYS_SHOWN = 14


@require_http_methods(["GET", "HEAD", "POST"])
@requires("visits.record")
def record(request: HttpRequest) -> HttpResponse:
    """Record arrivals one after the other; the place stays, the last ten can be undone."""
    form = RecordForm(request.POST or None, initial={"place": request.session.get(PLACE_KEY, "")})
    if request.method == "POST" and form.is_valid() and _record(request, form):
        return redirect("movement:record")
    status = 422 if form.is_bound and form.errors else 200
    about = {"form": form, "place": _place_named(request), "lines": queries.last_recorded_by(request.user)}
    may_see_names = request.user.is_authenticated and request.user.may("people.view")
    return render(request, "movement/record.html", {**about, "may_see_names": may_see_names}, status=status)


def _record(request: HttpRequest, form: RecordForm) -> bool:
    asked = form.cleaned_data
    person = queries.people_by_reference([asked["person"]]).get(asked["person"])
    place = queries.places_by_reference([asked["place"]], request.user).get(asked["place"])
    if person is None:
        form.add_error("person", services.fault_text("unknown_person"))
    if place is None:
        form.add_error("place", services.fault_text("unknown_place"))
    if person is None or place is None:
        return False
    return _write(request, form, person, place)


def _write(request: HttpRequest, form: RecordForm, person_id: int, place_id: int) -> bool:
    asked = form.cleaned_data
    start_at = asked["start"] or clock.now()
    try:
        client_id = services.record_visit(
            person_id=person_id, place_id=place_id, start_at=start_at, end_at=asked["end"],
            source=VisitSource.SCAN, by=request.user,
        )  # fmt: skip
    except ValidationError as error:
        form.add_error("end" if asked["end"] else "start", error.messages)
        return False
    request.session[PLACE_KEY] = asked["place"]
    undo = reverse("movement:undo", args=[clock.local_day(start_at).isoformat(), client_id])
    messages.success(request, _("Recorded."), extra_tags=f"undo:{undo}")
    return True


def _place_named(request: HttpRequest) -> Any:
    text = request.POST.get("place") or request.session.get(PLACE_KEY, "")
    return queries.place_by_reference(text, request.user) if text else None


@require_POST
@requires("visits.record")
def undo(request: HttpRequest, day: date, client_id: UUID) -> HttpResponse:
    """Take back one's own slip."""
    try:
        services.undo_visit(client_id=client_id, day=day, by=request.user)
        messages.success(request, _("Undone."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("movement:record")


@require_POST
@requires("visits.record")
def leave(request: HttpRequest, day: date, client_id: UUID) -> HttpResponse:
    """The person leaves now."""
    try:
        services.close_visit(client_id=client_id, day=day, end_at=clock.now(), by=request.user)
        messages.success(request, _("Departure recorded."))
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    return redirect("movement:record")


@require_safe
@requires("visits.record")
def import_file(request: HttpRequest) -> HttpResponse:
    """Lists of visits come in where every list does."""
    return redirect("exchange:new", kind="visits")


@require_safe
@requires("retention.view")
def retention(request: HttpRequest) -> HttpResponse:
    """What was deleted, and the proof."""
    now = clock.now()
    page = asked_page(request, queries.retention_runs(), 25)
    about = {"page": page, "rule": policy.get("movement.retention_days", now), "oldest": queries.oldest_day()}
    return render(request, "movement/retention.html", {**about, "keep_from": services.first_day_kept(now)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("visits.view")
def place_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Counts by day; names only of one day, for a reason that is kept."""
    place = looking.place_for(request.user, uuid)
    form = VisitorsForm(request.POST or None, initial={"day": clock.today()})
    about: dict[str, Any] = {"place": place, "form": form, "days": _days(place)}
    if request.method == "POST" and form.is_valid():
        about["lines"] = looking.look_at_visitors(place=place, **form.cleaned_data, by=request.user)
        about["shown_max"] = queries.VISITORS_SHOWN
    status = 422 if form.is_bound and form.errors else 200
    # htmx swaps only successful answers; the mistakes have to show.
    return render(
        request,
        "movement/_place_panel.html",
        about,
        status=200 if "HX-Request" in request.headers else status,
    )


def _days(place: Any) -> list[tuple[date, int]]:
    today = clock.today()
    days = [today - timedelta(days=back) for back in range(DAYS_SHOWN)]
    counts = queries.visitor_counts(place, days)
    return [(day, counts.get(day, 0)) for day in days]


@require_http_methods(["GET", "HEAD", "POST"])
@requires("visits.view")
def person_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where somebody was in the last days, for a reason that is kept."""
    person = looking.person_for(request.user, uuid)
    form = LookForm(request.POST or None)
    about: dict[str, Any] = {"person": person, "form": form, "days": DAYS_SHOWN}
    if request.method == "POST" and form.is_valid():
        lines = looking.look_at_visits(
            person=person, days=DAYS_SHOWN, reason=form.cleaned_data["reason"], by=request.user
        )
        about |= {"lines": lines, "shown_max": queries.VISITORS_SHOWN}
    # htmx swaps only successful answers; the mistakes have to show.
    status = 422 if form.errors and "HX-Request" not in request.headers else 200
    return render(request, "movement/_person_panel.html", about, status=status)


@require_safe
@requires("devices.manage")
def device_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """On a device's page: visits whose times its clock had wrong, as sent and as kept."""
    device = device_for(request.user, uuid)
    rows = clocks.noted_of(device.uuid)
    about = {"lines": rows[: clocks.SHOWN], "count": rows.count(), "shown_max": clocks.SHOWN}
    return render(request, "movement/_device_panel.html", about)
