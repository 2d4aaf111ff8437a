"""What waits for somebody: receivers that nothing reaches any more."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.clients.queries.webhooks import troubled_webhooks
from phaodai.core.worklists import Worklist, project, register


def unreached(user: Any) -> QuerySet:
    """Receivers switched off or with messages given up."""
    return project(
        troubled_webhooks(user), "clients.unreached", ref="uuid", subject="name", place="key__organization__name",
        due_at=None, started_at="died_at", state="state",
    )  # fmt: skip


register(
    Worklist(
        code="clients.unreached",
        title=_("Webhooks that fail"),
        headline=_("Messages to {subject} ({place}) do not arrive"),
        capability="clients.manage",
        rows=unreached,
        url_name="clients:webhook",
        group=_("Connections"),
        action=_("See why"),
    )
)
