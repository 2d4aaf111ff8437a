"""What tracing tells the rest of the city. Ids are the rows' uuid."""

from dataclasses import dataclass
from uuid import UUID

from phaodai.core.events import DomainEvent, event


@event("contacts_listed")
@dataclass(frozen=True)
class ContactsListed(DomainEvent):
    """The candidates of a case were searched, again or for the first time."""

    case_id: UUID
    trace_id: UUID


@event("contact_verified")
@dataclass(frozen=True)
class ContactVerified(DomainEvent):
    """An investigator concluded: this person is F1 (or F2)."""

    contact_id: UUID


@event("contact_rejected")
@dataclass(frozen=True)
class ContactRejected(DomainEvent):
    """An investigator ruled the person out."""

    contact_id: UUID


@event("contact_reopened")
@dataclass(frozen=True)
class ContactReopened(DomainEvent):
    """A conclusion was taken back, or a new exposure came: the contact waits for verification again."""

    contact_id: UUID


@event("contact_withdrawn")
@dataclass(frozen=True)
class ContactWithdrawn(DomainEvent):
    """No live exposure is left: the case that caused it was discarded or its period changed."""

    contact_id: UUID


@event("contact_handed_over")
@dataclass(frozen=True)
class ContactHandedOver(DomainEvent):
    """A contact was passed to another locality and waits for its acknowledgement."""

    handover_id: UUID
