"""What waits for the data officer, and for the authority's signature."""

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from phaodai.city.oversight.models import EmergencyOpening, UnusualLook
from phaodai.city.oversight.terms import Conclusion, LookState
from phaodai.core import policy
from phaodai.core.worklists import Worklist, project, register


def _openings(user: Any) -> QuerySet:
    waiting = EmergencyOpening.objects.visible_to(user, "oversight.review").filter(
        conclusion=Conclusion.WAITING
    )
    return project(
        waiting.exclude(opened_by_id=user.pk),
        "oversight.openings",
        ref="uuid",
        subject="opened_by_name",
        place=Coalesce("area__name", Value("")),
        due_at="review_due_at",
        started_at=F("open__startswith"),
        state="conclusion",
    )


def _looks(user: Any, capability: str, state: str, code: str) -> QuerySet:
    rows = UnusualLook.objects.visible_to(user, capability).filter(state=state).exclude(reader_id=user.pk)
    days = Value(timedelta(days=policy.get("oversight.review_days").value), output_field=DurationField())
    return project(
        rows,
        code,
        ref="uuid",
        subject="reader_name",
        place=Coalesce("area__name", Value("")),
        due_at=ExpressionWrapper(F("last_at") + days, output_field=DateTimeField()),
        started_at="last_at",
        state="rule",
    )


register(
    Worklist(
        code="oversight.openings",
        title=_("Emergency openings to review"),
        headline=_("Review what {subject} opened · {place}"),
        capability="oversight.review",
        rows=_openings,
        url_name="oversight:opening",
        group=_("Data protection"),
        action=_("Review"),
    )
)
register(
    Worklist(
        code="oversight.looks",
        title=_("Unusual looks to answer"),
        headline=_("Ask {subject} about unusual looks · {place}"),
        capability="oversight.review",
        rows=lambda user: _looks(user, "oversight.review", LookState.OPEN, "oversight.looks"),
        url_name="oversight:look",
        group=_("Data protection"),
        action=_("Answer"),
    )
)
register(
    Worklist(
        code="oversight.decisions",
        title=_("Improper looks to decide on"),
        headline=_("Decide on the looks of {subject} · {place}"),
        capability="oversight.sign",
        rows=lambda user: _looks(user, "oversight.sign", LookState.REFERRED, "oversight.decisions"),
        url_name="oversight:look",
        group=_("Data protection"),
        action=_("Decide"),
        is_decision=True,
    )
)
