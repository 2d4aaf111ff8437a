"""The numbers of cases, each defined once."""

from collections.abc import Callable
from typing import Any

from django.db.models import DateTimeField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators import Indicator, Watch, register
from phaodai.city.indicators.marks import noon_of
from phaodai.response.cases.models import Case
from phaodai.response.cases.queries.lists import of_setting, overdue_now, unknown_source
from phaodai.response.cases.terms import CaseStatus, DetectionSetting

WATCHES = (
    Watch(
        "cases_case",
        ("reported_at", "confirmed_at", "closed_at", "investigation_due_at", noon_of("symptom_onset")),
    ),
)
PER_CASE: dict[str, Any] = {
    "area": "area_id", "unit": _("cases"), "rows_url": "cases:list", "row_page": "cases:case", "subject": "case",
    "topic": _("Cases"), "source": _("Register of cases"), "watches": WATCHES,
}  # fmt: skip
REPORTED = {**PER_CASE, "at": "reported_at"}


def confirmed_cases() -> "QuerySet[Case]":
    """Everybody who counts as an F0, whatever became of them."""
    return Case.objects.confirmed()


def found_in(setting: str) -> Callable[[], "QuerySet[Case]"]:
    """The confirmed cases found in one setting, "other" for the rest."""
    return lambda: confirmed_cases().filter(of_setting(setting))


def imported_cases() -> "QuerySet[Case]":
    """Confirmed cases infected elsewhere."""
    return confirmed_cases().filter(is_imported=True)


def with_onset() -> "QuerySet[Case]":
    """Confirmed cases whose first day of illness is known."""
    known = confirmed_cases().filter(symptom_onset__isnull=False)
    return known.annotate(fell_ill_at=Cast("symptom_onset", DateTimeField()))


def in_care() -> "QuerySet[Case]":
    """Confirmed cases that are neither well again nor dead."""
    return Case.objects.filter(status=CaseStatus.CONFIRMED)


def ended_as(status: str) -> Callable[[], "QuerySet[Case]"]:
    """The cases that came to this end."""
    return lambda: Case.objects.filter(status=status)


def without_source() -> "QuerySet[Case]":
    """Live confirmed cases whose source is not known."""
    return Case.objects.live().confirmed().filter(unknown_source())


def overdue_investigations() -> "QuerySet[Case]":
    """Live cases whose investigation should have been finished by now."""
    return Case.objects.filter(overdue_now())


def open_suspicions() -> "QuerySet[Case]":
    """Suspected and probable cases that wait for a verdict."""
    return Case.objects.filter(Q(status="suspected") | Q(status="probable"))


register(
    Indicator(
        code="cases.new",
        title=_("New cases"),
        facts=confirmed_cases,
        rows_query="confirmed=1&hours=24",
        note=_("Confirmed, by the moment of the report; discarded ones do not count."),
        **REPORTED,
    )
)
for setting, title in {
    DetectionSetting.COMMUNITY: _("Community"),
    DetectionSetting.QUARANTINE: _("Quarantine site"),
    DetectionSetting.LOCKDOWN: _("Lockdown area"),
}.items():
    register(
        Indicator(
            code=f"cases.{setting.value}",
            title=title,
            facts=found_in(setting),
            rows_query=f"confirmed=1&hours=24&setting={setting.value}",
            **REPORTED,
        )
    )
register(
    Indicator(
        code="cases.unknown_source",
        title=_("Cases of unknown source"),
        facts=without_source,
        kind="stock",
        rows_query="confirmed=1&live=1&source=open",
        note=_("Live confirmed cases whose source was not found or is still being looked for."),
        **REPORTED,
    )
)
register(
    Indicator(
        code="cases.overdue",
        title=_("Investigations overdue"),
        facts=overdue_investigations,
        kind="stock",
        rows_query="late=1",
        **{**PER_CASE, "at": "investigation_due_at"},
    )
)
register(
    Indicator(
        code="cases.suspected",
        title=_("Suspected, waiting for a verdict"),
        facts=open_suspicions,
        kind="stock",
        rows_query="status=suspected",
        **REPORTED,
    )
)

register(
    Indicator(
        code="cases.imported",
        title=_("Imported cases"),
        facts=imported_cases,
        rows_query="confirmed=1&imported=1",
        denominator="cases.new",
        **REPORTED,
    )
)
register(
    Indicator(
        code="cases.onset",
        title=_("Cases by day of onset"),
        facts=with_onset,
        note=_(
            "Confirmed cases with symptoms, by their first day of illness; the last days are not complete yet."
        ),
        rows_query="confirmed=1",
        **{**PER_CASE, "at": "fell_ill_at"},
    )
)
register(
    Indicator(
        code="cases.active",
        title=_("Cases in care"),
        facts=in_care,
        ever=confirmed_cases,
        until="closed_at",
        kind="stock",
        rows_query="status=confirmed",
        **REPORTED,
    )
)
for code, title, end, better in (
    ("cases.recovered", _("Recovered"), CaseStatus.RECOVERED, "up"),
    ("cases.died", _("Died"), CaseStatus.DIED, "down"),
):
    register(
        Indicator(
            code=code,
            title=title,
            facts=ended_as(end),
            better=better,  # type: ignore[arg-type]
            rows_query=f"status={end.value}",
            **{**PER_CASE, "at": "closed_at"},
        )
    )
