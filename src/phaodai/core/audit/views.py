"""Who looked: on the subject's page, and the log of the data officer."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from phaodai.core import clock
from phaodai.core.access import requires, signed_in
from phaodai.core.audit import queries, services
from phaodai.core.audit.columns import READ_COLUMNS, kind_label
from phaodai.core.audit.forms import LogFilter
from phaodai.core.audit.models import ReadLog
from phaodai.core.audit.terms import Subject
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page

PAGE = 50
PANEL = 8
LOG = UUID(int=0)
PAGES = {
    "person": "people:person",
    "case": "cases:case",
    "contact": "tracing:contact",
    "tube": "testing:tube",
    "order": "quarantine:order",
}


def _page_of(row: ReadLog) -> str:
    try:
        return reverse(PAGES.get(row.subject_type, ""), args=[row.subject_id])
    except NoReverseMatch:
        return ""


@require_safe
@signed_in
def subject(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    """Who looked at one subject: a panel for HTMX, else a page of its own."""
    if not queries.is_visible(kind, uuid, request.user):
        raise Http404
    rows = queries.reads_of(kind, uuid)
    today = queries.reads_since(kind, uuid, clock.day_bounds(clock.today())[0])
    if request.htmx:  # type: ignore[attr-defined]
        url = reverse("audit:subject", args=[kind, uuid])
        return render(request, "audit/_reads.html", {"reads": rows[:PANEL], "reads_today": today, "url": url})
    page = asked_page(request, rows, PAGE)
    context = {"page": page, "kind": kind_label(kind), "today": today, "back": _back(kind, uuid)}
    return render(request, "audit/subject.html", context)


def _back(kind: str, uuid: UUID) -> str:
    return _page_of(ReadLog(subject_type=kind, subject_id=uuid))


@require_safe
@requires("audit.view")
def log(request: HttpRequest) -> HttpResponseBase:
    """Every look at health data by person, actor and day; reading the log is recorded too."""
    wanted = LogFilter(request.GET.dict()).wanted()
    rows = queries.search_reads(
        actor=wanted["actor"] or "",
        subject_type=wanted["kind"] or "",
        subject_id=wanted["subject"],
        first=wanted["first"],
        last=wanted["last"],
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        _note(request, "log_export", wanted)
        return export_response(
            request.GET["format"], "access-log", READ_COLUMNS, rows.iterator(chunk_size=2000)
        )
    page = asked_page(request, rows, PAGE)
    _note(request, "log_read", wanted)
    context = {
        "page": page,
        "rows": [(row, kind_label(row.subject_type)) for row in page.object_list],
        "kinds": Subject.choices,
        "subject": wanted["subject"],
        "is_narrowed": any(wanted.values()),
    }
    return render(request, "audit/log.html", context)


def _note(request: HttpRequest, action: str, wanted: dict[str, Any]) -> None:
    filters = {name: str(value) for name, value in wanted.items() if value}
    services.log_action(actor=request.user, action=action, subject_type="log", subject_id=LOG, data=filters)
