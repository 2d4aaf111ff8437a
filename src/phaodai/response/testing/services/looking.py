"""Looking at health data puts itself on record."""

from typing import Any
from uuid import UUID

from phaodai.core.audit.services import log_action, record_read
from phaodai.response.testing.models import TestOrder, Tube
from phaodai.response.testing.queries.orders import visible_order
from phaodai.response.testing.queries.tubes import visible_tube

LISTS = UUID(int=0)
"""Subject of the rows that say a list was read: no one tube."""


def open_tube(*, uuid: UUID, by: Any, purpose: str) -> Tube:
    """The tube ``by`` may see, and a row that they looked.

    Raises:
        Http404: missing or out of reach, alike.
    """
    tube = visible_tube(by, uuid)
    record_read(actor=by, subject_type="tube", subject_ids=[tube.uuid], purpose=purpose)
    return tube


def open_order(*, uuid: UUID, by: Any, purpose: str) -> TestOrder:
    """The order ``by`` may see, and a row that they looked at its person.

    Raises:
        Http404: missing or out of reach, alike.
    """
    order = visible_order(by, uuid)
    record_read(actor=by, subject_type="person", subject_ids=[order.person.uuid], purpose=purpose)
    return order


def note_list_read(*, by: Any, action: str, count: int, filters: dict[str, Any]) -> None:
    """One row for a list that was read or taken away: how many rows, by which filters."""
    data = {"rows": count, **{name: str(value) for name, value in filters.items() if value}}
    log_action(actor=by, action=action, subject_type="tube", subject_id=LISTS, data=data)
