"""Events of orders that may leave the house: that an order began, ended or was withdrawn."""

from typing import Any

from phaodai.core.gateway.outgoing import Outgoing, register
from phaodai.core.terms import pick_language
from phaodai.response.quarantine import events
from phaodai.response.quarantine.models import QuarantineOrder


def _entry(message: Any, vi: str, en: str) -> Outgoing:
    return Outgoing(
        message, pick_language(vi, en), "order", "order_id", QuarantineOrder.objects.all, "quarantine.view",
        "/api/v1/quarantine/{id}",
    )  # fmt: skip


register(
    [
        _entry(events.OrderSigned, "Ký quyết định cách ly", "Quarantine order signed"),
        _entry(events.OrderWithdrawn, "Thu hồi quyết định cách ly", "Quarantine order withdrawn"),
        _entry(events.OrderEnded, "Kết thúc cách ly", "Quarantine order ended"),
    ]
)
