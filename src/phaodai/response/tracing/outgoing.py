"""Events of contacts that may leave the house: that something was concluded about which contact."""

from typing import Any

from phaodai.core.gateway.outgoing import Outgoing, register
from phaodai.core.terms import pick_language
from phaodai.response.tracing import events
from phaodai.response.tracing.models import Contact


def _entry(message: Any, vi: str, en: str) -> Outgoing:
    address = "/api/v1/contacts/{id}"
    return Outgoing(
        message, pick_language(vi, en), "contact", "contact_id", Contact.objects.all, "contacts.view", address
    )


register(
    [
        _entry(events.ContactVerified, "Kết luận người tiếp xúc", "Contact verified"),
        _entry(events.ContactRejected, "Loại trừ người tiếp xúc", "Contact ruled out"),
    ]
)
