"""The list of cases, the page of one, and the panel on a person's page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from phaodai.core import clock
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page
from phaodai.response.cases import queries, services
from phaodai.response.cases.columns import COLUMNS
from phaodai.response.cases.forms import VIEWS, FilterForm
from phaodai.response.cases.models import Case
from phaodai.response.cases.terms import CaseStatus, DetectionSetting, Look, SourceStatus
from phaodai.response.cases.views.dialogs import dialog_forms

PANELS = {
    "tracing:case_panel": "contacts.view",
    "outbreaks:case_panel": "cases.investigate",
    "investigations:case_panel": "cases.investigate",
    "testing:case_panel": "tests.view",
    "quarantine:case_panel": "quarantine.view",
    "playbook:case_panel": "cases.view",
}
"""What other modules show on a case's page, each by its own address and right."""
PRESETS = {
    "confirmed": gettext_lazy("confirmed cases"),
    "hours": gettext_lazy("reported in the last 24 hours"),
}
"""What a link from the dashboard filters by and the filter bar does not show."""


@requires("cases.view")
@require_safe
def case_list(request: GuardedRequest) -> HttpResponseBase:
    """The cases in the user's reach: filtered, sorted, paged, or as a file."""
    form = FilterForm(request.GET)
    filters = form.filters()
    rows = queries.list_cases(request.user, filters, request.GET.get("sort", queries.DEFAULT_SORT))
    if request.GET.get("format") in ("xlsx", "csv"):
        services.note_list_read(action="export", count=rows.count(), filters=filters.used, by=request.user)
        return export_response(request.GET["format"], "ca-benh", COLUMNS, rows.iterator(chunk_size=500))
    page = asked_page(request, rows, queries.PAGE_SIZE)
    _note_list(request, page, filters.used)
    return render(request, "cases/list.html", _list_context(request, page, filters.used))


@requires("cases.view")
@require_POST
def print_list(request: HttpRequest) -> HttpResponseBase:
    """The line list on A4 with the filters of the address: put on record and opened."""
    sort = request.GET.get("sort", queries.DEFAULT_SORT)
    try:
        copy = services.print_line_list(filters=FilterForm(request.GET).filters(), sort=sort, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("cases:list")
    return redirect("papers:copy", uuid=copy.paper.uuid, number=copy.number)


def _note_list(request: HttpRequest, page: Page, used: dict[str, str]) -> None:
    if page.object_list:
        services.note_list_read(
            action="list_read", count=len(page.object_list), filters=used, by=request.user
        )


def _list_context(request: GuardedRequest, page: Page, used: dict[str, str]) -> dict[str, Any]:
    query = request.GET.copy()
    query["format"] = "xlsx"
    return {
        "page": page,
        "now": clock.now(),
        "is_filtered": bool(used),
        "statuses": CaseStatus.choices,
        "settings": DetectionSetting.choices,
        "sources": SourceStatus.choices,
        "views": list(VIEWS.items()),
        "preset": [PRESETS[name] for name in used if name in PRESETS],
        "areas": [(area.uuid, area.name) for area in queries.areas_with_cases(request.user)],
        "export_url": f"?{query.urlencode()}",
        "default_sort": queries.DEFAULT_SORT,
        "may_report": request.user.may("cases.report"),
    }


@requires("cases.view")
@require_safe
def case(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """One case. Every look is on record."""
    found = queries.case_page(request.user, uuid)
    services.note_case_read(case=found.case, look=Look.PAGE, by=request.user)
    return render_case(request, found)


def render_case(
    request: HttpRequest, page: queries.CasePage, bound: dict[str, Any] | None = None, status: int = 200
) -> HttpResponseBase:
    """The page of a case; ``bound`` holds the form of a dialog that came back with mistakes."""
    forms = {**dialog_forms(page.case, request.user), **(bound or {})}
    context = {
        "page": page,
        "case": page.case,
        "forms": forms,
        "reopen": next(iter(bound), "") if bound else "",
        "may_tell": queries.may_here(request.user, "cases.report", page.case),
        "panels": panel_urls(request.user, page.case),
        "send_url": address("tracing:send_list", page.case.uuid) if "isolate" in forms else "",
        "call_sheet_url": address("tracing:call_sheet", page.case.uuid),
    }
    return render(request, "cases/case.html", context, status=status)


def panel_urls(user: Any, case: Case) -> list[str]:
    """Addresses of the other modules' panels this user may open."""
    found = [address(name, case.uuid) for name, capability in PANELS.items() if user.may(capability)]
    return [url for url in found if url]


def address(name: str, uuid: UUID) -> str:
    """The address of another module's page, "" where that module is not installed."""
    try:
        return reverse(name, args=[uuid])
    except NoReverseMatch:
        return ""


@requires("cases.view")
@require_safe
def person_panel(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """On a person's page: their cases; nothing (404) where there is none to see."""
    cases = list(queries.person_cases(request.user, uuid))
    if not cases:
        raise Http404
    for found in cases:
        services.note_case_read(case=found, look=Look.PERSON, by=request.user)
    return render(request, "cases/_person_panel.html", {"cases": cases})
