"""More time: asked once by the unit, decided by whoever gave the task."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.command.directives.models import Assignment, Extension
from phaodai.command.directives.rules.deadlines import fits_under
from phaodai.command.directives.services.moves import lock_as_follower, lock_assignment
from phaodai.command.directives.terms import ExtensionState
from phaodai.command.directives.texts import refuse, require_reason
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action


@transaction.atomic
def ask_extension(*, assignment: Assignment, new_due_at: datetime, reason: str, by: Any) -> Extension:
    """Ask for a later deadline.

    Raises:
        PermissionDenied: ``by`` does not act for the unit.
        ValidationError: the task is closed or has no deadline; not later; asked or granted already; no reason.
    """
    row = lock_assignment(assignment, by, "directives.report")
    if row.due_at is None or row.state in ("done", "withdrawn", "reported", "at_via"):
        raise refuse("wrong_state", _("Only an open task with a deadline can be extended."))
    if new_due_at <= row.due_at or new_due_at <= clock.now():
        raise refuse("not_later", _("The new deadline must be later than the present one and than now."))
    said = require_reason(reason)
    if row.extensions.filter(state__in=("asked", "granted")).exists():
        raise refuse("extended_once", _("A task is extended once only."))
    asked = Extension.objects.create(
        assignment=row, reason=said, old_due_at=row.due_at, new_due_at=new_due_at,
        asked_by_name=actor_name(by), asked_at=clock.now(),
    )  # fmt: skip
    log_action(
        actor=by, action="task_ask_extension", subject_type="assignment", subject_id=row.uuid, reason=said
    )
    return asked


@transaction.atomic
def decide_extension(*, extension: Extension, grant: bool, answer: str, by: Any) -> Extension:
    """Grant it, and the deadline moves; or refuse it with a reason.

    Raises:
        PermissionDenied: ``by`` did not give, watch or delegate the task.
        ValidationError: decided already; refused without a reason; later than the task above allows.
    """
    row = lock_as_follower(extension.assignment, by)
    asked = Extension.objects.select_for_update().get(pk=extension.pk)
    if asked.state != ExtensionState.ASKED:
        raise refuse("decided", _("This request is decided already."))
    if grant:
        _move_deadline(row, asked)
    asked.state = ExtensionState.GRANTED if grant else ExtensionState.REFUSED
    asked.answer = answer.strip()[:300] if grant else require_reason(answer)[:300]
    asked.decided_by_name, asked.decided_at = actor_name(by), clock.now()
    asked.save()
    log_action(
        actor=by, action=f"extension_{asked.state}", subject_type="assignment", subject_id=row.uuid,
        reason=asked.answer,
    )  # fmt: skip
    return asked


def _move_deadline(row: Assignment, asked: Extension) -> None:
    above = row.parent.due_at if row.parent else None
    if row.state in ("done", "withdrawn") or not fits_under(asked.new_due_at, above):
        raise refuse("after_parent", _("That is later than the task above it allows."))
    row.due_at = asked.new_due_at
    row.save(update_fields=["due_at"])
