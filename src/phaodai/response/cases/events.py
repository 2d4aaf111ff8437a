"""What happens to cases. Ids are the rows' UUIDs; no names of people."""

from dataclasses import dataclass
from uuid import UUID

from phaodai.core.events import DomainEvent, event


@event("case_reported")
@dataclass(frozen=True)
class CaseReported(DomainEvent):
    """A case was opened, suspected or already confirmed."""

    case_id: UUID


@event("case_confirmed")
@dataclass(frozen=True)
class CaseConfirmed(DomainEvent):
    """The definition in force made it an F0; the infectious period is computed."""

    case_id: UUID


@event("case_unconfirmed")
@dataclass(frozen=True)
class CaseUnconfirmed(DomainEvent):
    """A correction took the confirmation away, but a suspicion is left."""

    case_id: UUID
    reason: str


@event("case_discarded")
@dataclass(frozen=True)
class CaseDiscarded(DomainEvent):
    """It was no case: what it caused is to be withdrawn."""

    case_id: UUID
    reason: str


@event("case_closed")
@dataclass(frozen=True)
class CaseClosed(DomainEvent):
    """Recovered or died; ``outcome`` says which."""

    case_id: UUID
    outcome: str


@event("infectious_period_changed")
@dataclass(frozen=True)
class InfectiousPeriodChanged(DomainEvent):
    """The period of a confirmed case is another now: contacts are to be searched again."""

    case_id: UUID


@event("interview_saved")
@dataclass(frozen=True)
class InterviewSaved(DomainEvent):
    """The interview told something that tracing can use: a stop at a known place, a named contact."""

    case_id: UUID
