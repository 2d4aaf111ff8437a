"""API keys of organisations."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phaodai.city.clients import queries, services
from phaodai.city.clients.columns import KEY_COLUMNS, REQUEST_COLUMNS
from phaodai.city.clients.forms import KeyFilter, KeyForm, ReasonForm, RequestFilter, WhoseKeyForm
from phaodai.city.clients.queries.keys import capability_labels
from phaodai.city.clients.terms import CallGroup, KeyState
from phaodai.city.clients.views.common import PAGE, do
from phaodai.core import policy
from phaodai.core.access import GuardedRequest, refused_as_missing, requires
from phaodai.core.exchange import export_response
from phaodai.core.gateway import CallerKind
from phaodai.core.gateway.queries import narrowed, requests_of, usage_of
from phaodai.core.ui.offering import add_errors
from phaodai.core.ui.paging import asked_page
from phaodai.core.ui.values import Series

VIEW, MANAGE = "clients.view", "clients.manage"
SHOWN = 20


@require_safe
@requires(VIEW)
def keys(request: GuardedRequest) -> HttpResponseBase:
    """Keys in reach: narrowed, sorted, paged, or as a spreadsheet (``?format=xlsx``)."""
    wanted = KeyFilter(request.GET.dict()).wanted()
    rows = queries.list_keys(
        request.user, text=wanted["q"], state=wanted["state"], sort=wanted["sort"] or "organization"
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(request.GET["format"], "api-keys", KEY_COLUMNS, rows.iterator(chunk_size=500))
    context = {
        "page": asked_page(request, rows, PAGE),
        "states": KeyState.choices,
        "may_manage": request.user.may(MANAGE),
        "is_narrowed": bool(wanted["q"] or wanted["state"]),
    }
    return render(request, "clients/keys.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(MANAGE)
def add_key(request: GuardedRequest) -> HttpResponse:
    """Choose the organisation, then what its key may do; the answer alone shows the secret."""
    organizations = queries.keyable_organizations(request.user)
    whose = WhoseKeyForm(request.GET or None, organizations=organizations)
    if not whose.is_valid():
        return render(request, "clients/key_form.html", {"whose": WhoseKeyForm(organizations=organizations)})
    organization = whose.cleaned_data["organization"]
    areas = queries.keyable_areas(organization) if services.may_reach_area(organization) else None
    form = KeyForm(request.POST or None, capabilities=queries.capability_choices(organization), areas=areas)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = services.make_key(organization=organization, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        except PermissionDenied:
            raise Http404 from None
        else:
            return _key_page(request, queries.key_for(request.user, made.uuid), shown_secret=secret)
    context = {"form": form, "organization": organization, "rule": policy.get("clients.key_capabilities")}
    return render(request, "clients/key_form.html", context, status=422 if form.errors else 200)


@require_safe
@requires(VIEW)
def key(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """One key: what it may do and where, its secrets' beginnings, how much it is used."""
    return _key_page(request, queries.key_for(request.user, uuid))


def _key_page(request: GuardedRequest, found: Any, **more: Any) -> HttpResponse:
    usage = usage_of([found.uuid])
    context = {
        "key": found,
        "may": capability_labels(found.capabilities),
        "usage": usage,
        "series": usage_series(usage),
        "lines": narrowed(requests_of([found.uuid]))[:SHOWN],
        "limit": policy.get("gateway.key_limit"),
        "may_manage": request.user.may(MANAGE),
        "webhooks": queries.list_webhooks(request.user).filter(key=found),
        **more,
    }
    return render(request, "clients/key.html", context)


def usage_series(usage: Any) -> list[Series]:
    """The chart of requests a day."""
    held_back = [a + b for a, b in zip(usage.limited, usage.failed, strict=True)]
    return [
        Series(str(CallGroup.OK.label), tuple(usage.answered)),
        Series(str(CallGroup.REFUSED.label), tuple(usage.refused)),
        Series(_("Over the limit, failed"), tuple(held_back)),
    ]


@require_POST
@never_cache
@requires(MANAGE)
def rotate_key(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """A new secret; the answer alone shows it."""
    found = queries.key_for(request.user, uuid)
    try:
        secret = refused_as_missing(lambda: services.rotate_key(key=found, by=request.user))
    except ValidationError:
        return redirect("clients:key", uuid=uuid)
    return _key_page(request, queries.key_for(request.user, uuid), shown_secret=secret)


@require_POST
@requires(MANAGE)
def revoke_key(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """End it with all its secrets now."""
    found, form = queries.key_for(request.user, uuid), ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return do(
        request,
        lambda: services.revoke_key(key=found, by=request.user, reason=reason),
        _("The key is refused from now on."),
        redirect("clients:key", uuid=uuid),
    )


@require_safe
@requires(VIEW)
def requests(request: HttpRequest) -> HttpResponseBase:
    """What programs asked: narrowed, sorted, paged, or as a spreadsheet (``?format=xlsx``)."""
    wanted = RequestFilter(request.GET.dict()).wanted()
    rows = queries.log_in_reach(
        request.user,
        text=wanted["q"],
        group=wanted["group"],
        kind=wanted["kind"],
        sort=wanted["sort"] or "-at",
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(
            request.GET["format"], "requests", REQUEST_COLUMNS, rows.iterator(chunk_size=1000)
        )
    context = {
        "page": asked_page(request, rows, PAGE),
        "groups": CallGroup.choices,
        "kinds": CallerKind.choices,
        "kept": policy.get("gateway.request_log_days"),
        "is_narrowed": any(wanted[name] for name in ("q", "group", "kind")),
    }
    return render(request, "clients/requests.html", context)
