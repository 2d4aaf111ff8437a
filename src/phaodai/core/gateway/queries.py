"""Reading the log of requests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from phaodai.core import clock
from phaodai.core.gateway.models import RequestRecord

SORTS = {"at": ("pk",), "duration": ("duration_ms", "pk"), "rows": ("rows", "pk"), "status": ("status", "pk")}
GROUPS = {"ok": Q(status__lt=400), "refused": Q(status__gte=400, status__lt=500) & ~Q(status=429),
          "limited": Q(status=429), "failed": Q(status__gte=500)}  # fmt: skip


@dataclass(frozen=True)
class Usage:
    """Requests a day: answered, refused (4xx), held back by the limit (429), failed (5xx)."""

    days: list[date]
    answered: list[int]
    refused: list[int]
    limited: list[int]
    failed: list[int]
    rows: int

    @property
    def total(self) -> int:
        return sum(self.answered) + sum(self.refused) + sum(self.limited) + sum(self.failed)


def requests_of(callers: Any) -> "QuerySet[RequestRecord]":
    """Lines of these callers: ids, or a sub-select of ids."""
    return RequestRecord.objects.filter(caller_id__in=callers)


def narrowed(
    rows: "QuerySet[RequestRecord]", *, text: str = "", group: str = "", kind: str = "", sort: str = "-at"
) -> "QuerySet[RequestRecord]":
    """Filtered and sorted; a hyphen before ``sort`` turns the order."""
    if text:
        rows = rows.filter(Q(operation__icontains=text) | Q(caller_name__icontains=text))
    if group in GROUPS:
        rows = rows.filter(GROUPS[group])
    if kind:
        rows = rows.filter(caller_kind=kind)
    fields = SORTS.get(sort.removeprefix("-"), SORTS["at"])
    return rows.order_by(*(("-" if sort.startswith("-") else "") + field for field in fields))


def usage_of(caller_ids: Iterable[UUID], days: int = 30) -> Usage:
    """Requests of the last days, by the world's calendar; one query."""
    last = clock.local_day(clock.real_now())
    first = last - timedelta(days=days - 1)
    rows = RequestRecord.objects.filter(
        caller_id__in=list(caller_ids), recorded_at__gte=clock.day_bounds(first)[0]
    )
    counted = rows.annotate(day=TruncDate("recorded_at", tzinfo=clock.TZ)).values("day")
    found: dict[date, Any] = {
        row["day"]: row
        for row in counted.annotate(
            **{name: Count("pk", filter=where) for name, where in GROUPS.items()}, handled=Sum("rows")
        ).order_by()
    }
    every = [first + timedelta(days=n) for n in range(days)]
    series = {name: [found.get(day, {}).get(name, 0) for day in every] for name in GROUPS}
    return Usage(
        every, series["ok"], series["refused"], series["limited"], series["failed"],
        sum(row["handled"] or 0 for row in found.values()),
    )  # fmt: skip
