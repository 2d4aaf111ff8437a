"""Receivers of messages."""

from collections.abc import Callable
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
from phaodai.city.clients.columns import MESSAGE_COLUMNS, WEBHOOK_COLUMNS
from phaodai.city.clients.forms import MessageFilter, ReasonForm, WebhookFilter, WebhookForm, WhichKeyForm
from phaodai.city.clients.queries.webhooks import event_title
from phaodai.city.clients.terms import SendState, WebhookState
from phaodai.city.clients.views.common import PAGE, do
from phaodai.core import policy
from phaodai.core.access import GuardedRequest, refused_as_missing, requires
from phaodai.core.exchange import export_response
from phaodai.core.ui.offering import add_errors
from phaodai.core.ui.paging import asked_page

VIEW, MANAGE = "clients.view", "clients.manage"


@require_safe
@requires(VIEW)
def webhooks(request: GuardedRequest) -> HttpResponseBase:
    """Receivers in reach: narrowed, sorted, paged, or as a spreadsheet (``?format=xlsx``)."""
    wanted = WebhookFilter(request.GET.dict()).wanted()
    rows = queries.list_webhooks(
        request.user, text=wanted["q"], state=wanted["state"], sort=wanted["sort"] or "organization"
    )
    if request.GET.get("format") in ("xlsx", "csv"):
        return export_response(
            request.GET["format"], "webhooks", WEBHOOK_COLUMNS, rows.iterator(chunk_size=500)
        )
    context = {
        "page": asked_page(request, rows, PAGE),
        "states": WebhookState.choices,
        "may_manage": request.user.may(MANAGE),
        "is_narrowed": bool(wanted["q"] or wanted["state"]),
    }
    return render(request, "clients/webhooks.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@requires(MANAGE)
def add_webhook(request: GuardedRequest) -> HttpResponse:
    """Choose the key, then address and events; the answer alone shows the signing secret."""
    keys = queries.live_keys_for(request.user)
    which = WhichKeyForm(request.GET or None, keys=keys)
    if not which.is_valid():
        return render(request, "clients/webhook_form.html", {"which": WhichKeyForm(keys=keys)})
    key = which.cleaned_data["key"]
    form = WebhookForm(request.POST or None, events=queries.event_choices(key))

    def write() -> Any:
        return services.add_webhook(key=key, by=request.user, **form.cleaned_data)

    made = _written(request, form, write)
    if made is not None:
        found = queries.webhook_for(request.user, made.uuid)
        return _webhook_page(request, found, shown_secret=services.secret_of(found))
    context = {"form": form, "key": key}
    return render(request, "clients/webhook_form.html", context, status=422 if form.errors else 200)


def _written(request: HttpRequest, form: Any, write: Callable[[], Any]) -> Any:
    """What the service made; None where the form is not sent yet or now says what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return write()
    except ValidationError as error:
        add_errors(form, error)
        return None
    except PermissionDenied:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
@requires(MANAGE)
def edit_webhook(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Another name, address or choice of events."""
    found = queries.webhook_for(request.user, uuid)
    before = {"name": found.name, "url": found.url, "events": found.event_types}
    form = WebhookForm(request.POST or None, events=queries.event_choices(found.key), initial=before)

    def write() -> Any:
        return services.change_webhook(webhook=found, by=request.user, **form.cleaned_data)

    if _written(request, form, write) is not None:
        return redirect("clients:webhook", uuid=uuid)
    context = {"form": form, "key": found.key, "webhook": found}
    return render(request, "clients/webhook_form.html", context, status=422 if form.errors else 200)


@require_safe
@requires(VIEW)
def webhook(request: GuardedRequest, uuid: UUID) -> HttpResponseBase:
    """One receiver: what it gets, how sending goes, every message with its tries."""
    found = queries.webhook_for(request.user, uuid)
    if request.GET.get("format") in ("xlsx", "csv"):
        rows = queries.list_messages(found, **_asked(request))
        return export_response(
            request.GET["format"], "messages", MESSAGE_COLUMNS, rows.iterator(chunk_size=500)
        )
    return _webhook_page(request, found)


def _asked(request: HttpRequest) -> dict[str, str]:
    wanted = MessageFilter(request.GET.dict()).wanted()
    return {"state": wanted["state"], "sort": wanted["sort"] or "-at"}


def _webhook_page(request: GuardedRequest, found: Any, **more: Any) -> HttpResponse:
    asked = _asked(request)
    context = {
        "webhook": found,
        "events": [event_title(name) for name in found.event_types],
        "page": asked_page(request, queries.list_messages(found, **asked), PAGE),
        "states": SendState.choices,
        "is_narrowed": bool(asked["state"]),
        "rule": policy.get("gateway.webhook_retry"),
        "may_manage": request.user.may(MANAGE),
        **more,
    }
    return render(request, "clients/webhook.html", context)


def _deed(request: HttpRequest, uuid: UUID, write: Callable[[Any], Any], done: str) -> HttpResponse:
    found = queries.webhook_for(request.user, uuid)
    return do(request, lambda: write(found), done, redirect("clients:webhook", uuid=uuid))


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    return form.cleaned_data["reason"] if form.is_valid() else ""


@require_POST
@requires(MANAGE)
def ping_webhook(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a test message."""
    done = _("A test message is on its way; load the page again in a moment.")
    return _deed(request, uuid, lambda found: services.send_ping(webhook=found, by=request.user), done)


@require_POST
@never_cache
@requires(MANAGE)
def replace_secret(request: GuardedRequest, uuid: UUID) -> HttpResponse:
    """A new signing secret; the answer alone shows it."""
    found = queries.webhook_for(request.user, uuid)
    changed = refused_as_missing(lambda: services.replace_secret(webhook=found, by=request.user))
    found = queries.webhook_for(request.user, uuid)
    return _webhook_page(request, found, shown_secret=services.secret_of(changed))


@require_POST
@requires(MANAGE)
def pause_webhook(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send nothing for now."""
    reason = _reason(request)
    return _deed(
        request,
        uuid,
        lambda found: services.pause_webhook(webhook=found, by=request.user, reason=reason),
        _("Nothing is sent until you resume; what happens meanwhile waits."),
    )


@require_POST
@requires(MANAGE)
def resume_webhook(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send again."""
    return _deed(
        request,
        uuid,
        lambda found: services.resume_webhook(webhook=found, by=request.user),
        _("Sending again, beginning with what waited."),
    )


@require_POST
@requires(MANAGE)
def settle_dead(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send what was given up once more, or let it go."""

    def write(found: Any) -> int:
        if request.POST.get("deed") == "drop":
            return services.drop_dead(webhook=found, by=request.user, reason=_reason(request))
        return services.send_dead_again(webhook=found, by=request.user)

    return _deed(request, uuid, write, _("Done."))


@require_POST
@requires(MANAGE)
def send_again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send one message once more, with the same id."""
    message = queries.message_for(request.user, uuid)
    return do(
        request,
        lambda: services.send_again(message=message, by=request.user),
        _("The message is sent once more."),
        redirect("clients:webhook", uuid=message.webhook.uuid),
    )
