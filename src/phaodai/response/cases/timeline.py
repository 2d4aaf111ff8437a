"""What cases tell about a person."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phaodai.core.timeline import TimelineEntry, TimelineSource, register
from phaodai.response.cases.models import Case, CaseStatusChange
from phaodai.response.cases.terms import CaseStatus


def entries(person_id: int, user: Any) -> Iterator[TimelineEntry]:
    """Every step of the person's visible cases, and their isolation."""
    cases = {case.pk: case for case in Case.objects.visible_to(user).filter(person=person_id)}
    for change in CaseStatusChange.objects.filter(case__in=cases).order_by("pk"):
        yield _step(change, cases[change.case_id])
    for case in cases.values():
        if case.isolated_at:
            text = _("Case %(code)s isolated") % {"code": case.code}
            yield TimelineEntry(case.isolated_at, text, reverse("cases:case", args=[case.uuid]))


def _step(change: CaseStatusChange, case: Case) -> TimelineEntry:
    label = str(CaseStatus(change.to_status).label)
    return TimelineEntry(
        at=change.occurred_at,
        text=_("Case %(code)s: %(status)s") % {"code": case.code, "status": label},
        url=reverse("cases:case", args=[case.uuid]),
        by=change.by_name,
        is_major=True,
    )


register(TimelineSource("cases", "cases.view", entries))
