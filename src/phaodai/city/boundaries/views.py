"""Pages of boundaries, and the shapes that maps are drawn with."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from phaodai.city.areas.queries import visible_area
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.boundaries import queries, services
from phaodai.city.boundaries.forms import BoundaryUploadForm, UndoForm
from phaodai.city.boundaries.rules.delivery import DETAILS
from phaodai.city.boundaries.rules.reading import Fault, Unreadable
from phaodai.city.boundaries.terms import BoundaryProblem
from phaodai.core import clock
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.ui.paging import asked_page

PAGE = 20
FOR_EVER = "private, max-age=31536000, immutable"


def sentence(fault: Fault | dict[str, Any]) -> str:
    """What is wrong, in one sentence."""
    found = fault if isinstance(fault, dict) else vars(fault)
    return str(BoundaryProblem(found["code"]).label).format(detail=found["detail"])


@require_http_methods(["GET", "HEAD", "POST"])
@requires("areas.view")
def boundaries(request: GuardedRequest) -> HttpResponse:
    """What has a boundary and what has not, the files that came, and a place to bring another."""
    may_edit = request.user.may("areas.edit")
    form, outcome = BoundaryUploadForm(), None
    if request.method == "POST" and may_edit:
        form = BoundaryUploadForm(request.POST, request.FILES)
        outcome = _bring(request, form) if form.is_valid() else None
        if outcome is not None and outcome.file is not None:
            return redirect("boundaries:file", uuid=outcome.file.uuid)
    return _page(request, form if may_edit else None, outcome)


def _page(request: GuardedRequest, form: Any, outcome: Any) -> HttpResponse:
    context = {
        "coverage": queries.coverage(clock.today()),
        "page": asked_page(request, queries.boundary_files(), PAGE),
        "form": form,
        "outcome": outcome,
        "faults": [(fault, sentence(fault)) for fault in outcome.faults] if outcome else [],
    }
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, "boundaries/boundaries.html", context, status=status)


def _bring(request: GuardedRequest, form: forms.Form) -> Any:
    """The outcome of an import or of a check; None when the file cannot be used."""
    asked, file = form.cleaned_data, form.cleaned_data["file"]
    dry_run = "check" in request.POST
    try:
        outcome = services.import_boundaries(
            content=file.read(), name=file.name, by=request.user, source=asked["source"], on=asked["on"],
            mend=asked["mend"], dry_run=dry_run,
        )  # fmt: skip
    except Unreadable as refusal:
        form.add_error("file", sentence(refusal.fault))
        return None
    if outcome.file is None and not dry_run:
        form.add_error("file", _("Nothing of this file is new: every boundary is known or faulty."))
    elif outcome.file is not None:
        messages.success(request, _("%(n)d boundaries have been stored.") % {"n": outcome.accepted})
    return outcome


@require_safe
@requires("areas.view")
def boundary_file(request: GuardedRequest, uuid: UUID, form: UndoForm | None = None) -> HttpResponse:
    """One file: what it brought, what was wrong, and a way to take it back."""
    file = queries.visible_file(request.user, uuid)
    may_undo = request.user.may("areas.edit") and file.undone_at is None
    context = {
        "file": file,
        "faults": [(fault, sentence(fault)) for fault in file.rejected],
        "form": (form or UndoForm()) if may_undo else None,
    }
    return render(request, "boundaries/file.html", context, status=422 if form else 200)


@require_http_methods(["POST"])
@requires("areas.edit")
def undo(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """Take a file back."""
    file = queries.visible_file(request.user, uuid)
    form = UndoForm(request.POST)
    if not form.is_valid():
        request.method = "GET"
        return boundary_file(request, uuid, form)
    try:
        services.undo_import(file=file, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _("The file has been taken back; the boundaries before it count again."))
    return redirect("boundaries:file", uuid=file.uuid)


@require_safe
@requires("areas.view")
def shapes(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """The shapes of the areas of one level inside an area, as of a day: small, versioned, to be kept by the browser."""
    parent = visible_area(request.user, uuid)
    level, detail = request.GET.get("level", ""), request.GET.get("detail", "")
    sheet = queries.sheet_of(
        parent, level if level in AreaLevel.values else _level_below(parent), _day(request)
    )
    detail = detail if detail in DETAILS else "overview"
    etag = f'"{sheet.version}-{detail}"'
    if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = _body(request, sheet, detail)
    answer["ETag"] = etag
    answer["Cache-Control"] = FOR_EVER if request.GET.get("v") == sheet.version else "private, no-cache"
    return answer


def _body(request: GuardedRequest, sheet: queries.Sheet, detail: str) -> HttpResponse:
    plain, packed = queries.sheet_body(sheet, detail)
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(packed if takes_gzip else plain, content_type="application/json")
    answer["Vary"] = "Accept-Encoding"
    if takes_gzip:
        answer["Content-Encoding"] = "gzip"
    return answer


def _level_below(parent: Any) -> str:
    levels = list(AreaLevel.values)
    return levels[min(levels.index(parent.level) + 1, len(levels) - 1)]


def _day(request: GuardedRequest) -> date:
    try:
        return parse_date(request.GET.get("day", "")) or clock.today()
    except ValueError:
        return clock.today()
