"""What becomes of a batch of visits."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class RejectedVisit:
    """A visit that was not written, and why; ``position`` is its place in the batch, from 0."""

    client_id: str
    code: str
    position: int = 0


@dataclass
class BatchOutcome:
    """How many visits of a batch are now in the ledger, were there already, or were refused."""

    accepted: int = 0
    duplicates: int = 0
    rejected: list[RejectedVisit] = field(default_factory=list)
