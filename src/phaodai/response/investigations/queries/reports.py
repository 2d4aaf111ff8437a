"""Reports of cases: scope first."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from phaodai.core.access import get_visible_or_404
from phaodai.response.cases.models import Case
from phaodai.response.investigations.models import InvestigationReport

INVESTIGATE = "cases.investigate"


def case_for(user: Any, uuid: UUID) -> Case:
    """A case whose report the user may make (Http404 else)."""
    rows = Case.objects.select_related("person__area__parent", "area__parent", "investigator")
    found: Case = get_visible_or_404(rows, user, INVESTIGATE, uuid=uuid)
    return found


def reports_of(case: Case) -> "QuerySet[InvestigationReport]":
    """The versions of a case's report, newest first."""
    return InvestigationReport.objects.filter(case=case).order_by("-version")


def report_for(user: Any, uuid: UUID) -> InvestigationReport:
    """One version (Http404 where missing or out of reach)."""
    rows = InvestigationReport.objects.select_related("case__area__parent", "case__person")
    found: InvestigationReport = get_visible_or_404(rows, user, INVESTIGATE, uuid=uuid)
    return found
