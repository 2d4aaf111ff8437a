"""What waits for somebody: cases to investigate, periods to confirm, suspicions that wait too long."""

from datetime import timedelta
from typing import Any

from django.db.models import Case as Choose
from django.db.models import F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from phaodai.core import clock, policy
from phaodai.core.terms import pick_language
from phaodai.core.worklists import Worklist, project, register
from phaodai.response.cases.models import Case
from phaodai.response.cases.terms import CaseStatus

GROUP = pick_language("Truy vết", "Tracing")


def _rows(user: Any, capability: str, which: Q) -> "QuerySet[Case]":
    return Case.objects.visible_to(user, capability).live().filter(which)


def _project(rows: "QuerySet[Case]", code: str, due_at: Any = "investigation_due_at") -> QuerySet[Any]:
    return project(
        rows,
        code,
        ref="uuid",
        subject=F("code"),
        place=F("area__name"),
        due_at=due_at,
        started_at="reported_at",
        state=Choose(When(completeness__gt=0, then=Value("doing")), default=Value("new")),
    )


def to_investigate(user: Any) -> QuerySet[Any]:
    """Live cases whose form has gaps: one's own, and those nobody has taken."""
    unfinished = Q(completeness__lt=100) & (Q(investigator=user.pk) | Q(investigator__isnull=True))
    return _project(_rows(user, "cases.investigate", unfinished), "cases.investigate")


def basis_to_confirm(user: Any) -> QuerySet[Any]:
    """Confirmed cases under whose infectious period nobody has put a name."""
    unsigned = Q(status=CaseStatus.CONFIRMED, infectious_from__isnull=False)
    unsigned &= Q(infectious_basis__confirmed_by="") | Q(infectious_basis__confirmed_by__isnull=True)
    return _project(_rows(user, "cases.investigate", unsigned), "cases.basis")


def waiting_for_confirmation(user: Any) -> QuerySet[Any]:
    """Suspected cases reported longer ago than the policy allows."""
    hours = timedelta(hours=int(policy.get("cases.confirmation_hours").value))
    old = Q(status=CaseStatus.SUSPECTED, reported_at__lt=clock.now() - hours)
    due_at = F("reported_at") + Value(hours)
    return _project(_rows(user, "cases.classify", old), "cases.unconfirmed", due_at)


register(
    Worklist(
        code="cases.investigate",
        title=_("Cases to investigate"),
        headline=_("Investigate case {subject}, {place}"),
        capability="cases.investigate",
        rows=to_investigate,
        url_name="cases:interview",
        group=GROUP,
        action=_("Interview the patient"),
    )
)
register(
    Worklist(
        code="cases.basis",
        title=_("Infectious periods to confirm"),
        headline=_("Confirm the infectious period of case {subject}, {place}"),
        capability="cases.investigate",
        rows=basis_to_confirm,
        url_name="cases:case",
        group=GROUP,
        action=_("Open the case"),
    )
)
register(
    Worklist(
        code="cases.unconfirmed",
        title=_("Suspected cases waiting for confirmation"),
        headline=_("Confirm or discard the suspected case {subject}, {place}"),
        capability="cases.classify",
        rows=waiting_for_confirmation,
        url_name="cases:case",
        group=GROUP,
        action=_("Open the case"),
        is_decision=True,
    )
)
