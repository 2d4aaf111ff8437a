"""The secrets of receivers are computed, not kept: whoever reads the database cannot sign in our name."""

import base64
import hashlib
import hmac

from django.conf import settings

from phaodai.city.clients.models import Webhook
from phaodai.core import clock

PURPOSE = b"phaodai.webhook.v1"


def _secret(webhook: Webhook, salt: str) -> str:
    server = hashlib.sha256(PURPOSE + settings.SECRET_KEY.encode()).digest()
    digest = hmac.new(server, f"{webhook.uuid}:{salt}".encode(), hashlib.sha256).digest()
    return "pdw_" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def secret_of(webhook: Webhook) -> str:
    """What the receiver checks signatures with."""
    return _secret(webhook, webhook.salt)


def secrets_of(webhook: Webhook) -> list[str]:
    """The secrets to sign with now: the present one, and the one before it while that is still honoured."""
    found = [secret_of(webhook)]
    if webhook.old_until is not None and webhook.old_until > clock.real_now():
        found.append(_secret(webhook, webhook.old_salt))
    return found
