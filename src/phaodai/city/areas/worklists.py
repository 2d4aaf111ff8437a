"""What waits for somebody about areas: levels the machine proposes and nobody has decided."""

from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.areas.queries import levels_to_decide
from phaodai.core.worklists import Worklist, project, register


def to_decide(user: Any) -> QuerySet:
    """Areas in reach whose computed level is not the one applied."""
    return project(
        levels_to_decide(user), "areas.decide", ref="area__uuid", subject="area__name",
        place="area__parent__name", due_at=None, started_at=F("valid__startswith"), state="computed",
    )  # fmt: skip


register(
    Worklist(
        code="areas.decide",
        title=_("Levels to decide"),
        headline=_("Decide the level of {subject}, {place}"),
        capability="areas.decide",
        rows=to_decide,
        url_name="areas:area",
        group=_("Areas"),
        action=_("Decide"),
        is_decision=True,
    )
)
