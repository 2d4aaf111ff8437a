"""Numbers of investigations, defined once. Sums and counts: a mean is one divided by the other."""

from datetime import timedelta
from typing import Any

from django.db.models import DurationField, ExpressionWrapper, F, FloatField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Extract
from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators import Indicator, register
from phaodai.core import policy
from phaodai.response.cases.models import Case, CaseEvidence
from phaodai.response.investigations.models import InvestigationReport


def latest_reports() -> "QuerySet[InvestigationReport]":
    """The newest version of each case's report."""
    newest = InvestigationReport.objects.filter(case=OuterRef("case")).order_by("-version")
    return InvestigationReport.objects.filter(pk=Subquery(newest.values("pk")[:1]))


def listed_cases() -> "QuerySet[Any]":
    """Confirmed cases with a result and a list after it; ``wait`` is the time between."""
    first = CaseEvidence.objects.filter(case=OuterRef("pk"), withdrawn_at__isnull=True).order_by(
        "resulted_at"
    )
    rows = Case.objects.confirmed().annotate(result_at=Subquery(first.values("resulted_at")[:1]))
    rows = rows.filter(contacts_listed_at__gte=F("result_at"))
    between = ExpressionWrapper(F("contacts_listed_at") - F("result_at"), output_field=DurationField())
    return rows.annotate(wait=between)


def listed_with_hours() -> "QuerySet[Any]":
    """The same with ``hours``, to be summed."""
    return listed_cases().annotate(hours=Cast(Extract("wait", "epoch"), FloatField()) / 3600.0)


def listed_in_time() -> "QuerySet[Any]":
    """Those listed within the hours of the policy."""
    return listed_cases().filter(
        wait__lte=timedelta(hours=float(policy.get("investigations.list_hours").value))
    )


CASE: dict[str, Any] = {
    "area": "area_id",
    "at": "contacts_listed_at",
    "unit": _("cases"),
    "rows_url": "cases:list",
    "row_page": "cases:case",
    "subject": "case",
    "topic": _("Cases"),
    "source": _("Register of cases"),
    "per_capita": False,
}

REPORT: dict[str, Any] = {**CASE, "area": "case__area", "at": "made_at", "row_key": "case.uuid"}

register(
    Indicator(
        code="investigations.reported",
        title=_("Investigation reports made"),
        facts=latest_reports,
        better="up",
        rows_query="confirmed=1",
        note=_("The newest version of each case's report."),
        **REPORT,
    )
)
register(
    Indicator(
        code="investigations.completeness_sum",
        title=_("Completeness of the reports, sum of per cent"),
        facts=latest_reports,
        weight=F("completeness"),
        better="up",
        rows_query="confirmed=1",
        note=_("Divided by the reports made: the mean completeness."),
        **{**REPORT, "unit": "%"},
    )
)
register(
    Indicator(
        code="investigations.listed",
        title=_("Cases with a list of contacts"),
        facts=listed_cases,
        better="up",
        rows_query="confirmed=1",
        **CASE,
    )
)
register(
    Indicator(
        code="investigations.hours_to_list",
        title=_("Hours from result to list, sum"),
        facts=listed_with_hours,
        weight=F("hours"),
        rows_query="confirmed=1",
        note=_("Divided by the cases with a list: the mean hours."),
        **{**CASE, "unit": _("hours")},
    )
)
register(
    Indicator(
        code="investigations.listed_in_time",
        title=_("Cases listed in time"),
        facts=listed_in_time,
        better="up",
        rows_query="confirmed=1",
        note=_("Within the hours of the rule in force."),
        **CASE,
    )
)
