"""The data officer's search of the access log; reading it is a deed itself."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from phaodai.city.oversight import services
from phaodai.city.oversight.columns import LOG_COLUMNS
from phaodai.city.oversight.forms import LogFilter, SeekForm
from phaodai.city.oversight.queries import log as queries
from phaodai.core.access import requires
from phaodai.core.audit.columns import kind_label
from phaodai.core.audit.terms import Subject
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50


@require_safe
@requires("audit.view")
def log(request: HttpRequest) -> HttpResponseBase:
    """Every look at health data by reader, person, area, purpose and day."""
    wanted = LogFilter(request.GET.dict()).wanted()
    rows = queries.log_rows(request.user, wanted)
    if request.GET.get("format") in ("xlsx", "csv"):
        services.note_log_read(by=request.user, action="log_export", filters=wanted)
        return export_response(
            request.GET["format"], "access-log", LOG_COLUMNS, rows.iterator(chunk_size=2000)
        )
    page = asked_page(request, rows, PAGE)
    services.note_log_read(by=request.user, action="log_read", filters=wanted)
    return render(request, "oversight/log.html", _log_context(request, wanted, page))


def _log_context(request: HttpRequest, wanted: dict[str, Any], page: Any) -> dict[str, Any]:
    user: Any = request.user
    return {
        "page": page,
        "rows": [(row, kind_label(row.subject_type)) for row in page.object_list],
        "kinds": Subject.choices,
        "areas": [(area.uuid, area.name) for area in queries.log_areas(user)],
        "purposes": [(text, text) for text in queries.common_purposes(user)],
        "subject": wanted["subject"],
        "person": wanted["person"],
        "may_seek": user.may("oversight.review"),
        "is_narrowed": any(wanted.values()),
    }


@require_POST
@requires("oversight.review")
def seek(request: HttpRequest) -> HttpResponse:
    """From a whole number to who looked at that person."""
    form = SeekForm(request.POST)
    try:
        number = form.cleaned_data["number"] if form.is_valid() else ""
        found = services.seek_person(number=number, by=request.user, purpose="readers")
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return redirect("oversight:log")
    return redirect("oversight:readers", uuid=found.uuid)


@require_safe
@never_cache
@requires("oversight.review")
def readers(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who looked at one person, reader by reader."""
    person = queries.reviewable_person(request.user, uuid)
    services.note_log_read(by=request.user, action="log_read", filters={"person": uuid})
    return render(request, "oversight/readers.html", {"person": person, "lines": queries.readers_of(person)})
