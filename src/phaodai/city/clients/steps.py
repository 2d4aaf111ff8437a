"""One step for every event that may leave: the message goes to whoever asked for it and may see its subject."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phaodai.city.clients.queries.webhooks import is_anybody_told
from phaodai.city.clients.services.messages import tell_receivers
from phaodai.core.events.services import current_event
from phaodai.core.events.steps import Step, add_step
from phaodai.core.gateway.outgoing import Outgoing, all_outgoing

KEY = "webhooks"


def register_steps() -> None:
    """Called once, when every module has said which of its events may leave."""
    for entry in all_outgoing():
        _register(entry)


def _register(entry: Outgoing) -> None:
    def run(message: Any) -> None:
        event = current_event()
        if event is not None:
            tell_receivers(event=event, message=message, entry=entry)

    add_step(
        Step(
            entry.name,
            f"{entry.name}:{KEY}",
            _("Tell the organisations connected by webhook"),
            run,
            is_wanted=lambda: is_anybody_told(entry.name),
        )
    )
