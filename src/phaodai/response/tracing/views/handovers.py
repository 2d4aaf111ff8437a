"""Hand-overs: what comes in, what went out, what nobody answered."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.core import clock
from phaodai.core.access import requires
from phaodai.core.ui.paging import asked_page
from phaodai.response.tracing import services
from phaodai.response.tracing.forms import AnswerForm
from phaodai.response.tracing.models import Handover
from phaodai.response.tracing.queries import handovers as queries
from phaodai.response.tracing.queries.contacts import contact_for
from phaodai.response.tracing.queries.lines import contact_lines
from phaodai.response.tracing.views.asking import PAGE_SIZE
from phaodai.response.tracing.views.telling import say, say_refused

TABS = {"in": queries.incoming, "out": queries.outgoing, "late": queries.escalated}


@require_safe
@requires("contacts.handover")
def handovers(request: HttpRequest) -> HttpResponse:
    """The three lists, one at a time."""
    asked = request.GET.get("tab", "in")
    tab = asked if asked in TABS else "in"
    rows = TABS[tab](request.user)
    tabs = [
        ("in", _("To be acknowledged"), queries.incoming(request.user).count()),
        ("late", _("Not answered in time"), queries.escalated(request.user).count()),
        ("out", _("Sent"), None),
    ]
    about = {"page": asked_page(request, rows, PAGE_SIZE), "tab": tab, "tabs": tabs, "now": clock.now()}
    return render(request, "tracing/handovers.html", about)


@require_safe
@requires("contacts.handover")
def handover(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One hand-over with its contact, to be answered."""
    return _page(request, queries.handover_for(request.user, uuid), AnswerForm())


@require_POST
@requires("contacts.handover")
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Acknowledge, or refuse with a reason."""
    row = queries.handover_for(request.user, uuid)
    form = AnswerForm(request.POST)
    accept = request.POST.get("answer") == "accept"
    try:
        form.full_clean()
        note = form.cleaned_data.get("note", "")
        services.answer_handover(handover=row, accept=accept, note=note, by=request.user)
    except ValidationError as error:
        form.add_error("note" if hasattr(error, "error_dict") else None, error.messages)
        return _page(request, row, form, 422)
    say.done(request, _("The contact is yours now.") if accept else _("The sender has been told."))
    return redirect("tracing:handovers")


@require_POST
@requires("contacts.handover")
def cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a hand-over back."""
    row = queries.handover_for(request.user, uuid)
    with say_refused(request):
        services.cancel_handover(handover=row, by=request.user)
        say.done(request, _("The hand-over has been taken back."))
    return redirect("tracing:contact", row.contact.uuid)


def _page(request: HttpRequest, row: Handover, form: AnswerForm, status: int = 200) -> HttpResponse:
    about: dict[str, Any] = {"handover": row, "form": form, "now": clock.now()}
    (about["line"],) = contact_lines([contact_for(request.user, row.contact.uuid)], request.user)
    about["may_answer"] = queries.may_answer(request.user, row)
    about["may_cancel"] = queries.may_cancel(request.user, row)
    return render(request, "tracing/handover.html", about, status=status)
