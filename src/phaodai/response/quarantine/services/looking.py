"""Looking at orders puts itself on record: who, when, why."""

from typing import Any
from uuid import UUID

from phaodai.core.audit.services import log_action, record_read
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.queries.orders import order_for

LISTS = UUID(int=0)
"""Subject of the rows that say a list was read: no one order."""


def open_order(*, uuid: UUID, by: Any, purpose: str) -> QuarantineOrder:
    """The order ``by`` may see, and a row that they looked.

    Raises:
        Http404: missing or out of reach, alike.
    """
    order = order_for(by, uuid)
    record_read(actor=by, subject_type="order", subject_ids=[order.uuid], purpose=purpose)
    return order


def record_listing(*, by: Any, action: str, count: int, filters: dict[str, Any]) -> None:
    """One row for a list that was read or taken away: how many rows, under which filters."""
    log_action(
        actor=by,
        action=action,
        subject_type="order",
        subject_id=LISTS,
        data={"rows": count, "filters": filters},
    )
