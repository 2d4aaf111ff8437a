"""Conclusions on one row or many: confirmed at once, ruled out with a reason, handed over, taken back."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from phaodai.core.access import requires
from phaodai.response.tracing import services
from phaodai.response.tracing.forms import HandOverForm, RejectForm
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.queries.decisions import decisions_by_ids
from phaodai.response.tracing.queries.lists import by_uuids
from phaodai.response.tracing.terms import ContactState
from phaodai.response.tracing.views.asking import back_to, ticked
from phaodai.response.tracing.views.telling import read_undo_token, say, say_refused


@require_POST
@requires("contacts.verify")
def bulk(request: HttpRequest) -> HttpResponse:
    """What was asked of the ticked rows, or of the one row whose button was pressed."""
    action = (request.POST.get("only") or request.POST.get("action") or "").partition(":")[0]
    steps: dict[str, Callable[[HttpRequest], HttpResponse]] = {
        "verify": _verify,
        "reject": _reject,
        "reopen": _reopen,
        "hand_over": hand_over,
    }
    if action not in steps:
        raise Http404
    if not ticked(request):
        say.done(request, _("Tick the people first."))
        return redirect(back_to(request))
    return steps[action](request)


@require_POST
@requires("contacts.verify")
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """Take back the decisions a message offered to undo."""
    with say_refused(request):
        undone = services.undo_decisions(decisions=decisions_by_ids(read_undo_token(token)), by=request.user)
        count = len(undone)
        say.done(request, ngettext("%(n)d decision undone.", "%(n)d decisions undone.", count) % {"n": count})
    return redirect((request.META.get("HTTP_REFERER") and _own_page(request)) or back_to(request))


@require_POST
@requires("contacts.handover")
def hand_over(request: HttpRequest) -> HttpResponse:
    """Ask where to, then pass the ticked contacts on."""
    contacts = _chosen(request, "contacts.handover")
    is_asked = "to_external" in request.POST
    form = HandOverForm(
        request.POST if is_asked else None, contact=contacts[0] if len(contacts) == 1 else None
    )
    if not (is_asked and form.is_valid()):
        return _ask(request, "tracing/hand_over.html", contacts, form)
    try:
        services.hand_over_all(contacts=contacts, **form.cleaned_data, by=request.user)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _ask(request, "tracing/hand_over.html", contacts, form)
    count = len(contacts)
    say.done(
        request, ngettext("%(n)d person handed over.", "%(n)d people handed over.", count) % {"n": count}
    )
    return redirect(back_to(request))


def _verify(request: HttpRequest) -> HttpResponse:
    with say_refused(request):
        decisions = services.verify_contacts(contacts=_chosen(request), by=request.user)
        say.concluded(request, ContactState.VERIFIED, decisions)
    return redirect(back_to(request))


def _reopen(request: HttpRequest) -> HttpResponse:
    with say_refused(request):
        decisions = services.reopen_contacts(contacts=_chosen(request), by=request.user)
        say.concluded(request, ContactState.CANDIDATE, decisions)
    return redirect(back_to(request))


def _reject(request: HttpRequest) -> HttpResponse:
    """Ask for the reason, then rule out."""
    contacts = _chosen(request)
    form = RejectForm(request.POST if "because" in request.POST or "note" in request.POST else None)
    if not form.is_valid():
        return _ask(request, "tracing/reject.html", contacts, form)
    with say_refused(request):
        decisions = services.reject_contacts(contacts=contacts, reason=form.reason, by=request.user)
        say.concluded(request, ContactState.REJECTED, decisions)
    return redirect(back_to(request))


def _ask(
    request: HttpRequest, template: str, contacts: list[Contact], form: RejectForm | HandOverForm
) -> HttpResponse:
    status = 422 if form.is_bound else 200
    about = {"contacts": contacts, "form": form, "next": back_to(request)}
    return render(request, template, about, status=status)


def _chosen(request: HttpRequest, capability: str = "contacts.verify") -> list[Contact]:
    wanted: list[UUID] = ticked(request)
    found = list(by_uuids(request.user, wanted, capability).select_related("person", "area"))
    if not found or len(found) != len(set(wanted)):
        raise Http404
    return found


def _own_page(request: HttpRequest) -> str:
    origin = f"{request.scheme}://{request.get_host()}"
    referer = request.META["HTTP_REFERER"]
    return str(referer).removeprefix(origin) if str(referer).startswith(f"{origin}/") else ""
