"""Orders waiting for sampling; labels."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page
from phaodai.response.testing import forms, services
from phaodai.response.testing.columns import ORDER_COLUMNS
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.labels import label_sheet
from phaodai.response.testing.queries import orders, tubes
from phaodai.response.testing.terms import OrderReason, OrderState
from phaodai.response.testing.views.common import ways

PAGE = 100


@require_safe
@requires("tests.view")
def order_list(request: HttpRequest) -> HttpResponseBase:
    """Who waits to be sampled, ward by ward and household by household."""
    wanted = forms.OrderFilterForm(request.GET).wanted()
    rows = orders.order_rows(request.user, wanted)
    if request.GET.get("format") in ("xlsx", "csv"):
        services.note_list_read(by=request.user, action="export", count=rows.count(), filters=vars(wanted))
        return export_response(
            request.GET["format"], "cho-lay-mau", ORDER_COLUMNS, rows.iterator(chunk_size=1000)
        )
    page = asked_page(request, rows, PAGE)
    services.note_list_read(
        by=request.user, action="list_read", count=len(page.object_list), filters=vars(wanted)
    )
    context = {
        "page": page,
        "wanted": wanted,
        "areas": [(area.uuid, area.name) for area in orders.areas_with_orders(request.user)],
        "reasons": OrderReason.choices,
        "states": OrderState.choices,
        "yes": [("yes", _("Only overdue"))],
        **ways(request.user),
    }
    return render(request, "testing/orders.html", context)


@require_safe
@requires("tests.view")
def order(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One order: for whom, why, until when, and the tubes taken for it."""
    found = services.open_order(uuid=uuid, by=request.user, purpose=_("test order"))
    return render(request, "testing/order.html", _order_context(request, found))


def _order_context(request: HttpRequest, found: Any) -> dict[str, Any]:
    user: Any = request.user
    return {
        "order": found,
        "tubes": list(orders.tubes_of_order(user, found)),
        "source_is_open": orders.may_open(user, found.source_tube),
        "form": forms.ReasonForm() if found.state == OrderState.OPEN and user.may("tests.order") else None,
        "shows_links": user.may("people.view"),
        **ways(user),
    }


@require_POST
@requires("tests.order")
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take an order back, with the reason."""
    found = orders.visible_order(request.user, uuid)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        context = {**_order_context(request, found), "form": form, "is_withdrawing": True}
        return render(request, "testing/order.html", context, status=422)
    services.withdraw_order(order=found, **form.cleaned_data, by=request.user)
    messages.success(request, _("The order is withdrawn."))
    return redirect("testing:order", uuid=found.uuid)


@require_http_methods(["GET", "POST"])
@requires("tests.sample")
def labels(request: HttpRequest) -> HttpResponse:
    """Make labels and get them as sheets of A4, 30 on each."""
    form = forms.LabelsForm(
        request.POST or None,
        areas=tubes.areas_to_sample(request.user),
        laboratories=tubes.laboratories(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.label_tubes(**form.cleaned_data, by=request.user)
        except Refused as refusal:
            form.add_error(None, refusal)
        else:
            return _as_pdf(made)
    return render(request, "testing/labels.html", {"form": form}, status=422 if form.errors else 200)


def _as_pdf(made: list[Any]) -> HttpResponse:
    response = HttpResponse(label_sheet(made), content_type="application/pdf")
    name = f"{made[0].code}..{made[-1].code}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@require_safe
@requires("tests.sample")
def label(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One tube's label once more."""
    return _as_pdf([tubes.visible_tube(request.user, uuid, "tests.sample")])
