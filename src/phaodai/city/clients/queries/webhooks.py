"""Receivers and their messages."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from phaodai.city.clients.actors import KeyActor
from phaodai.city.clients.models import ApiKey, SendAttempt, Webhook, WebhookMessage
from phaodai.city.clients.services.guard import KEYS
from phaodai.city.clients.terms import SendState, WebhookState
from phaodai.core.access import get_visible_or_404
from phaodai.core.gateway.outgoing import all_outgoing, find

VIEW = "clients.view"
SORTS = {
    "name": ("name", "pk"),
    "organization": ("key__organization__sort_key", "pk"),
    "success": ("last_success_at", "pk"),
    "dead": ("dead", "pk"),
}
MESSAGE_SORTS = {"at": ("pk",), "tries": ("attempts", "pk"), "next": ("next_at", "pk")}


def is_anybody_told(event_type: str) -> bool:
    """Whether any receiver asked for events of this type; asked whenever one is published."""
    hooks = Webhook.objects.exclude(state=WebhookState.DISABLED)
    return hooks.filter(event_types__contains=[event_type]).exists()


def _hooks() -> Any:
    hooks = Webhook.objects.select_related("key__organization__area", "key__area")
    return hooks.annotate(
        dead=Count("messages", filter=Q(messages__state=SendState.DEAD)),
        waiting=Count("messages", filter=Q(messages__state__in=(SendState.WAITING, SendState.RETRYING))),
        delivered=Count("messages", filter=Q(messages__state=SendState.DELIVERED)),
    )


def list_webhooks(
    user: Any, *, text: str = "", state: str = "", sort: str = "organization"
) -> "QuerySet[Webhook]":
    """Receivers in reach with how many messages wait, arrived and were given up."""
    rows = _hooks().visible_to(user, VIEW)
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(url__icontains=text) | Q(key__organization__name__icontains=text)
        )
    if state in WebhookState.values:
        rows = rows.filter(state=state)
    fields = SORTS.get(sort.removeprefix("-"), SORTS["organization"])
    return rows.order_by(*(("-" if sort.startswith("-") else "") + field for field in fields))


def webhook_for(user: Any, uuid: UUID) -> Webhook:
    """A receiver in reach (Http404 otherwise)."""
    found: Webhook = get_visible_or_404(_hooks(), user, VIEW, uuid=uuid)
    return found


def list_messages(webhook: Webhook, *, state: str = "", sort: str = "-at") -> "QuerySet[WebhookMessage]":
    """Messages of a receiver with their tries."""
    tries = SendAttempt.objects.order_by("-pk")
    rows = webhook.messages.prefetch_related(Prefetch("tries", tries))
    if state in SendState.values:
        rows = rows.filter(state=state)
    fields = MESSAGE_SORTS.get(sort.removeprefix("-"), MESSAGE_SORTS["at"])
    return rows.order_by(*(("-" if sort.startswith("-") else "") + field for field in fields))


def message_for(user: Any, uuid: UUID) -> WebhookMessage:
    """A message of a receiver in reach (Http404 otherwise)."""
    messages = WebhookMessage.objects.select_related("webhook__key__organization__area")
    found: WebhookMessage = get_visible_or_404(messages, user, VIEW, uuid=uuid)
    return found


def event_choices(key: ApiKey | None = None) -> list[tuple[str, Any]]:
    """Events that may leave; with a key, those its capabilities let it read about."""
    reader = KeyActor(key) if key else None
    entries = [entry for entry in all_outgoing() if reader is None or reader.may(entry.capability)]
    return [(entry.name, entry.title) for entry in entries]


def event_title(name: str) -> str:
    """The words for an event; its stored name where the program no longer sends it."""
    entry = find(name)
    return str(entry.title) if entry else name


def troubled_webhooks(user: Any) -> "QuerySet[Webhook]":
    """Receivers that need somebody: switched off, or with messages given up."""
    rows = Webhook.objects.visible_to(user, KEYS).annotate(
        died_at=Max("messages__died_at", filter=Q(messages__state=SendState.DEAD))
    )
    return rows.filter(Q(state=WebhookState.DISABLED) | Q(died_at__isnull=False))
