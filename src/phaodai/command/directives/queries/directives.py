"""Reading directives: one, the lists, the library, the graph of what cites what."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from phaodai.city.papers.models import RegisterEntry
from phaodai.city.papers.queries import reserved_in
from phaodai.command.directives.models import (
    Directive,
    DirectiveLink,
    DirectiveTask,
    Opinion,
    Target,
    TaskUnit,
)
from phaodai.command.directives.rules.passages import Segment, segments
from phaodai.command.directives.terms import OUT, TaskState
from phaodai.core.access import get_visible_or_404
from phaodai.core.text import search_key

SORTS = {"issued": "issued_on", "number": "number", "title": "title", "made": "pk", "tasks": "task_count"}


@dataclass(frozen=True)
class LibraryFilter:
    """What the library can be narrowed to; ``on`` is a day on which it must have been in force."""

    text: str = ""
    state: str = ""
    kind: str = ""
    on: date | None = None
    sort: str = ""


def directive_for(user: Any, uuid: UUID, capability: str | None = None) -> Directive:
    """The directive if ``user`` holds the capability for it, or Http404."""
    rows = Directive.objects.select_related("issuer__area__parent", "issuer__parent", "meeting", "entry")
    found: Directive = get_visible_or_404(rows, user, capability, uuid=uuid)
    return found


def library(user: Any, wanted: LibraryFilter) -> "QuerySet[Directive]":
    """What ``user`` may read, best match first while searching, else the newest."""
    rows: QuerySet[Directive] = Directive.objects.visible_to(user).select_related("issuer")
    rows = rows.annotate(task_count=_task_count()).defer("text", "search")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.on:
        rows = in_force_on(rows, wanted.on)
    if search_key(wanted.text):
        asked = SearchQuery(search_key(wanted.text), config="simple", search_type="websearch")
        rows = rows.filter(search=asked).annotate(rank=SearchRank(F("search"), asked))
    return rows.order_by(*_order(wanted))


def _task_count() -> Coalesce:
    """As a sub-select: a join would group by whole texts."""
    live = DirectiveTask.objects.filter(directive=OuterRef("pk"), state=TaskState.ACTIVE).order_by()
    counted = live.values("directive").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _order(wanted: LibraryFilter) -> list[Any]:
    way, key = ("-", wanted.sort[1:]) if wanted.sort.startswith("-") else ("", wanted.sort)
    if key in SORTS:
        field = F(SORTS[key])
        return [field.desc(nulls_last=True) if way else field.asc(nulls_last=True), "-pk"]
    if search_key(wanted.text):
        return ["-rank", "-pk"]
    return [F("issued_on").desc(nulls_first=True), "-pk"]


def in_force_on(rows: "QuerySet[Directive]", day: date) -> "QuerySet[Directive]":
    """Documents that held on a day: from the day they were issued until the day they ended."""
    return rows.filter(state__in=OUT, issued_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))


def tasks_of(directive: Directive) -> "QuerySet[DirectiveTask]":
    """The tasks in the order of the text, with the units named in them."""
    units = Prefetch("units", TaskUnit.objects.select_related("unit"))
    rows = directive.tasks.select_related("monitor", "report_to", "report_via", "replaces__directive")
    return rows.prefetch_related(units, "targets__shares__unit").order_by("position", "pk")


def task_for(directive: Directive, uuid: UUID) -> DirectiveTask:
    """One task of a directive, or Http404."""
    found: DirectiveTask = get_object(tasks_of(directive), uuid=uuid)
    return found


def get_object(rows: QuerySet[Any], **lookup: Any) -> Any:
    """The row, or Http404; the caller has scoped the rows."""
    from_rows = rows.filter(**lookup).first()
    if from_rows is None:
        raise Http404
    return from_rows


def opinions_of(directive: Directive) -> list[Opinion]:
    """Every opinion asked, open ones first."""
    return list(directive.opinions.select_related("unit").order_by("given_at", "pk"))


def opinion_for(user: Any, uuid: UUID) -> Opinion:
    """An opinion asked of a unit ``user`` answers for, or Http404."""
    rows = Opinion.objects.select_related("directive__issuer", "unit")
    found: Opinion = get_visible_or_404(rows, user, "directives.report", uuid=uuid)
    return found


def open_opinions_for(user: Any, directive: Directive) -> list[Opinion]:
    """The opinions on this draft that ``user`` may give now."""
    rows = Opinion.objects.visible_to(user, "directives.report").filter(directive=directive, state="asked")
    return list(rows.select_related("unit"))


def links_of(directive: Directive) -> list[DirectiveLink]:
    """What this document speaks of."""
    return list(directive.links.select_related("target").order_by("kind", "pk"))


def spoken_of(user: Any, directive: Directive) -> list[DirectiveLink]:
    """Which documents ``user`` may read speak of this one."""
    readable = Directive.objects.visible_to(user).values("pk")
    rows = directive.spoken_of.filter(directive__in=readable).exclude(directive__state="cancelled")
    return list(rows.select_related("directive").order_by("-directive__issued_on", "pk"))


def text_segments(directive: Directive, tasks: list[DirectiveTask]) -> list[Segment]:
    """The text cut at the passages of its tasks."""
    spans = [
        (str(task.uuid), task.start, task.end)
        for task in tasks
        if task.start is not None and task.end is not None and task.state != TaskState.WITHDRAWN
    ]
    return segments(directive.text, spans)


def find_cited(directive: Directive, number: str) -> Directive | None:
    """The document of the library that carries this number, the newest of them."""
    rows = Directive.objects.filter(state__in=OUT, number__iexact=number.strip()).exclude(pk=directive.pk)
    return rows.order_by("-issued_on").first()


def amendable(user: Any, directive: Directive) -> "QuerySet[Directive]":
    """What this draft may amend or end: documents of the same issuer that are in force."""
    rows = Directive.objects.visible_to(user).filter(issuer=directive.issuer_id)
    return rows.filter(state__in=("issued", "amended")).exclude(pk=directive.pk).order_by("-issued_on")


def replaceable_tasks(user: Any, directive: Directive) -> "QuerySet[DirectiveTask]":
    """Tasks of the issuer's documents in force that a task of this draft may replace."""
    rows = DirectiveTask.objects.filter(directive__in=amendable(user, directive), state=TaskState.ACTIVE)
    return rows.select_related("directive").order_by("-directive__issued_on", "position")


def picked_tasks(directive: Directive, ids: list[str]) -> list[DirectiveTask]:
    """The live tasks of a directive among these ids; whatever is not an id is left out."""
    wanted = set(ids)
    rows = directive.tasks.filter(state=TaskState.ACTIVE).select_related("directive")
    return [task for task in rows if str(task.uuid) in wanted]


def target_of(directive: Directive, uuid: UUID) -> Target:
    """One target of a directive's task, or Http404."""
    rows = Target.objects.filter(task__directive=directive).select_related("task__directive")
    found: Target = get_object(rows, uuid=uuid)
    return found


def reserved_numbers(directive: Directive) -> "list[RegisterEntry]":
    """Numbers kept in the register this document belongs to."""
    return list(reserved_in(directive.issuer, directive.kind))


def reserved_number(directive: Directive, asked: str | None) -> RegisterEntry | None:
    """The reserved number asked for, if it is one of those; None for the next one."""
    return next((one for one in reserved_numbers(directive) if str(one.uuid) == asked), None)
