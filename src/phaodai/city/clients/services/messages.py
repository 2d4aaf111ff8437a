"""Messages to receivers: written with the event, sent by the worker, tried again, given up, sent again by hand."""

import json
import logging
import random
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.clients.actors import KeyActor
from phaodai.city.clients.jobs import defer_sending
from phaodai.city.clients.models import SendAttempt, Webhook, WebhookMessage
from phaodai.city.clients.services.guard import KEYS, log, must_reach
from phaodai.city.clients.services.signing import secrets_of
from phaodai.city.clients.terms import SendFault, SendState, WebhookState
from phaodai.core import clock, policy
from phaodai.core.events.messages import DomainEvent
from phaodai.core.events.models import Event
from phaodai.core.gateway import sending
from phaodai.core.gateway.outgoing import Outgoing, find
from phaodai.core.gateway.rules.retries import RetryRule, is_dead, is_to_be_disabled, pause
from phaodai.core.gateway.rules.signature import sign

logger = logging.getLogger(__name__)
PING = "ping"
"""Of a test, which is about nothing."""
OPEN = (SendState.WAITING, SendState.RETRYING)
AGENT = "PhaoDai-Webhook/1"
BUDGET_S = 30.0


@transaction.atomic
def tell_receivers(*, event: Event, message: DomainEvent, entry: Outgoing) -> int:
    """Write a message for everybody who asked for this event and whose key may see its subject; safe to repeat."""
    subject_id, told = entry.subject_id(message), 0
    hooks = Webhook.objects.exclude(state=WebhookState.DISABLED).filter(event_types__contains=[entry.name])
    for hook in hooks.select_related("key__organization__area", "key__area"):
        if hook.key.is_live and entry.may_leave_to(KeyActor(hook.key), subject_id):
            told += _write(hook, event, entry, subject_id)
    return told


def _write(hook: Webhook, event: Event, entry: Outgoing, subject_id: UUID) -> bool:
    row = Webhook.objects.select_for_update().get(pk=hook.pk)
    if row.messages.filter(event_id=event.pk).exists():
        return False
    _add(row, event.pk, entry.name, event.occurred_at, entry.subject_kind, subject_id)
    return True


def _add(
    row: Webhook,
    event_id: UUID | None,
    event_type: str,
    occurred_at: datetime,
    kind: str,
    subject: UUID | None,
) -> WebhookMessage:
    """The next message of a receiver; its row is locked, so that numbers come without gaps."""
    row.last_sequence += 1
    row.save(update_fields=["last_sequence"])
    added = WebhookMessage.objects.create(
        webhook=row, sequence=row.last_sequence, event_id=event_id, event_type=event_type,
        occurred_at=occurred_at, subject_kind=kind, subject_id=subject, next_at=clock.real_now(),
    )  # fmt: skip
    if row.state == WebhookState.ACTIVE:
        defer_sending(row.pk)
    return added


@transaction.atomic
def send_ping(*, webhook: Webhook, by: Any) -> WebhookMessage:
    """Send a test message, so that the receiver's side can be tried.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: nothing is being sent to this receiver.
    """
    must_reach(by, KEYS, None, webhook.key.organization)
    row = Webhook.objects.select_for_update().get(pk=webhook.pk)
    if row.state != WebhookState.ACTIVE:
        raise ValidationError(_("Nothing is sent to this receiver now; resume it first."))
    log("webhook", row, "pinged", by)
    return _add(row, None, PING, clock.now(), "", None)


def body_of(message: WebhookMessage) -> bytes:
    """What is sent: kind and ids, nothing about anybody. The same bytes in every try."""
    entry = find(message.event_type)
    subject = None
    if message.subject_id is not None:
        address = entry.address.format(id=message.subject_id) if entry else ""
        subject = {"kind": message.subject_kind, "id": str(message.subject_id), "url": address}
    document = {
        "id": str(message.uuid),
        "type": message.event_type,
        "version": 1,
        "sequence": message.sequence,
        "occurred_at": clock.to_local(message.occurred_at).isoformat(timespec="seconds"),
        "subject": subject,
    }
    return json.dumps(document, separators=(",", ":")).encode()


def retry_rule() -> RetryRule:
    """The rule in force."""
    value = policy.get("gateway.webhook_retry").value
    names = ("first_s", "cap_s", "attempts", "disable_after_hours")
    return RetryRule(*(int(value[name]) for name in names))


def send_due(webhook_id: int) -> int:
    """Send what is due to one receiver, in order, each in a transaction of its own; returns how many were tried.

    Whoever dies between sending and writing it down leaves the message as it was: it is sent again with the same id.
    """
    tried, until = 0, time.monotonic() + BUDGET_S
    while time.monotonic() < until:
        if not _send_next(webhook_id):
            return tried
        tried += 1
    defer_sending(webhook_id)
    return tried


@transaction.atomic
def _send_next(webhook_id: int) -> bool:
    hooks = Webhook.objects.select_related("key__organization__area", "key__area")
    hook = hooks.filter(pk=webhook_id, state=WebhookState.ACTIVE).first()
    if hook is None:
        return False
    if not hook.key.is_live:
        _switch_off(hook, SendFault.REVOKED)
        return False
    due = hook.messages.filter(state__in=OPEN, next_at__lte=clock.real_now()).order_by("sequence")
    message = due.select_for_update(skip_locked=True).first()
    if message is None:
        return False
    _note(hook, message, _try(hook, message))
    return True


@dataclass(frozen=True)
class Outcome:
    """What came of one try; ``fault`` is empty where it was delivered."""

    status: int | None
    fault: str
    duration_ms: int


def _try(hook: Webhook, message: WebhookMessage) -> Outcome:
    entry, began = find(message.event_type), time.perf_counter()
    if message.event_type != PING and (entry is None or not KeyActor(hook.key).may(entry.capability)):
        return Outcome(None, SendFault.REVOKED, 0)
    body, status, fault = body_of(message), None, ""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "Phaodai-Message-Id": str(message.uuid),
        "Phaodai-Event": message.event_type,
        "Phaodai-Signature": sign(secrets_of(hook), int(clock.real_now().timestamp()), body),
    }
    timeout_s = float(policy.get("gateway.webhook_retry").value["timeout_s"])
    try:
        status = sending.post(hook.url, body=body, headers=headers, timeout_s=timeout_s)
        fault = _fault_of(status)
    except sending.Unreachable as why:
        fault = why.code
    return Outcome(status, fault, round((time.perf_counter() - began) * 1000))


def _fault_of(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return SendFault.REDIRECT if 300 <= status < 400 else SendFault.STATUS


def _note(hook: Webhook, message: WebhookMessage, outcome: Outcome) -> None:
    SendAttempt.objects.create(
        message=message, status=outcome.status, fault=outcome.fault, duration_ms=outcome.duration_ms
    )
    message.attempts += 1
    message.last_status, message.last_fault = outcome.status, outcome.fault
    if outcome.fault:
        _note_failure(hook, message)
    else:
        message.state, message.delivered_at = SendState.DELIVERED, clock.real_now()
        Webhook.objects.filter(pk=hook.pk).update(failing_since=None, last_success_at=message.delivered_at)
    message.save()


def _note_failure(hook: Webhook, message: WebhookMessage) -> None:
    rule, moment = retry_rule(), clock.real_now()
    if is_dead(message.attempts, rule) or message.last_fault == SendFault.REVOKED:
        message.state, message.died_at = SendState.DEAD, clock.now()
        logger.warning(
            "webhook %s: message %s given up after %d tries", hook.uuid, message.uuid, message.attempts
        )
    else:
        message.state = SendState.RETRYING
        message.next_at = moment + pause(message.attempts, rule, random.random())
    since = hook.failing_since or moment
    Webhook.objects.filter(pk=hook.pk, failing_since__isnull=True).update(failing_since=since)
    if is_to_be_disabled(since, moment, rule):
        _switch_off(hook, message.last_fault)


def _switch_off(hook: Webhook, fault: str) -> None:
    Webhook.objects.filter(pk=hook.pk).update(state=WebhookState.DISABLED, state_reason=fault)
    log("webhook", hook, "switched_off", None, fault)
    logger.warning("webhook %s is switched off: %s", hook.uuid, fault)


@transaction.atomic
def send_again(*, message: WebhookMessage, by: Any) -> WebhookMessage:
    """Send a message once more, with the same id; also one that was delivered and got lost at the other side.

    Raises:
        PermissionDenied: out of reach.
    """
    must_reach(by, KEYS, None, message.webhook.key.organization)
    row = WebhookMessage.objects.select_for_update(of=("self",)).select_related("webhook").get(pk=message.pk)
    _reopen([row])
    log("webhook", row.webhook, "sent_again", by, message=str(row.uuid))
    return row


@transaction.atomic
def send_dead_again(*, webhook: Webhook, by: Any) -> int:
    """Send everything that was given up once more; returns how many messages."""
    must_reach(by, KEYS, None, webhook.key.organization)
    rows = list(webhook.messages.select_for_update().filter(state=SendState.DEAD))
    _reopen(rows)
    log("webhook", webhook, "dead_sent_again", by, messages=len(rows))
    return len(rows)


def _reopen(rows: list[WebhookMessage]) -> None:
    for row in rows:
        row.state, row.attempts, row.next_at, row.died_at = SendState.WAITING, 0, clock.real_now(), None
        row.save(update_fields=["state", "attempts", "next_at", "died_at"])
    if rows:
        defer_sending(rows[0].webhook_id)


@transaction.atomic
def drop_dead(*, webhook: Webhook, by: Any, reason: str) -> int:
    """Leave what was given up: the receiver has fetched it otherwise. Returns how many messages.

    Raises:
        PermissionDenied: out of reach.
    """
    must_reach(by, KEYS, None, webhook.key.organization)
    dropped = webhook.messages.filter(state=SendState.DEAD).update(state=SendState.DROPPED)
    log("webhook", webhook, "dead_dropped", by, reason, messages=dropped)
    return int(dropped)
