"""Who looked, on the subject's page. The data officer's search is in `city/oversight`."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from phaodai.core import clock
from phaodai.core.access import signed_in
from phaodai.core.audit import queries
from phaodai.core.audit.columns import kind_label
from phaodai.core.audit.models import ReadLog
from phaodai.core.ui.paging import asked_page

PAGE = 50
PANEL = 8
PAGES = {
    "person": "people:person",
    "case": "cases:case",
    "contact": "tracing:contact",
    "tube": "testing:tube",
    "order": "quarantine:order",
}


def page_of(row: ReadLog) -> str:
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
    return page_of(ReadLog(subject_type=kind, subject_id=uuid))
