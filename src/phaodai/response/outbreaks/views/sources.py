"""The queue of unknown sources, the likely sources of one case, and conclusions about links."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.core import clock, policy
from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page
from phaodai.response.cases.terms import SourceStatus
from phaodai.response.outbreaks import services
from phaodai.response.outbreaks.columns import QUEUE_COLUMNS
from phaodai.response.outbreaks.forms import LinkForm, QueueForm, ReasonForm
from phaodai.response.outbreaks.queries import cases as finding
from phaodai.response.outbreaks.queries import queue, sources

PAGE_SIZE = 25
INVESTIGATE = "cases.investigate"
DEEDS: dict[str, Callable[..., Any]] = {
    "confirm": services.confirm_link,
    "reject": services.reject_link,
    "reopen": services.reopen_link,
}


def ages() -> list[tuple[str, str]]:
    """The choices of the filter by age."""
    return [(days, _("%(days)s days and more") % {"days": days}) for days in ("2", "7", "14")]


@require_safe
@requires(INVESTIGATE)
def unlinked(request: HttpRequest) -> HttpResponseBase:
    """The queue, filtered, sorted, paged, or as a file."""
    now, wanted = clock.now(), QueueForm(request.GET).wanted()
    rows = queue.queue(request.user, wanted, now)
    computed, cases = sources.computed_sources(now)
    if request.GET.get("format") in ("xlsx", "csv"):
        lines = queue.queue_lines(list(rows), computed, cases, now)
        _note(request, "export", len(lines), wanted.as_words())
        return export_response(request.GET["format"], "ca-chua-ro-nguon", QUEUE_COLUMNS, lines)
    page = asked_page(request, rows, PAGE_SIZE)
    _note(request, "list_read", len(page.object_list), wanted.as_words())
    about = {
        "page": page,
        "lines": queue.queue_lines(list(page.object_list), computed, cases, now),
        "is_filtered": bool(wanted.as_words()),
        "areas": [(str(area.uuid), area.name) for area in queue.areas_of_queue(request.user)],
        "source_states": SourceStatus.choices[1:],
        "ages": ages(),
        "outside_percent": round(100 * computed.outside_share, 1),
        "interval": policy.get("outbreaks.serial_interval", now),
    }
    return render(request, "outbreaks/unlinked.html", about)


def _note(request: HttpRequest, action: str, count: int, filters: dict[str, str]) -> None:
    services.note_list_read(
        action=action, list_name="unlinked", count=count, filters=filters, by=request.user
    )


@require_safe
@requires(INVESTIGATE)
def case_sources(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The likely sources of one case, three at most, with their reasons."""
    return _page(request, uuid)


@require_safe
@requires(INVESTIGATE)
def case_panel(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The same in short, loaded into the case's page."""
    page = sources.sources_page(request.user, sources.case_for(request.user, uuid))
    return render(
        request,
        "outbreaks/_case_panel.html",
        {"page": page, "case": page.case, "may_announce": _may_announce(request)},
    )


def _may_announce(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.may("notices.draft")


def _page(
    request: HttpRequest, uuid: UUID, status: int = 200, link_form: LinkForm | None = None
) -> HttpResponseBase:
    page = services.open_sources(uuid=uuid, by=request.user)
    about = {
        "page": page,
        "case": page.case,
        "interval": policy.get("outbreaks.serial_interval"),
        "may_announce": _may_announce(request),
        "link_form": link_form or LinkForm(auto_id="named_%s"),
    }
    return render(request, "outbreaks/sources.html", about, status=status)


@require_POST
@requires(INVESTIGATE)
def conclude(request: HttpRequest, uuid: UUID, infector_uuid: UUID) -> HttpResponseBase:
    """Confirm, rule out or take back one link."""
    case = sources.case_for(request.user, uuid)
    infector = finding.infector_named(request.user, infector_uuid)
    deed = DEEDS.get(request.POST.get("deed", ""))
    form = ReasonForm(request.POST)
    if deed is None or not form.is_valid():
        messages.warning(request, _("Say why: it stays with the decision."))
        return redirect("outbreaks:sources", uuid)
    _try(request, lambda: deed(infected=case, infector=infector, by=request.user, **form.cleaned_data))
    return redirect("outbreaks:sources", uuid)


@require_POST
@requires(INVESTIGATE)
def name_source(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Confirm a source the investigator knows of otherwise."""
    case, form = sources.case_for(request.user, uuid), LinkForm(request.POST, auto_id="named_%s")
    if not form.is_valid():
        return _page(request, uuid, 422, form)
    found, _missing = finding.by_codes(
        request.user, [form.cleaned_data["code"].strip().upper()], "cases.view"
    )
    if not found:
        form.add_error("code", _("No case with this code in your area."))
        return _page(request, uuid, 422, form)
    reason = form.cleaned_data["reason"]
    try:
        services.confirm_link(infected=case, infector=found[0], reason=reason, by=request.user)
    except ValidationError as error:
        form.add_error("code", error.messages)
        return _page(request, uuid, 422, form)
    messages.success(request, _("Written down; the chain is fixed there."))
    return redirect("outbreaks:sources", uuid)


def _try(request: HttpRequest, write: Callable[[], Any]) -> None:
    try:
        link = write()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    except PermissionDenied:
        raise Http404 from None
    else:
        said = {
            "confirmed": _("Written down; the chain is fixed there."),
            "rejected": _("Ruled out; it no longer counts."),
            "open": _("Taken back; it waits for a conclusion again."),
        }
        messages.success(request, said[link.state])
