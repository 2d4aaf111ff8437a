"""Pages of areas through time."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phaodai.city.areas.models import Area
from phaodai.city.areas.queries import ancestors_of, visible_area
from phaodai.city.succession import queries, services
from phaodai.city.succession.columns import CHANGE_COLUMNS, GAP_COLUMNS
from phaodai.city.succession.forms import STATES, ChangeFilter, ConfirmForm, DecideForm, ReasonForm
from phaodai.city.succession.models import AreaChange
from phaodai.city.succession.terms import ChangeKind
from phaodai.core import clock
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50


@require_safe
@requires("areas.view")
def changes(request: GuardedRequest) -> HttpResponseBase:
    """Every change of areas, narrowed and paged, or as a spreadsheet."""
    wanted = ChangeFilter(request.GET).wanted()
    rows = queries.change_rows(text=wanted["q"], kind=wanted["kind"], by=wanted["by"])
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(
            request.GET["format"], "area-changes", CHANGE_COLUMNS, rows.iterator(chunk_size=500)
        )
    context = {
        "page": asked_page(request, rows, PAGE),
        "gap_count": queries.open_gaps().count(),
        "kinds": ChangeKind.choices,
        "states": STATES,
        "is_narrowed": any(wanted.values()),
    }
    return render(request, "succession/changes.html", context)


@require_safe
@requires("areas.view")
def gaps(request: GuardedRequest) -> HttpResponseBase:
    """Areas that ended and of which nobody has said what they became."""
    rows = queries.open_gaps(request.GET.get("q", "")[:120])
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(
            request.GET["format"], "unresolved-areas", GAP_COLUMNS, rows.iterator(chunk_size=500)
        )
    context = {"page": asked_page(request, rows, PAGE), "is_narrowed": bool(request.GET.get("q"))}
    return render(request, "succession/gaps.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("areas.view")
def gap(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One area without a known successor: why, and a form to decide it by a document."""
    found = queries.visible_gap(request.user, uuid)
    if found.closed_by is not None:
        return redirect("succession:change", uuid=found.closed_by.uuid)
    may_edit = request.user.may("areas.edit")
    form = DecideForm(request.POST or None, candidates=queries.candidates_for(found)) if may_edit else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = services.decide_succession(
                gap=found, parts=form.parts(), decree=form.cleaned_data["decree"], source=form.cleaned_data["source"],
                by=request.user,
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Decided. It can be taken back from here."))
            return redirect("succession:change", uuid=made.uuid)
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "succession/gap.html", {"gap": found, "form": form}, status=status)


@require_safe
@requires("areas.view")
def change(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One change: who became what, by which document, known from where."""
    return _change_page(request, queries.visible_change(request.user, uuid))


def _change_page(
    request: GuardedRequest, found: AreaChange, undo_form: Any = None, confirm_form: Any = None
) -> HttpResponse:
    may_edit = request.user.may("areas.edit") and found.undone_at is None
    to_confirm = confirm_form or ConfirmForm(initial={"decree": found.decree})
    context = {
        "change": found,
        "links": list(queries.links_of(found)),
        "undo_form": (undo_form or ReasonForm()) if may_edit else None,
        "confirm_form": to_confirm if may_edit and not found.is_confirmed else None,
    }
    return render(
        request, "succession/change.html", context, status=422 if undo_form or confirm_form else 200
    )


@require_http_methods(["POST"])
@requires("areas.edit")
def undo(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Take a change back."""
    found, form = queries.visible_change(request.user, uuid), ReasonForm(request.POST)
    if not form.is_valid():
        return _change_page(request, found, undo_form=form)
    try:
        services.undo_change(change=found, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Taken back; its areas wait to be decided again."))
    return redirect("succession:change", uuid=found.uuid)


@require_http_methods(["POST"])
@requires("areas.edit")
def confirm(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Note that a change was compared with its document."""
    found, form = queries.visible_change(request.user, uuid), ConfirmForm(request.POST)
    if not form.is_valid():
        return _change_page(request, found, confirm_form=form)
    try:
        services.confirm_change(change=found, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("Confirmed with its document."))
    return redirect("succession:change", uuid=found.uuid)


@require_safe
@requires("areas.view")
def area_panel(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """What an area was made of and what it became; nothing where it never changed."""
    area = visible_area(request.user, uuid)
    return render(request, "succession/_area_panel.html", {"area": area, "time": queries.through_time(area)})


@require_safe
@requires("areas.view")
def area_through_time(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One area on another day: what it is then, the steps that led there, and whether figures may be carried over."""
    area = visible_area(request.user, uuid)
    day = _asked_day(request, area)
    context = {
        "area": area, "above": ancestors_of(area), "day": day, "found": queries.resolve(area, day),
        "time": queries.through_time(area),
    }  # fmt: skip
    return render(request, "succession/area.html", context)


def _asked_day(request: GuardedRequest, area: Area) -> date:
    """The day asked for; else the day after the area's last, or today for one that exists still."""
    try:
        asked = parse_date(request.GET.get("at", ""))
    except ValueError:
        asked = None
    later = queries.last_change_of(area)
    return asked or later or clock.today()
