"""The queue of cases of unknown source: everybody whose infector nobody has found yet."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from phaodai.city.areas.models import Area
from phaodai.core.text import search_key
from phaodai.response.cases.models import Case
from phaodai.response.cases.queries.lists import unknown_source
from phaodai.response.cases.terms import SourceStatus
from phaodai.response.outbreaks.models import TransmissionLink
from phaodai.response.tracing.likely import Computed, LikelySource

SORTS = {
    "age": ("reported_at", "pk"),
    "-age": ("-reported_at", "-pk"),
    "code": ("code",),
    "-code": ("-code",),
    "area": ("area__sort_key", "reported_at"),
    "-area": ("-area__sort_key", "reported_at"),
    "onset": (F("symptom_onset").asc(nulls_last=True), "pk"),
    "-onset": (F("symptom_onset").desc(nulls_last=True), "pk"),
}


@dataclass(frozen=True)
class QueueFilter:
    """What the queue is narrowed to; empty narrows nothing. ``days``: reported at least so many days ago."""

    q: str = ""
    area: str = ""
    source: str = ""
    days: str = ""
    mine: str = ""
    sort: str = "age"

    def as_words(self) -> dict[str, str]:
        """The filters in use, for the record."""
        return {name: value for name, value in asdict(self).items() if value and name != "sort"}


@dataclass(frozen=True)
class QueueLine:
    """One case of the queue with what is computed of its source."""

    case: Case
    age_days: int
    found: LikelySource | None
    best: Case | None

    @property
    def best_percent(self) -> float | None:
        return (
            round(100 * self.found.reasons[0].probability, 1) if self.found and self.found.reasons else None
        )

    @property
    def outside_percent(self) -> float | None:
        return round(100 * self.found.outside, 1) if self.found else None

    @property
    def possible(self) -> int:
        return len(self.found.reasons) if self.found else 0


def unlinked(user: Any, capability: str = "cases.investigate") -> "QuerySet[Case]":
    """Confirmed cases in the user's reach, not imported, source not known, without a confirmed link."""
    linked = TransmissionLink.objects.standing().filter(infected=OuterRef("pk"))
    rows = Case.objects.visible_to(user, capability).confirmed().filter(unknown_source(), is_imported=False)
    return rows.filter(~Exists(linked)).select_related("person", "area", "investigator")


def queue(user: Any, wanted: QueueFilter, now: datetime) -> "QuerySet[Case]":
    """The queue as asked for, the oldest first."""
    rows = unlinked(user).filter(_where(wanted, now))
    if wanted.mine:
        rows = rows.filter(investigator=user.pk)
    return rows.order_by(*SORTS.get(wanted.sort, SORTS["age"]))


def _where(wanted: QueueFilter, now: datetime) -> Q:
    where = Q()
    if wanted.source in SourceStatus.values:
        where &= Q(source_status=wanted.source)
    if wanted.days.isdigit():
        where &= Q(reported_at__lte=now - timedelta(days=min(int(wanted.days), 3650)))
    if wanted.area:
        where &= Q(area__closure_up__ancestor__in=Area.objects.filter(uuid=UUID(wanted.area)))
    for word in search_key(wanted.q).split()[:6]:
        where &= Q(person__search_key__contains=word) | Q(code__icontains=word)
    return where


def queue_lines(
    rows: "list[Case]", computed: Computed, cases: dict[int, Case], now: datetime
) -> list[QueueLine]:
    """Rows of the queue with the sources computed for them. No query."""
    return [_line(case, computed.by_case.get(case.pk), cases, now) for case in rows]


def _line(case: Case, found: LikelySource | None, cases: dict[int, Case], now: datetime) -> QueueLine:
    best = cases.get(int(found.reasons[0].case)) if found and found.reasons else None
    return QueueLine(case, max(0, (now - case.reported_at).days), found, best)


def areas_of_queue(user: Any) -> "QuerySet[Area]":
    """Leaf areas with a case in the queue, for the filter."""
    return Area.objects.filter(pk__in=unlinked(user).order_by().values("area")).order_by("sort_key")
