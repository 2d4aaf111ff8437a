"""Checking a printed order by its token."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from phaodai.core import clock, codes
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.terms import OrderState


@dataclass(frozen=True)
class Paper:
    """What anybody holding the paper may know."""

    number: str
    signed_on: date | None
    state: str
    closed_at: datetime | None

    @property
    def is_valid(self) -> bool:
        return self.state == OrderState.SIGNED


def check_paper(token: str) -> Paper | None:
    """The order a paper's token stands for; None for a forged or unknown one."""
    payload = codes.verify(token)
    if payload is None or payload.get("t") != "qd":
        return None
    uuid = _as_uuid(payload.get("id"))
    order = QuarantineOrder.objects.filter(uuid=uuid).first() if uuid else None
    if order is None or not order.number or order.number != payload.get("n"):
        return None
    signed_on = clock.local_day(order.signed_at) if order.signed_at else None
    return Paper(order.number, signed_on, order.state, order.closed_at)


def _as_uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
