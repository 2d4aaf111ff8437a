"""What happened, and what follows from it.

A module's ``events.py`` holds frozen dataclasses; a service publishes one inside its own transaction. For
each playbook step that listens, one `Delivery` and one queued job are written in the same transaction. A step
runs idempotently: its delivery row is locked, and done is done. A failing step is retried and seen; the
others go on.
"""

from phaodai.core.events.messages import DomainEvent, event
from phaodai.core.events.steps import step

__all__ = ["DomainEvent", "event", "step"]
