"""What waits for somebody: cases whose source nobody has found."""

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from phaodai.core import policy
from phaodai.core.terms import pick_language
from phaodai.core.worklists import Worklist, project, register
from phaodai.response.cases.models import LIVE
from phaodai.response.outbreaks.queries.queue import unlinked

GROUP = pick_language("Truy vết", "Tracing")


def to_find(user: Any) -> QuerySet[Any]:
    """Live cases of the queue: one's own and those nobody has taken."""
    hours = timedelta(hours=float(policy.get("outbreaks.source_hours").value))
    mine = Q(investigator=user.pk) | Q(investigator__isnull=True)
    rows = unlinked(user).filter(mine, status__in=LIVE).select_related(None)
    due = ExpressionWrapper(F("reported_at") + Value(hours), output_field=DateTimeField())
    return project(
        rows, "outbreaks.sources", ref="uuid", subject=F("code"), place=F("area__name"), due_at=due,
        started_at="reported_at", state=F("source_status"),
    )  # fmt: skip


register(
    Worklist(
        code="outbreaks.sources",
        title=_("Cases of unknown source"),
        headline=_("Find the source of case {subject}, {place}"),
        capability="cases.investigate",
        rows=to_find,
        url_name="outbreaks:sources",
        group=GROUP,
        action=_("See the likely sources"),
    )
)
