"""Devices: one's own, and those of the unit one manages."""

from typing import Any
from uuid import UUID

import segno
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.city.clients import queries, services
from phaodai.city.clients.columns import DEVICE_COLUMNS
from phaodai.city.clients.forms import DeviceFilter, EnrolForm, NameForm, ReasonForm
from phaodai.city.clients.terms import DeviceState
from phaodai.city.clients.views.common import PAGE, do
from phaodai.core import policy
from phaodai.core.access import GuardedRequest, requires, signed_in
from phaodai.core.exchange import export_response
from phaodai.core.gateway.queries import narrowed, requests_of, usage_of
from phaodai.core.ui.offering import add_errors
from phaodai.core.ui.paging import asked_page

DEVICES = "devices.manage"
SHOWN = 20


@require_safe
@requires(DEVICES)
def devices(request: HttpRequest) -> HttpResponseBase:
    """Devices in reach: narrowed, sorted, paged, or as a spreadsheet (``?format=xlsx``)."""
    wanted = DeviceFilter(request.GET.dict()).wanted()
    rows = queries.list_devices(
        request.user,
        text=wanted["q"],
        state=wanted["state"],
        clock_state=wanted["clock"],
        sort=wanted["sort"] or "-seen",
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(
            request.GET["format"], "devices", DEVICE_COLUMNS, rows.iterator(chunk_size=500)
        )
    page, bound = asked_page(request, rows, PAGE), policy.get("gateway.device_clock").value["notice_s"]
    context = {
        "page": page,
        "states": DeviceState.choices,
        "clocks": [("off", _("Clock off"))],
        "clocks_off": {row.pk for row in page.object_list if abs(row.skew_s or 0) > bound},
        "is_narrowed": any(wanted[name] for name in ("q", "state", "clock")),
    }
    return render(request, "clients/devices.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(DEVICES)
def add_device(request: GuardedRequest) -> HttpResponse:
    """Offer a device: the answer is the only page that shows its code."""
    form = _enrol_form(request)
    if request.method == "POST" and form.is_valid():
        try:
            offer, code = services.offer_device(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except PermissionDenied:
            form.add_error(
                "holder", _("This person's roles reach further than yours; a wider administrator does it.")
            )
        else:
            return _show_offer(request, offer, code)
    return render(request, "clients/device_form.html", {"form": form}, status=422 if form.errors else 200)


def _enrol_form(request: GuardedRequest) -> EnrolForm:
    organizations = queries.enrollable_organizations(request.user)
    only = list(organizations[:2])
    usual = {"holder": request.user.uuid, "organization": only[0].uuid if len(only) == 1 else None}
    return EnrolForm(
        request.POST or None,
        initial=usual,
        holders=queries.enrollable_holders(request.user),
        organizations=organizations,
        areas=queries.enrollable_areas(request.user),
    )


def _show_offer(request: HttpRequest, offer: Any, code: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("clients:take", args=[code]))
    picture = segno.make(address, error="m", micro=False).svg_data_uri(scale=6, border=3)
    context = {"offer": offer, "address": address, "picture": picture, "code": code}
    return render(request, "clients/offer.html", context)


@require_safe
@requires(DEVICES)
def offer_state(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Whether the code has been taken, asked every two seconds by the page that shows it."""
    return render(request, "clients/_offer_state.html", {"offer": queries.offer_for(request.user, uuid)})


@require_safe
@requires(DEVICES)
def device(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One device: whose, where, its clock, what it asked, what its clock had wrong."""
    return _device_page(request, queries.device_for(request.user, uuid))


def _device_page(request: HttpRequest, found: Any, **more: Any) -> HttpResponse:
    context = {
        "device": found,
        "usage": usage_of([found.uuid]),
        "lines": narrowed(requests_of([found.uuid]))[:SHOWN],
        "rule": policy.get("gateway.device_clock"),
        "name_form": NameForm(initial={"name": found.name}),
        **more,
    }
    return render(request, "clients/device.html", context)


@require_POST
@requires(DEVICES)
def name_device(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give it another name."""
    found = queries.device_for(request.user, uuid)
    return _named(request, found, redirect("clients:device", uuid=uuid))


def _named(request: HttpRequest, found: Any, then: HttpResponse) -> HttpResponse:
    name = request.POST.get("name", "")
    return do(
        request,
        lambda: services.rename_device(device=found, name=name, by=request.user),
        _("Saved."),
        then,
    )


@require_POST
@requires(DEVICES)
def end_device(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End its token now."""
    found = queries.device_for(request.user, uuid)
    return _ended(request, found, redirect("clients:device", uuid=uuid))


def _ended(
    request: HttpRequest, found: Any, then: HttpResponse, *, is_lost: bool | None = None
) -> HttpResponse:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    lost = request.POST.get("lost") == "yes" if is_lost is None else is_lost
    return do(
        request,
        lambda: services.end_device(device=found, by=request.user, reason=reason, is_lost=lost),
        _("The device is refused from now on."),
        then,
    )


@require_safe
@signed_in
def my_devices(request: GuardedRequest) -> HttpResponse:
    """What acts in my name."""
    context = {"devices": queries.devices_of(request.user), "may_add": request.user.may(DEVICES)}
    return render(request, "clients/my_devices.html", context)


@require_POST
@signed_in
def my_lost(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """I have lost it."""
    return _ended(
        request, queries.own_device(request.user, uuid), redirect("clients:my_devices"), is_lost=True
    )


@require_POST
@signed_in
def my_name(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give my device another name."""
    return _named(request, queries.own_device(request.user, uuid), redirect("clients:my_devices"))
