"""One order: its page, its paper, and what can be done to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from phaodai.core.access import requires
from phaodai.response.quarantine import forms, services
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.printing import preview_order
from phaodai.response.quarantine.queries import orders, sites
from phaodai.response.quarantine.queries.page import OrderPage, page_of
from phaodai.response.quarantine.terms import OrderState


@require_safe
@requires("quarantine.view")
def order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One order: who, on what basis, how far it is, what is to be done next."""
    found = services.open_order(uuid=uuid, by=request.user, purpose=_("order page"))
    return render_order_page(request, found, {})


def render_order_page(
    request: HttpRequest, found: QuarantineOrder, bound: dict[str, Form], status: int = 200
) -> HttpResponse:
    """The page of an order; ``bound`` holds the form of a dialog that came back with mistakes."""
    page = page_of(found, request.user)
    context = {"page": page, "order": found, **_forms(page), **bound}
    return render(request, "quarantine/order.html", context, status=status)


def _forms(page: OrderPage) -> dict[str, Form | None]:
    """The forms of the deeds this reader may do."""
    may, row = page.may, page.order
    brought_by = {"filed_by": row.person.full_name}
    return {
        "confirm_form": _confirm_form(row) if may.confirm else None,
        "reason_form": forms.ReasonForm() if may.withdraw else None,
        "end_form": forms.EndForm() if may.end else None,
        "appeal_form": forms.AppealForm(initial=brought_by) if may.appeal else None,
        "answer_form": forms.AppealAnswerForm(auto_id="answer_%s") if may.decide else None,
        "room_form": _room_form(row)
        if may.keep and not page.stay and row.state == OrderState.SIGNED
        else None,
        "move_form": _room_form(row) if may.keep and page.stay else None,
    }


def _confirm_form(row: QuarantineOrder) -> Form:
    settled = {"setting": row.setting, "site": row.site_id, "address": row.address}
    initial = {**settled, "vaccination": row.vaccination}
    return forms.ConfirmForm(initial=initial, sites=sites.sites_to_choose())


def _room_form(row: QuarantineOrder) -> Form:
    return forms.RoomForm(rooms=sites.rooms_of(row.site), auto_id="room_%s")


@require_safe
@requires("quarantine.view")
def print_order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The order as A4 PDF to look at, stamped: a printed one comes from `printed`, with its code."""
    found = services.open_order(uuid=uuid, by=request.user, purpose=_("order print"))
    response = HttpResponse(preview_order(found), content_type="application/pdf")
    name = found.number.replace("/", "-").replace("Đ", "D") or f"du-thao-{str(found.uuid)[:8]}"
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


@require_POST
@requires("quarantine.view")
def printed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Print: put on record who holds the paper, and open the copy; a draft is only looked at."""
    row = orders.order_for(request.user, uuid)
    copy = services.mark_printed(order=row, by=request.user)
    if copy is None:
        return redirect("quarantine:print", uuid=row.uuid)
    return redirect("papers:copy", uuid=copy.paper.uuid, number=copy.number)


def _do(
    request: HttpRequest, row: QuarantineOrder, deed: Callable[[], Any], done: str, *, undo: str = ""
) -> HttpResponse:
    """Do one thing, say how it went, and show the order again."""
    try:
        deed()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done, extra_tags=f"undo:{undo}" if undo else "")
    return redirect("quarantine:order", uuid=row.uuid)


def _fill(
    request: HttpRequest,
    row: QuarantineOrder,
    dialog: tuple[str, Form],
    deed: Callable[[dict[str, Any]], Any],
    done: str,
    *,
    undo: str = "",
) -> HttpResponse:
    """Do what a dialog's form asks; a mistake or a refusal shows the dialog again with what was typed (422)."""
    name, form = dialog
    if form.is_valid():
        try:
            deed(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, done, extra_tags=f"undo:{undo}" if undo else "")
            return redirect("quarantine:order", uuid=row.uuid)
    return render_order_page(request, row, {f"{name}_form": form}, status=422)


@require_POST
@requires("quarantine.confirm")
def confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The health officer confirms."""
    row = orders.order_for(request.user, uuid, "quarantine.confirm")
    form = forms.ConfirmForm(request.POST, sites=sites.sites_to_choose())
    return _fill(
        request,
        row,
        ("confirm", form),
        lambda given: services.confirm_order(order=row, by=request.user, **given),
        _("Confirmed. The order waits for the authority's signature."),
        undo=reverse("quarantine:undo_confirm", args=[row.uuid]),
    )


@require_POST
@requires("quarantine.confirm")
def undo_confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a mistaken confirmation back."""
    row = orders.order_for(request.user, uuid, "quarantine.confirm")
    return _do(
        request,
        row,
        lambda: services.undo_confirmation(order=row, by=request.user),
        _("The order is a draft again."),
    )


@require_POST
@requires("quarantine.confirm")
def new_term(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Exposed again: draft the order, or its extension, with the days counted anew."""
    row = orders.order_for(request.user, uuid, "quarantine.confirm")
    try:
        drafted = services.propose_new_term(order=row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("quarantine:order", uuid=row.uuid)
    messages.success(request, _("Drafted with the days counted anew. Confirm it; then the authority signs."))
    return redirect("quarantine:order", uuid=drafted.uuid)


@require_POST
@requires("quarantine.sign")
def sign(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The authority signs."""
    row = orders.order_for(request.user, uuid, "quarantine.sign")
    return _do(
        request,
        row,
        lambda: services.sign_order(order=row, by=request.user),
        _("Signed. The order is in force."),
    )


@require_POST
@requires("quarantine.view")
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Withdraw with a reason."""
    row = orders.order_for(request.user, uuid)
    return _fill(
        request,
        row,
        ("reason", forms.ReasonForm(request.POST)),
        lambda given: services.withdraw_order(order=row, by=request.user, **given),
        _("Withdrawn. Below stands who had been told and must hear of it."),
    )


@require_POST
@requires("quarantine.end")
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End what was served."""
    row = orders.order_for(request.user, uuid, "quarantine.end")
    return _fill(
        request,
        row,
        ("end", forms.EndForm(request.POST)),
        lambda given: services.end_order(order=row, by=request.user, **given),
        _("The order has ended."),
    )


@require_POST
@requires("quarantine.view")
def appeal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take in an objection."""
    row = orders.order_for(request.user, uuid)
    return _fill(
        request,
        row,
        ("appeal", forms.AppealForm(request.POST)),
        lambda given: services.file_appeal(order=row, by=request.user, **given),
        _("The objection was taken in. The order binds until it is answered."),
    )


@require_POST
@requires("quarantine.sign")
def decide(request: HttpRequest, uuid: UUID, appeal_uuid: UUID) -> HttpResponse:
    """Answer an objection."""
    row = orders.order_for(request.user, uuid, "quarantine.sign")
    found = orders.appeal_for(request.user, row, appeal_uuid)
    return _fill(
        request,
        row,
        ("answer", forms.AppealAnswerForm(request.POST, auto_id="answer_%s")),
        lambda given: services.decide_appeal(
            appeal=found, grant=given["decision"] == "granted", answer=given["answer"], by=request.user
        ),
        _("The objection is answered."),
    )


@require_POST
@requires("quarantine.view")
def serve(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The paper was handed to the person."""
    row = orders.order_for(request.user, uuid)
    return _do(
        request,
        row,
        lambda: services.serve_order(order=row, by=request.user),
        _("Put on record as handed over."),
    )


@require_POST
@requires("quarantine.stay")
def admit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Put the person into a bed."""
    row = orders.order_for(request.user, uuid, "quarantine.stay")
    return _fill(
        request,
        row,
        ("room", forms.RoomForm(request.POST, rooms=sites.rooms_of(row.site), auto_id="room_%s")),
        lambda given: services.open_stay(order=row, by=request.user, **given),
        _("The person is admitted."),
    )
