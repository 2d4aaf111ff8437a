"""Which events may leave the house, said by the module that owns them in its ``outgoing.py``.

What leaves is the kind and the id of the subject, never what the event says of it; the receiver reads the subject
with a key of its own, and gets no message about what that key may not see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from phaodai.core.events.messages import DomainEvent


@dataclass(frozen=True)
class Outgoing:
    """One event type. ``rows()`` are scoped rows of the subject, ``capability`` is needed to see them.

    ``id_field`` is the event's field with the subject's id, ``address`` the API path with ``{id}``.
    """

    message: type[DomainEvent]
    title: Any
    subject_kind: str
    id_field: str
    rows: Callable[[], Any]
    capability: str
    address: str

    @property
    def name(self) -> str:
        return self.message.event_name

    def subject_id(self, message: DomainEvent) -> UUID:
        found: UUID = getattr(message, self.id_field)
        return found

    def may_leave_to(self, reader: Any, subject_id: UUID) -> bool:
        """Whether ``reader`` (a key) may see the subject."""
        if not reader.may(self.capability):
            return False
        return bool(self.rows().visible_to(reader, self.capability).filter(uuid=subject_id).exists())


_outgoing: dict[str, Outgoing] = {}


def register(entries: Iterable[Outgoing]) -> None:
    """Let these events leave."""
    for entry in entries:
        if entry.name in _outgoing:
            raise ValueError(f"{entry.name} may leave already.")
        _outgoing[entry.name] = entry


def all_outgoing() -> list[Outgoing]:
    return list(_outgoing.values())


def find(name: str) -> Outgoing | None:
    return _outgoing.get(name)
