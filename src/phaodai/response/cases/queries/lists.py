"""Lists of cases: scope first, then filters, then order."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.people.aliases import records_by_uuid
from phaodai.city.people.models import Person
from phaodai.core import clock
from phaodai.core.text import search_key
from phaodai.response.cases.models import CONFIRMED, LIVE, Case
from phaodai.response.cases.terms import DetectionSetting, SourceStatus

SEARCH_LIMIT = 20
PAGE_SIZE = 50
OTHER, OPEN = "other", "open"
SORTS = {
    "code": ("code",),
    "name": ("person__sort_key", "pk"),
    "area": ("area__sort_key", "-reported_at"),
    "status": ("status", "-reported_at"),
    "onset": (F("symptom_onset").asc(nulls_last=True), "pk"),
    "reported": ("reported_at", "pk"),
    "due": (F("investigation_due_at").asc(nulls_last=True), "pk"),
    "form": ("completeness", "-reported_at"),
}
DEFAULT_SORT = "-reported"


@dataclass(frozen=True)
class CaseFilters:
    """What a list is narrowed to; empty means everything. ``late``: the investigation is overdue.

    ``hours``: reported in the last so many hours (as the dashboard counts); ``since``, ``until`` local days.
    """

    text: str = ""
    status: str = ""
    setting: str = ""
    source: str = ""
    area: UUID | None = None
    since: date | None = None
    until: date | None = None
    hours: int | None = None
    late: bool = False
    live: bool = False
    confirmed: bool = False
    imported: bool = False
    mine: bool = False

    @property
    def used(self) -> dict[str, str]:
        """The filters in use, as text for the record of the reading."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) for name, value in values.items() if value}


def visible_cases(user: Any, capability: str | None = None) -> "QuerySet[Case]":
    """Cases ``user`` may see, with what every line of a list shows."""
    return Case.objects.visible_to(user, capability).select_related("person", "area", "investigator")


def list_cases(user: Any, filters: CaseFilters, sort: str = DEFAULT_SORT) -> "QuerySet[Case]":
    """The visible cases that pass the filters, sorted by a key of `SORTS` (``-key`` turns it round)."""
    rows = _by_words(visible_cases(user), filters, user)
    rows = _by_period(_by_state(rows, filters), filters)
    return _sorted(_by_text(rows, filters.text), sort)


def _by_words(rows: "QuerySet[Case]", filters: CaseFilters, user: Any) -> "QuerySet[Case]":
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.setting:
        rows = rows.filter(of_setting(filters.setting))
    if filters.source:
        rows = rows.filter(of_source(filters.source))
    if filters.area:
        areas = Area.objects.filter(uuid=filters.area)
        rows = rows.filter(area__closure_up__ancestor__in=areas)
    return rows.filter(investigator=user) if filters.mine else rows


def of_setting(setting: str) -> Q:
    """Cases found in a setting; "other" is what the bulletin does not name."""
    if setting == OTHER:
        return Q(setting__in=[DetectionSetting.HEALTH_FACILITY, DetectionSetting.UNKNOWN])
    return Q(setting=setting)


def of_source(source: str) -> Q:
    """Cases of a source state; "open" is unknown or still being looked for."""
    return unknown_source() if source == OPEN else Q(source_status=source)


def _by_state(rows: "QuerySet[Case]", filters: CaseFilters) -> "QuerySet[Case]":
    if filters.live:
        rows = rows.filter(status__in=LIVE)
    if filters.confirmed:
        rows = rows.filter(status__in=CONFIRMED)
    if filters.imported:
        rows = rows.filter(is_imported=True)
    return rows.filter(overdue_now()) if filters.late else rows


def overdue_now() -> Q:
    """Live cases whose investigation should have been finished."""
    open_form = Q(completeness__lt=100, investigation_due_at__lt=clock.now())
    return open_form & Q(status__in=LIVE)


def _by_period(rows: "QuerySet[Case]", filters: CaseFilters) -> "QuerySet[Case]":
    if filters.since:
        rows = rows.filter(reported_at__gte=clock.day_bounds(filters.since)[0])
    if filters.until:
        rows = rows.filter(reported_at__lt=clock.day_bounds(filters.until)[1])
    if filters.hours:
        moment = clock.now()
        rows = rows.filter(reported_at__gte=moment - timedelta(hours=filters.hours), reported_at__lt=moment)
    return rows


def _by_text(rows: "QuerySet[Case]", text: str) -> "QuerySet[Case]":
    text = text.strip()
    if not text:
        return rows
    named = Q()
    for word in search_key(text).split():
        named &= Q(person__search_key__contains=word)
    return rows.filter(named | Q(code__icontains=text) | Q(national_code__iexact=text))


def _sorted(rows: "QuerySet[Case]", sort: str) -> "QuerySet[Case]":
    key = sort if sort.lstrip("-") in SORTS else DEFAULT_SORT
    order = SORTS[key.lstrip("-")]
    rows = rows.order_by(*order)
    return rows.reverse() if key.startswith("-") else rows


def search_cases(user: Any, text: str) -> "QuerySet[Case]":
    """At most `SEARCH_LIMIT` cases for the search box: by code, national code or the person's name."""
    if len(text.strip()) < 2:
        return Case.objects.none()
    return list_cases(user, CaseFilters(text=text))[:SEARCH_LIMIT]


def person_cases(user: Any, person: UUID) -> "QuerySet[Case]":
    """The visible cases of one person, newest first."""
    return visible_cases(user).filter(person__in=records_by_uuid(person)).order_by("-reported_at", "-pk")


def status_counts(user: Any) -> dict[str, int]:
    """How many visible cases stand in each status."""
    rows = Case.objects.visible_to(user).order_by().values_list("status").annotate(Count("pk"))
    return dict(rows)


def areas_with_cases(user: Any) -> "QuerySet[Area]":
    """Leaf areas that have visible cases, for the filter."""
    leaves = Case.objects.visible_to(user).order_by().values("area").distinct()
    return Area.objects.filter(pk__in=leaves).order_by("sort_key")


def reporting_areas(user: Any) -> "QuerySet[Area]":
    """Wards offered to who reports by telephone: those in reach and the others under the same parents."""
    reach = user.reach("cases.report")
    leaves = Area.objects.in_force(clock.today()).filter(level=AreaLevel.WARD).select_related("parent")
    if reach.everywhere:
        return leaves.order_by("sort_key")
    if reach.areas is None:
        return leaves.none()
    own = Area.objects.filter(pk__in=reach.areas)
    return leaves.filter(Q(pk__in=own) | Q(parent__in=own.values("parent"))).order_by("sort_key")


def live_case_codes(user: Any, people: list[Person]) -> dict[int, Case]:
    """The visible live case of each of these people, by person id."""
    rows = Case.objects.visible_to(user).live().filter(person__in=people)
    return {row.person_id: row for row in rows}


def new_by_day(user: Any, since: date, until: date) -> dict[date, dict[str, int]]:
    """Epidemic curve: visible confirmed cases by local day of report and setting, both days included."""
    start, end = clock.day_bounds(since)[0], clock.day_bounds(until)[1]
    day = TruncDate("reported_at", tzinfo=clock.TZ)
    rows = Case.objects.visible_to(user).confirmed().filter(reported_at__gte=start, reported_at__lt=end)
    curve: dict[date, dict[str, int]] = {}
    for when, setting, count in rows.order_by().values_list(day, "setting").annotate(n=Count("pk")):
        curve.setdefault(when, {})[setting] = count
    return curve


def unknown_source() -> Q:
    """Cases whose source was looked for and not found, or is still being looked for."""
    return Q(source_status__in=[SourceStatus.UNKNOWN, SourceStatus.INVESTIGATING])
