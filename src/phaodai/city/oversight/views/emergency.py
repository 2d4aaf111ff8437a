"""Opening a record in an emergency, and the review afterwards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.city.oversight import services
from phaodai.city.oversight.columns import OPENING_COLUMNS
from phaodai.city.oversight.forms import OpenForm, OpeningFilter, ReviewForm
from phaodai.city.oversight.queries import emergency as queries
from phaodai.city.oversight.terms import Conclusion
from phaodai.city.oversight.views.common import written
from phaodai.core import clock, policy
from phaodai.core.access import requires
from phaodai.core.audit.columns import kind_label
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

OPENING, REVIEWING = "emergency.open", "oversight.review"
PAGE = 50


@require_http_methods(["GET", "POST"])
@never_cache
@requires(OPENING)
def emergency(request: HttpRequest) -> HttpResponse:
    """Open one record out of reach; below, what one has opened lately."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = written(form, lambda: services.open_emergency(by=request.user, **form.cleaned_data))
        if made is not None:
            return redirect("oversight:opened", uuid=made.uuid)
    moment, limits = clock.now(), policy.get("oversight.emergency")
    context = {
        "form": form,
        "limits": limits,
        "left": max(0, limits.value["per_day"] - queries.tries_today(request.user)),
        "openings": [(row, row.is_open(moment)) for row in queries.own_openings(request.user)],
    }
    return render(request, "oversight/emergency.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@requires(OPENING)
def opened(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The one record, while it is open; afterwards only that it was."""
    found = queries.own_opening(request.user, uuid)
    is_open = found.is_open(clock.now())
    sections = services.read_emergency(opening=found, by=request.user) if is_open else []
    context = {"opening": found, "is_open": is_open, "sections": sections}
    return render(request, "oversight/opened.html", context, status=200 if is_open else 410)


@require_POST
@requires(OPENING)
def close(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Done before the time is over."""
    services.close_emergency(opening=queries.own_opening(request.user, uuid), by=request.user)
    messages.success(request, _("The record is closed again."))
    return redirect("oversight:emergency")


@require_safe
@requires(REVIEWING)
def openings(request: HttpRequest) -> HttpResponseBase:
    """Emergency openings to review, and those reviewed."""
    wanted = OpeningFilter(request.GET.dict()).wanted()
    rows = queries.list_openings(
        request.user,
        text=wanted["q"] or "",
        conclusion=wanted["conclusion"] or "",
        sort=wanted["sort"] or "-opened",
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        services.note_log_read(by=request.user, action="emergencies_export", filters=wanted)
        return export_response(
            request.GET["format"], "emergencies", OPENING_COLUMNS, rows.iterator(chunk_size=500)
        )
    context = {
        "page": asked_page(request, rows, PAGE),
        "conclusions": Conclusion.choices,
        "is_narrowed": bool(wanted["q"] or wanted["conclusion"]),
    }
    return render(request, "oversight/openings.html", context)


def _opening_page(request: HttpRequest, uuid: UUID, form: ReviewForm) -> HttpResponse:
    found = queries.opening_for(request.user, uuid)
    context = {
        "opening": found,
        "form": form,
        "may_review": found.conclusion == Conclusion.WAITING and found.opened_by_id != request.user.pk,
        "reads": [(row, kind_label(row.subject_type)) for row in queries.read_meanwhile(found)],
    }
    return render(request, "oversight/opening.html", context, status=422 if form.errors else 200)


@require_safe
@requires(REVIEWING)
def opening(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One opening: why, what was read meanwhile, and the conclusion."""
    return _opening_page(request, uuid, ReviewForm())


@require_POST
@requires(REVIEWING)
def review(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Conclude."""
    found, form = queries.opening_for(request.user, uuid), ReviewForm(request.POST)
    if form.is_valid() and written(form, lambda: _conclude(found, form, request.user)) is not None:
        messages.success(request, _("The conclusion is on record."))
        return redirect("oversight:opening", uuid=uuid)
    return _opening_page(request, uuid, form)


def _conclude(found: Any, form: ReviewForm, by: Any) -> Any:
    values = form.cleaned_data
    return services.review_emergency(
        opening=found, is_justified=values["answer"] == "justified", note=values["note"],
        consequence=values["consequence"], by=by,
    )  # fmt: skip
