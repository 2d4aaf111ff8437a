"""The list of orders, and the two lists that wait for a decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from phaodai.city.areas.queries import visible_area
from phaodai.core.access import requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.paging import asked_page
from phaodai.response.quarantine import services
from phaodai.response.quarantine.columns import ORDER_COLUMNS
from phaodai.response.quarantine.forms import OrderFilterForm
from phaodai.response.quarantine.queries import orders
from phaodai.response.quarantine.services import BulkOutcome
from phaodai.response.quarantine.terms import OrderKind, OrderSetting, OrderState

PAGE = 50


@require_safe
@requires("quarantine.view")
def order_list(request: HttpRequest) -> HttpResponseBase:
    """The orders in the user's reach: narrowed, sorted, paged, or as a spreadsheet (``?format=xlsx``)."""
    wanted = OrderFilterForm(request.GET).wanted()
    under = visible_area(request.user, UUID(wanted.area)) if wanted.area else None  # type: ignore[arg-type]
    rows = orders.list_orders(request.user, wanted)
    if request.GET.get("format") in ("xlsx", "csv"):
        services.record_listing(
            by=request.user, action="order_export", count=rows.count(), filters=vars(wanted)
        )
        return export_response(request.GET["format"], "orders", ORDER_COLUMNS, rows.iterator(chunk_size=1000))
    page = asked_page(request, rows, PAGE)
    services.record_listing(
        by=request.user, action="order_list_read", count=len(page.object_list), filters=vars(wanted)
    )
    context = {
        "page": page,
        "under": under,
        "states": OrderState.choices,
        "kinds": OrderKind.choices,
        "settings": OrderSetting.choices,
        "is_narrowed": bool(wanted.states or wanted.kind or wanted.setting or wanted.area or wanted.text),
        **_waiting(request.user),
    }
    return render(request, "quarantine/order_list.html", context)


def _waiting(user: Any) -> dict[str, Any]:
    """How many decisions wait for this user, None where the decision is not theirs."""
    return {
        "to_confirm": orders.waiting_to_confirm(user).count() if user.may("quarantine.confirm") else None,
        "to_sign": orders.waiting_to_sign(user).count() if user.may("quarantine.sign") else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires("quarantine.confirm")
def to_confirm(request: HttpRequest) -> HttpResponse:
    """Drafts that can be confirmed: one at a time, or those selected."""
    if request.method == "POST":
        picked = orders.orders_for(request.user, _picked(request), "quarantine.confirm")
        _tell(request, services.confirm_orders(orders=picked, by=request.user), _confirmed_text)
        return redirect("quarantine:to_confirm")
    page = asked_page(request, orders.waiting_to_confirm(request.user), PAGE)
    return render(request, "quarantine/to_confirm.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@requires("quarantine.sign")
def to_sign(request: HttpRequest) -> HttpResponse:
    """Confirmed orders that wait for the authority's signature."""
    if request.method == "POST":
        picked = orders.orders_for(request.user, _picked(request), "quarantine.sign")
        _tell(request, services.sign_orders(orders=picked, by=request.user), _signed_text)
        return redirect("quarantine:to_sign")
    page = asked_page(request, orders.waiting_to_sign(request.user), PAGE)
    return render(request, "quarantine/to_sign.html", {"page": page})


def _picked(request: HttpRequest) -> list[UUID]:
    """The selected ids; whatever is not a UUID is left out."""
    found = []
    for text in request.POST.getlist("ids"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _confirmed_text(count: int) -> str:
    return ngettext("%(n)s order confirmed.", "%(n)s orders confirmed.", count) % {"n": count}


def _signed_text(count: int) -> str:
    return ngettext("%(n)s order signed.", "%(n)s orders signed.", count) % {"n": count}


def _tell(request: HttpRequest, outcome: BulkOutcome, done_text: Any) -> None:
    if outcome.done:
        messages.success(request, done_text(len(outcome.done)))
    for order, why in outcome.refused:
        messages.warning(request, f"{order.person.full_name}: {why}")
    if not outcome.done and not outcome.refused:
        messages.info(request, _("Nobody was selected."))
