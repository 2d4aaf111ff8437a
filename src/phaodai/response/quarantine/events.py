"""What happened to an order. Nothing in here names a person."""

from dataclasses import dataclass
from uuid import UUID

from phaodai.core.events import DomainEvent, event


@event("order_signed")
@dataclass(frozen=True)
class OrderSigned(DomainEvent):
    """The authority signed: the order binds from now on."""

    order_id: UUID


@event("order_withdrawn")
@dataclass(frozen=True)
class OrderWithdrawn(DomainEvent):
    """The order has no effect any more, and had none if it was never signed."""

    order_id: UUID


@event("order_ended")
@dataclass(frozen=True)
class OrderEnded(DomainEvent):
    """The order was served."""

    order_id: UUID
