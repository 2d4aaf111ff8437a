"""Everybody's home: what waits for me, most urgent first."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from phaodai.core import clock
from phaodai.core.access import GuardedRequest, signed_in
from phaodai.core.audit.queries import deeds_today
from phaodai.core.worklists.queries import WorkItem, items_for


@dataclass
class Work:
    """The waiting things of one user in the sections of the page."""

    overdue: list[WorkItem] = field(default_factory=list)
    today: list[WorkItem] = field(default_factory=list)
    later: list[WorkItem] = field(default_factory=list)
    incoming: list[WorkItem] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.overdue) + len(self.today) + len(self.later) + len(self.incoming)


def section_of(item: WorkItem, now: datetime) -> str:
    """Where on the page an item stands."""
    if item.worklist.incoming:
        return "incoming"
    if item.due_at is None:
        return "later"
    if item.due_at < now:
        return "overdue"
    return "today" if clock.local_day(item.due_at) == clock.local_day(now) else "later"


def sort_into_sections(items: list[WorkItem], now: datetime) -> Work:
    work = Work()
    for item in items:
        getattr(work, section_of(item, now)).append(item)
    return work


def tabs_of(items: list[WorkItem]) -> list[dict[str, Any]]:
    """One tab a group of worklists, in the order first met."""
    counts: dict[str, int] = {}
    for item in items:
        group = str(item.worklist.group)
        counts[group] = counts.get(group, 0) + 1
    return [{"label": group, "count": count} for group, count in sorted(counts.items())]


@signed_in
@require_GET
def home(request: GuardedRequest) -> HttpResponse:
    """Việc của tôi."""
    now, group = clock.now(), request.GET.get("group", "")
    items = items_for(request.user)
    shown = [item for item in items if not group or str(item.worklist.group) == group]
    done = deeds_today(request.user.pk)
    context = {
        "work": sort_into_sections(shown, now),
        "total": len(items),
        "overdue_count": sum(item.is_overdue(now) for item in items),
        "tabs": tabs_of(items),
        "group": group,
        "now": now,
        "done": done,
        "planned": done + len(items),
        "may_report": request.user.may("cases.report"),
    }
    return render(request, "site/home.html", context)
