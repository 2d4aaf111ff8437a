"""Everything one directive's page and one assignment's page show, with what its reader may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import (
    Assignment,
    Directive,
    DirectiveEntry,
    DirectiveLink,
    DirectiveTask,
    Escalation,
    Extension,
    Opinion,
    Report,
)
from phaodai.command.directives.queries import assignments, directives
from phaodai.command.directives.queries.targets import TargetLine, outcomes_of, target_lines
from phaodai.command.directives.queries.units import own_units
from phaodai.command.directives.rules.moves import WORKING
from phaodai.command.directives.rules.passages import Segment
from phaodai.command.directives.rules.standing import Tally, standing_of
from phaodai.command.directives.terms import OPEN_DRAFT, OUT, Standing, TaskState, UnitRole


@dataclass(frozen=True)
class TaskLine:
    """One task beside the text."""

    task: DirectiveTask
    leads: list[Any]
    support: list[Any]
    assignments: list[Assignment]

    @property
    def has_unknown(self) -> bool:
        return any(row.unit_id is None for row in self.leads + self.support)


@dataclass(frozen=True)
class DirectivePage:
    """One directive with all around it; ``may`` holds the names of the deeds this reader can do now."""

    directive: Directive
    lines: list[TaskLine]
    segments: list[Segment]
    opinions: list[Opinion]
    asked_of_me: list[Opinion]
    links: list[DirectiveLink]
    spoken_of: list[DirectiveLink]
    entries: list[DirectiveEntry]
    recipients: list[Organization]
    targets: list[TargetLine]
    tally: Tally | None
    may: frozenset[str]

    @property
    def live_count(self) -> int:
        return sum(line.task.state == TaskState.ACTIVE for line in self.lines)


def directive_page(user: Any, directive: Directive, now: datetime) -> DirectivePage:
    """The page of one directive the user may read; a bounded number of queries whatever its length."""
    tasks = list(directives.tasks_of(directive))
    rows = _assignments_of(user, directive, now)
    is_out = directive.state in OUT
    return DirectivePage(
        directive=directive,
        lines=[_line(task, rows) for task in tasks],
        segments=directives.text_segments(directive, tasks),
        opinions=[] if is_out and not directive.opinions.exists() else directives.opinions_of(directive),
        asked_of_me=directives.open_opinions_for(user, directive),
        links=directives.links_of(directive),
        spoken_of=directives.spoken_of(user, directive),
        entries=list(directive.entries.order_by("pk")),
        recipients=list(directive.recipients.all()),
        targets=target_lines(rows, now) if is_out else [],
        tally=assignments.total_of(_rows(user, directive, now)) if is_out else None,
        may=_deeds(user, directive),
    )


def _rows(user: Any, directive: Directive, now: datetime) -> Any:
    return assignments.visible_rows(user, now).filter(task__directive=directive, parent=None)


def _assignments_of(user: Any, directive: Directive, now: datetime) -> list[Assignment]:
    if directive.state not in OUT:
        return []
    return list(_rows(user, directive, now).select_related("unit").order_by("round", "unit__sort_key", "pk"))


def _line(task: DirectiveTask, rows: list[Assignment]) -> TaskLine:
    named = list(task.units.all())
    return TaskLine(
        task,
        [row for row in named if row.role == UnitRole.LEAD],
        [row for row in named if row.role == UnitRole.SUPPORT],
        [row for row in rows if row.task_id == task.pk],
    )


def _holds(user: Any, directive: Directive, capability: str) -> bool:
    if not user.may(capability):
        return False
    return Directive.objects.visible_to(user, capability).filter(pk=directive.pk).exists()


def _deeds(user: Any, directive: Directive) -> frozenset[str]:
    state, found = directive.state, set()
    if state in OPEN_DRAFT and _holds(user, directive, "directives.draft"):
        found.add("draft")
    if state in (*OPEN_DRAFT, "signed") and _holds(user, directive, "directives.sign"):
        found.add("unsign" if state == "signed" else "sign")
    if state not in ("ended", "cancelled") and _holds(user, directive, "directives.issue"):
        found |= {"issue"} if state == "signed" else set()
        found |= {"end"} if state in ("issued", "amended") else set()
        found |= {"enter"} if state in OPEN_DRAFT and directive.is_incoming else set()
    return frozenset(found)


@dataclass(frozen=True)
class AssignmentPage:
    """One unit's task with its whole story."""

    row: Assignment
    standing: Standing
    reports: list[Report]
    extensions: list[Extension]
    escalations: list[Escalation]
    children: list[Assignment]
    targets: list[TargetLine]
    support: list[Any]
    may: frozenset[str]

    @property
    def open_extension(self) -> Extension | None:
        return next((row for row in self.extensions if row.state == "asked"), None)

    @property
    def is_late(self) -> bool:
        return self.standing == Standing.OPEN_OVERDUE


def assignment_page(user: Any, row: Assignment, now: datetime) -> AssignmentPage:
    """The page of one assignment the user may see."""
    extensions = list(row.extensions.order_by("-pk"))
    return AssignmentPage(
        row=row,
        standing=standing_of(row.state, row.due_at, row.finished_at, now),
        reports=assignments.reports_of(row),
        extensions=extensions,
        escalations=list(row.escalations.select_related("to_unit").order_by("-pk")),
        children=assignments.children_of(row, now),
        targets=outcomes_of(row, now),
        support=list(row.task.units.filter(role=UnitRole.SUPPORT).select_related("unit")),
        may=_assignment_deeds(user, row, extensions),
    )


def _assignment_deeds(user: Any, row: Assignment, extensions: list[Extension]) -> frozenset[str]:
    found: set[str] = set()
    if _acts_for(user, row, "unit"):
        found |= _of_the_unit(row, extensions)
    if row.state == "at_via" and _acts_for(user, row, "via"):
        found.add("pass")
    if _follows(user, row):
        found |= _of_the_follower(row, extensions)
    if user.may("responsibility.record") and _sees(user, row, "responsibility.record"):
        found.add("failed_duty")
    return frozenset(found)


def _of_the_unit(row: Assignment, extensions: list[Extension]) -> set[str]:
    if row.state not in WORKING:
        return set()
    found = {"report", "delegate", "explain"} | ({"receive"} if row.state == "new" else set())
    used = any(asked.state in ("asked", "granted") for asked in extensions)
    return found | ({"extend"} if row.due_at and not used else set())


def _of_the_follower(row: Assignment, extensions: list[Extension]) -> set[str]:
    found = {"accept"} if row.state == "reported" else {"reopen"} if row.state == "done" else set()
    if any(asked.state == "asked" for asked in extensions):
        found.add("decide")
    return found | ({"withdraw"} if row.state not in ("done", "withdrawn") else set())


def _sees(user: Any, row: Assignment, capability: str) -> bool:
    return Assignment.objects.visible_to(user, capability).filter(pk=row.pk).exists()


def _acts_for(user: Any, row: Assignment, field: str) -> bool:
    if not user.may("directives.report"):
        return False
    if field == "unit":
        return _sees(user, row, "directives.report")
    own = Assignment.objects.filter(pk=row.pk, via__in=own_units(user, "directives.report").values("pk"))
    return own.exists()


def _follows(user: Any, row: Assignment) -> bool:
    if user.may("directives.follow") and _sees(user, row, "directives.follow"):
        return True
    if row.parent_id is None or not user.may("directives.report"):
        return False
    return Assignment.objects.visible_to(user, "directives.report").filter(pk=row.parent_id).exists()
