"""The call sheet: of everybody, of one case, as a panel, on paper, as a spreadsheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.core import clock, policy
from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page
from phaodai.response.cases.models import Case
from phaodai.response.tracing import exchange, services
from phaodai.response.tracing.queries import lists
from phaodai.response.tracing.queries.lines import contact_lines
from phaodai.response.tracing.terms import CallOutcome, ContactState, ExposureKind
from phaodai.response.tracing.views.asking import back_to, filter_of, may
from phaodai.response.tracing.views.telling import say, say_refused

PANEL_ROWS = 8


@require_safe
@requires("contacts.view")
def list_contacts(request: HttpRequest) -> HttpResponse:
    """Every contact the user may see, of whatever case."""
    return render(request, "tracing/list.html", _sheet(request, None))


@require_safe
@requires("contacts.view")
def call_sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The call sheet of one case."""
    case = services.open_case_list(uuid=uuid, by=request.user, purpose=_("call sheet"))
    return render(request, "tracing/call_sheet.html", {**_sheet(request, case), **_about(request, case)})


@require_safe
@requires("contacts.view")
def case_panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The first rows of a case's call sheet, loaded into the case's page."""
    case = services.open_case_list(uuid=uuid, by=request.user)
    sheet = _sheet(request, case, PANEL_ROWS)
    back = {"next": reverse("cases:case", args=[case.uuid])}
    return render(request, "tracing/_case_panel.html", {**sheet, **_about(request, case), **back})


@require_POST
@requires("contacts.view")
def print_sheet(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The call sheet on A4, with room to write: put on record and opened."""
    case = services.open_case_list(uuid=uuid, by=request.user, purpose=_("call sheet, printed"))
    try:
        copy = services.print_call_sheet(case=case, wanted=filter_of(request), by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("tracing:call_sheet", uuid=case.uuid)
    return redirect("papers:copy", uuid=copy.paper.uuid, number=copy.number)


@require_safe
@requires("contacts.view")
def export_sheet(request: HttpRequest) -> HttpResponseBase:
    """The contacts asked for as XLSX or CSV; ``?case=`` limits it to one case."""
    case = _case_asked(request)
    wanted = filter_of(request)
    rows = lists.call_sheet(request.user, wanted, clock.now(), case)
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    services.record_listing(
        by=request.user, action="export", count=rows.count(), filters=wanted.as_words(), case=case
    )
    name = f"danh-sach-tiep-xuc-{case.code}" if case else "danh-sach-tiep-xuc"
    return export_response(
        kind, name, exchange.contact_columns(), exchange.contact_rows(rows, request.user, case)
    )


@require_POST
@requires("contacts.verify")
def search_again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Search the contacts of a case again."""
    case = services.open_case_list(uuid=uuid, by=request.user)
    with say_refused(request):
        trace = services.trace_case(case=case, by=request.user)
        say.searched(request, trace.candidates)
    return redirect(back_to(request, reverse("tracing:call_sheet", args=[uuid])))


@require_POST
@requires("contacts.verify")
def send_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the F1 verified since the last list."""
    case = services.open_case_list(uuid=uuid, by=request.user)
    with say_refused(request):
        sent = services.send_list(case=case, by=request.user)
        say.sent(request, sent.number)
    return redirect(back_to(request, reverse("tracing:call_sheet", args=[uuid])))


def _case_asked(request: HttpRequest) -> Case | None:
    asked = request.GET.get("case", "")
    return services.open_case_list(uuid=UUID(asked), by=request.user) if len(asked) == 36 else None


def _sheet(request: HttpRequest, case: Case | None, size: int = 25) -> dict[str, Any]:
    now, wanted = clock.now(), filter_of(request)
    everybody = lists.scoped(request.user, case)
    page = asked_page(request, lists.call_sheet(request.user, wanted, now, case), size)
    services.record_listing(
        by=request.user,
        action="list_read",
        count=page.paginator.count,
        filters=wanted.as_words(),
        case=case,
    )
    return {
        "case": case,
        "page": page,
        "lines": contact_lines(page.object_list, request.user, case),
        "tally": lists.tally(everybody, now),
        "wanted": wanted,
        "is_filtered": bool(set(wanted.as_words()) - {"sort"}),
        "states": [*ContactState.choices[:3], (lists.MOVED, exchange.MOVED_LABEL)],
        "kinds": ExposureKind.choices,
        "calls": [(lists.NOT_CALLED, exchange.NOT_CALLED_LABEL), *CallOutcome.choices],
        "areas": lists.areas_of(everybody),
        "may_verify": may(request, "contacts.verify"),
        "may_hand_over": may(request, "contacts.handover"),
        "next": request.get_full_path(),
        "now": now,
    }


def _about(request: HttpRequest, case: Case) -> dict[str, Any]:
    return {
        "trace": lists.last_trace(case),
        "unmatched": lists.unmatched_declared(case),
        "unsent": lists.not_yet_sent(case).count(),
        "sent": lists.sent_lists(case),
        "milestones": lists.milestones(case),
        "rates": lists.milestone_rates(case),
        "definition": policy.get("tracing.contact_definition"),
    }
