"""Receivers: named, checked, their secret replaced with an overlap, paused and taken up again."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.clients.actors import KeyActor
from phaodai.city.clients.models import ApiKey, Webhook
from phaodai.city.clients.services.guard import KEYS, clean_name, log, must_reach, must_say_why
from phaodai.city.clients.terms import SendFault, WebhookState
from phaodai.core import clock, policy
from phaodai.core.audit import services as trail
from phaodai.core.audit.services import actor_name
from phaodai.core.gateway.outgoing import find
from phaodai.core.gateway.sending import Unreachable, check_url, resolve
from phaodai.core.text import nfc


@transaction.atomic
def add_webhook(*, key: ApiKey, name: str, url: str, events: Iterable[str], by: Any) -> Webhook:
    """Have an organisation told of events at an address. What it may see follows its key.

    Raises:
        PermissionDenied: the organisation is out of reach.
        ValidationError: by field; an address that is not public, an event its key may not read about.
    """
    must_reach(by, KEYS, None, key.organization)
    if not key.is_live:
        raise ValidationError({"key": _("This key no longer works; choose another.")})
    hook = Webhook(key=key, name=clean_name(nfc(name)), url=_clean_url(url))
    hook.event_types = _clean_events(key, events)
    hook.salt, hook.made_by_id, hook.made_by_name = _salt(), by.pk, actor_name(by)
    with trail.context(user=by):
        hook.save()
        log("webhook", hook, "added", by, events=hook.event_types)
    return hook


@transaction.atomic
def change_webhook(*, webhook: Webhook, name: str, url: str, events: Iterable[str], by: Any) -> Webhook:
    """Another name, address or choice of events. Raises as `add_webhook`."""
    hook = _manageable(webhook, by)
    hook.name, hook.url = clean_name(nfc(name)), _clean_url(url)
    hook.event_types = _clean_events(hook.key, events)
    with trail.context(user=by):
        hook.save(update_fields=["name", "url", "event_types"])
        log("webhook", hook, "changed", by, events=hook.event_types)
    return hook


def _salt() -> str:
    return secrets.token_urlsafe(32)


def _clean_url(text: str) -> str:
    """Checked now, so that a mistake shows at once, and again each time something is sent."""
    url = text.strip()
    try:
        resolve(check_url(url))
    except Unreachable as why:
        if why.code != "unresolved":  # its name may come into being later
            raise ValidationError({"url": str(SendFault(why.code).label)}) from None
    return url


def _clean_events(key: ApiKey, wanted: Iterable[str]) -> list[str]:
    found = sorted(set(wanted))
    if not found:
        raise ValidationError({"events": _("Choose at least one event.")})
    reader = KeyActor(key)
    for name in found:
        entry = find(name)
        if entry is None or not reader.may(entry.capability):
            raise ValidationError({"events": _("The key may not read what this event is about.")})
    return found


def _manageable(webhook: Webhook, by: Any) -> Webhook:
    must_reach(by, KEYS, None, webhook.key.organization)
    rows = Webhook.objects.select_for_update(of=("self",)).select_related(
        "key__organization__area", "key__area"
    )
    return rows.get(pk=webhook.pk)


@transaction.atomic
def replace_secret(*, webhook: Webhook, by: Any) -> Webhook:
    """A new secret; for the days of the policy messages carry a signature by the old one as well."""
    hook = _manageable(webhook, by)
    days = int(policy.get("clients.secret_overlap_days").value)
    hook.old_salt, hook.old_until = hook.salt, clock.real_now() + timedelta(days=days)
    hook.salt = _salt()
    hook.save(update_fields=["salt", "old_salt", "old_until"])
    log("webhook", hook, "secret_replaced", by)
    return hook


@transaction.atomic
def pause_webhook(*, webhook: Webhook, by: Any, reason: str) -> Webhook:
    """Send nothing until somebody resumes; what happens meanwhile waits.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no reason.
    """
    hook = _manageable(webhook, by)
    return _stand(hook, WebhookState.PAUSED, must_say_why(reason), by, "paused")


@transaction.atomic
def resume_webhook(*, webhook: Webhook, by: Any) -> Webhook:
    """Send again, beginning with what waited; also after the system had switched it off."""
    hook = _manageable(webhook, by)
    hook.failing_since = None
    hook.save(update_fields=["failing_since"])
    return _stand(hook, WebhookState.ACTIVE, "", by, "resumed")


def _stand(hook: Webhook, state: str, reason: str, by: Any, deed: str) -> Webhook:
    hook.state, hook.state_reason = state, reason
    with trail.context(user=by, reason=reason):
        hook.save(update_fields=["state", "state_reason"])
        log("webhook", hook, deed, by, reason)
    return hook
