"""A unit hands parts of its task on to those below it, with earlier deadlines."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models import Assignment
from phaodai.command.directives.queries.units import units_below
from phaodai.command.directives.rules.deadlines import fits_under
from phaodai.command.directives.rules.moves import WORKING
from phaodai.command.directives.services.issue import close_assignment
from phaodai.command.directives.services.moves import lock_as_follower, lock_assignment
from phaodai.command.directives.texts import refuse, require_reason
from phaodai.core import clock
from phaodai.core.audit.services import log_action


@transaction.atomic
def delegate_task(
    *,
    assignment: Assignment,
    given_to: list[Organization],
    due_at: datetime | None,
    by: Any,
    action: str = "",
    via: Organization | None = None,
) -> list[Assignment]:
    """Give parts of a task to units below; one that has it already is left as it is.

    Raises:
        PermissionDenied: ``by`` does not act for the unit that holds the task.
        ValidationError: not open; a unit that is not below; later than the task allows.
    """
    row = lock_assignment(assignment, by, "directives.report")
    if row.state not in WORKING:
        raise refuse("wrong_state", _("Only an open task can be handed on."))
    if not fits_under(due_at, row.due_at):
        raise refuse("after_parent", _("A sub-task must be due no later than the task itself."))
    _require_below(row, given_to)
    made = [_give(row, unit, due_at, action.strip(), via) for unit in given_to]
    log_action(
        actor=by, action="task_delegate", subject_type="assignment", subject_id=row.uuid,
        data={"units": [unit.code for unit in given_to]},
    )  # fmt: skip
    return made


def _require_below(row: Assignment, given_to: list[Organization]) -> None:
    below = set(
        units_below(row.unit).filter(pk__in=[unit.pk for unit in given_to]).values_list("pk", flat=True)
    )
    if not given_to or any(unit.pk not in below for unit in given_to):
        raise refuse("not_below", _("A task is handed on to units below only."))


def _give(
    row: Assignment, unit: Organization, due_at: datetime | None, action: str, via: Organization | None
) -> Assignment:
    made, _fresh = Assignment.objects.get_or_create(
        task=row.task, unit=unit, parent=row, round=row.round,
        defaults={
            "due_at": due_at, "action": action, "given_at": clock.now(),
            "via": via if via and via.pk != unit.pk else None,
        },
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_assignment(*, assignment: Assignment, reason: str, by: Any) -> Assignment:
    """Whoever gave it takes it back, with all that was handed on below; reports stay.

    A task that would be left without any owner cannot be taken back like this: end or amend the directive.

    Raises:
        PermissionDenied: ``by`` did not give, watch or delegate the task.
        ValidationError: closed already; no reason; the last owner.
    """
    row = lock_as_follower(assignment, by)
    said = require_reason(reason)
    others = (
        Assignment.objects.filter(task=row.task, parent=None).exclude(pk=row.pk).exclude(state="withdrawn")
    )
    if row.parent_id is None and not others.exists():
        raise refuse(
            "last_owner", _("The task would be left without an owner; amend or end the directive instead.")
        )
    if row.state in ("done", "withdrawn"):
        raise refuse("closed", _("The task is closed."))
    close_assignment(row, said, by)
    row.refresh_from_db()
    return row
