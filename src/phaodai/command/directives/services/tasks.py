"""Correcting what the reader found: change, split, merge, add, withdraw; only while the text is a draft."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import Directive, DirectiveTask, TaskUnit
from phaodai.command.directives.rules.passages import find_passage, split_at
from phaodai.command.directives.services.moves import lock_draft
from phaodai.command.directives.terms import TaskKind, TaskState, UnitRole
from phaodai.command.directives.texts import refuse, require_reason, require_text
from phaodai.core.audit.services import log_action
from phaodai.core.text import search_key


@dataclass(frozen=True)
class TaskFields:
    """A task as the desk writes it. ``passage`` is the exact text it stands on; blank leaves the passage alone."""

    action: str
    kind: str = TaskKind.ASSIGN
    leads: list[Organization] = field(default_factory=list)
    support: list[Organization] = field(default_factory=list)
    condition: str = ""
    due_at: datetime | None = None
    recurrence: str = ""
    recurs_until: date | None = None
    monitor: Organization | None = None
    report_to: Organization | None = None
    report_via: Organization | None = None
    passage: str = ""
    replaces: DirectiveTask | None = None


@transaction.atomic
def add_task(*, directive: Directive, fields: TaskFields, by: Any) -> DirectiveTask:
    """Add what the reader missed, after the last task.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no draft any more; no action; the passage is not in the text.
    """
    row = lock_draft(directive, by)
    task = DirectiveTask(directive=row, position=_next_position(row), is_corrected=True)
    _write(task, fields)
    _log(task, "task_add", by)
    return task


def _next_position(directive: Directive) -> int:
    return (directive.tasks.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def correct_task(*, task: DirectiveTask, fields: TaskFields, by: Any) -> DirectiveTask:
    """Correct a task as the reader or somebody before wrote it; the history keeps what it was.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no draft any more; no action; the passage is not in the text.
    """
    row = _lock_task(task, by)
    row.is_corrected = True
    _write(row, fields)
    _log(row, "task_correct", by)
    return row


def _lock_task(task: DirectiveTask, by: Any) -> DirectiveTask:
    directive = lock_draft(task.directive, by)
    row = DirectiveTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    row.directive = directive
    return row


def _write(task: DirectiveTask, fields: TaskFields) -> None:
    task.action = require_text(fields.action)
    task.search_key = search_key(task.action)
    task.kind, task.condition, task.due_at = fields.kind, fields.condition.strip()[:500], fields.due_at
    task.recurrence, task.recurs_until = fields.recurrence, fields.recurs_until
    task.monitor, task.report_to, task.report_via = fields.monitor, fields.report_to, fields.report_via
    task.replaces = _replaceable(task, fields.replaces)
    if fields.passage.strip():
        task.start, task.end = _place_of(task, fields.passage)
    task.save()
    _name(task, UnitRole.LEAD, fields.leads)
    _name(task, UnitRole.SUPPORT, [unit for unit in fields.support if unit not in fields.leads])


def _replaceable(task: DirectiveTask, old: DirectiveTask | None) -> DirectiveTask | None:
    if old is not None and old.directive.issuer_id != task.directive.issuer_id:
        raise refuse("not_ours", _("Only tasks of the same issuer can be replaced."))
    return old


def _place_of(task: DirectiveTask, passage: str) -> tuple[int, int]:
    found = find_passage(task.directive.text, passage.replace("\r\n", "\n").strip(), task.start or 0)
    if found is None:
        raise refuse("passage_unknown", _("This passage is not in the text; copy it exactly."))
    return found


def _name(task: DirectiveTask, role: str, wanted: list[Organization]) -> None:
    """Make these the units of the role; an unresolved name goes once somebody is chosen for the role."""
    task.units.filter(role=role).exclude(unit__in=wanted).delete()
    kept = set(task.units.filter(unit__in=wanted).values_list("unit", flat=True))
    task.units.filter(unit__in=wanted).exclude(role=role).update(role=role)
    TaskUnit.objects.bulk_create(
        TaskUnit(task=task, role=role, unit=unit) for unit in dict.fromkeys(wanted) if unit.pk not in kept
    )


@transaction.atomic
def split_task(*, task: DirectiveTask, first_part: str, by: Any) -> tuple[DirectiveTask, DirectiveTask]:
    """Cut a task in two where ``first_part``, the beginning of its passage, ends. Units and deadline go to both.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no draft any more, or the passage does not begin so.
    """
    row = _lock_task(task, by)
    text, part = row.directive.text, first_part.replace("\r\n", "\n").strip()
    start, end = row.start or 0, row.end or 0
    inside = text[start:end].find(part) if part else -1
    halves = split_at(start, end, start + inside + len(part)) if inside >= 0 else None
    if halves is None:
        raise refuse(
            "split_where",
            _("Give the words at which the first part ends; they must stand inside the passage."),
        )
    second = DirectiveTask.objects.get(pk=row.pk)
    second.pk, second.uuid = None, DirectiveTask._meta.get_field("uuid").get_default()
    second._state.adding = True
    row.directive.tasks.filter(position__gt=row.position).update(position=F("position") + 1)
    second.position = row.position + 1
    for half, (begin, finish) in ((row, halves[0]), (second, halves[1])):
        half.start, half.end, half.is_corrected = begin, finish, True
        half.action = text[begin:finish].strip(" ;,.\n-+")
        half.search_key = search_key(half.action)
        half.save()
    _copy_units(row, second)
    _log(row, "task_split", by)
    return row, second


def _copy_units(source: DirectiveTask, target: DirectiveTask) -> None:
    TaskUnit.objects.bulk_create(
        TaskUnit(task=target, role=row.role, unit=row.unit, written=row.written)
        for row in source.units.select_related("unit")
    )


@transaction.atomic
def merge_tasks(*, tasks: list[DirectiveTask], by: Any) -> DirectiveTask:
    """Make one task of several of a draft: the first keeps its place, the earliest deadline and every unit stay.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: fewer than two, or of different directives.
    """
    if len(tasks) < 2 or len({task.directive_id for task in tasks}) != 1:
        raise refuse("merge_what", _("Choose at least two tasks of this text."))
    rows = sorted((_lock_task(task, by) for task in tasks), key=lambda row: (row.position, row.pk))
    first, others = rows[0], rows[1:]
    first.action = "; ".join(row.action.rstrip(" ;.") for row in rows)
    first.search_key, first.is_corrected = search_key(first.action), True
    first.due_at = min((row.due_at for row in rows if row.due_at), default=None)
    first.start = min((row.start for row in rows if row.start is not None), default=None)
    first.end = max((row.end for row in rows if row.end is not None), default=None)
    first.save()
    for other in others:
        _adopt_units(first, other)
        _withdraw(other, _("Merged into task %(n)s.") % {"n": first.position}, by)
    _log(first, "task_merge", by)
    return first


def _adopt_units(first: DirectiveTask, other: DirectiveTask) -> None:
    known: set[int | None] = set(first.units.values_list("unit", flat=True))
    for row in other.units.select_related("unit"):
        if row.unit_id is None or row.unit_id not in known:
            TaskUnit.objects.create(task=first, role=row.role, unit=row.unit, written=row.written)
            known.add(row.unit_id)


@transaction.atomic
def withdraw_task(*, task: DirectiveTask, reason: str, by: Any) -> DirectiveTask:
    """Say that a passage is no task; it stays, struck out, with the reason.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no draft any more, or no reason.
    """
    return _withdraw(_lock_task(task, by), require_reason(reason), by)


def _withdraw(task: DirectiveTask, reason: str, by: Any) -> DirectiveTask:
    task.state, task.withdrawn_reason = TaskState.WITHDRAWN, reason[:300]
    task.save(update_fields=["state", "withdrawn_reason"])
    _log(task, "task_withdraw", by, reason)
    return task


@transaction.atomic
def restore_task(*, task: DirectiveTask, by: Any) -> DirectiveTask:
    """Take a withdrawal back while the text is a draft."""
    row = _lock_task(task, by)
    row.state, row.withdrawn_reason = TaskState.ACTIVE, ""
    row.save(update_fields=["state", "withdrawn_reason"])
    _log(row, "task_restore", by)
    return row


def _log(task: DirectiveTask, action: str, by: Any, reason: str = "") -> None:
    log_action(
        actor=by, action=action, subject_type="directive", subject_id=task.directive.uuid, reason=reason,
        data={"task": str(task.uuid)},
    )  # fmt: skip
