"""Everything that waits for one user, in one query."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from phaodai.core.worklists.registry import Worklist, all_worklists, find

COUNT_CAP = 99
ROW_CAP = 500


@dataclass(frozen=True)
class WorkItem:
    """One waiting thing, ready for a screen."""

    worklist: Worklist
    ref: str
    subject: str
    place: str
    due_at: datetime | None
    started_at: datetime | None
    state: str

    @property
    def headline(self) -> str:
        return str(self.worklist.headline).format(subject=self.subject or "", place=self.place or "")

    @property
    def url(self) -> str:
        return reverse(self.worklist.url_name, args=[self.ref])

    def is_overdue(self, now: datetime) -> bool:
        return self.due_at is not None and self.due_at < now


def worklists_of(user: Any) -> list[Worklist]:
    """The queues this user's roles work on."""
    return [worklist for worklist in all_worklists() if user.may(worklist.capability)]


def _union(querysets: list[QuerySet[Any]]) -> QuerySet[Any]:
    first, *others = querysets
    return first.union(*others, all=True) if others else first


def items_for(user: Any, limit: int = ROW_CAP) -> list[WorkItem]:
    """The user's waiting things, most urgent first: one UNION ALL, each queue cut at ``limit``."""
    querysets = [worklist.rows(user) for worklist in worklists_of(user)]
    if not querysets:
        return []
    rows = [_as_item(row) for row in _union(querysets)[:limit]]
    return sorted(rows, key=_urgency)


def _as_item(row: tuple[Any, ...]) -> WorkItem:
    return WorkItem(find(row[0]), *row[1:])


def _urgency(item: WorkItem) -> tuple[bool, float]:
    moment = item.due_at or item.started_at
    return item.due_at is None, moment.timestamp() if moment else 0.0


def capped(count: int) -> str:
    """``99+`` beyond the cap."""
    return f"{COUNT_CAP}+" if count > COUNT_CAP else str(count)
