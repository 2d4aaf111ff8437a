"""What testing tells the rest of the system. Ids are the rows' uuid."""

from dataclasses import dataclass
from uuid import UUID

from phaodai.core.events import DomainEvent, event


@event("result_recorded")
@dataclass(frozen=True)
class ResultRecorded(DomainEvent):
    """A tube has its first result. ``method`` and ``value`` are codes of `terms`."""

    result_id: UUID
    tube_id: UUID
    method: str
    value: str


@event("result_corrected")
@dataclass(frozen=True)
class ResultCorrected(DomainEvent):
    """A result was wrong: another one took its place. What followed from the old one has to be put right."""

    old_result_id: UUID
    new_result_id: UUID
    tube_id: UUID
    method: str
    old_value: str
    new_value: str
