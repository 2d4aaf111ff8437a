"""What every move shares: locking within reach, asking the rules, writing the step down."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from phaodai.command.directives.models import Assignment, Directive, DirectiveEntry
from phaodai.command.directives.rules.moves import (
    AssignmentMove,
    DirectiveMove,
    assignment_after,
    directive_after,
)
from phaodai.command.directives.terms import OPEN_DRAFT
from phaodai.command.directives.texts import refuse, wrong_state
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action

ASSIGNMENT_RELATED = ("task__directive__issuer", "unit", "via", "parent__unit")


def lock_directive(directive: Directive, by: Any, *capabilities: str) -> Directive:
    """The directive, locked, if ``by`` holds one of the capabilities for its issuer.

    Raises:
        PermissionDenied: none of them reaches it, or there is no such directive.
    """
    for capability in capabilities:
        rows = Directive.objects.visible_to(by, capability).select_related("issuer__area", "meeting")
        found = rows.select_for_update(of=("self",)).filter(pk=directive.pk).first()
        if found is not None:
            return found
    raise PermissionDenied


def lock_draft(directive: Directive, by: Any) -> Directive:
    """A draft ``by`` may work on, locked.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: it is signed or issued, so nobody may change it.
    """
    row = lock_directive(directive, by, "directives.draft")
    if row.state not in OPEN_DRAFT:
        raise refuse("not_a_draft", _("Signed and issued texts cannot be changed."))
    return row


def move_directive(
    directive: Directive, move: DirectiveMove, *, by: Any, reason: str = "", **fields: Any
) -> Directive:
    """Make a legal move: the state, the fields that go with it, the entry, the deed in the trail.

    Raises:
        ValidationError: the move is not legal now.
    """
    after = directive_after(move, directive.state)
    if after is None:
        raise wrong_state(str(directive.get_state_display()))
    before, directive.state = directive.state, after
    for name, value in fields.items():
        setattr(directive, name, value)
    directive.save()
    add_entry(directive, before, by=by, reason=reason)
    log_action(
        actor=by,
        action=f"directive_{move}",
        subject_type="directive",
        subject_id=directive.uuid,
        reason=reason,
    )
    return directive


def add_entry(directive: Directive, before: str, *, by: Any, reason: str = "") -> DirectiveEntry:
    """Append one step of the directive's life."""
    return DirectiveEntry.objects.create(
        directive=directive, from_state=before, to_state=directive.state, reason=reason[:300],
        by_id=getattr(by, "pk", None), by_name=actor_name(by), occurred_at=clock.now(),
    )  # fmt: skip


def lock_assignment(assignment: Assignment, by: Any, capability: str) -> Assignment:
    """The assignment, locked, if ``by`` holds the capability for it.

    Raises:
        PermissionDenied: out of reach, or there is no such assignment.
    """
    rows = Assignment.objects.visible_to(by, capability).select_related(*ASSIGNMENT_RELATED)
    found = rows.select_for_update(of=("self",)).filter(pk=assignment.pk).first()
    if found is None:
        raise PermissionDenied
    return found


def lock_as_follower(assignment: Assignment, by: Any) -> Assignment:
    """The assignment, locked, for whoever gave it: the issuer, the unit that monitors, or the unit that delegated it.

    Raises:
        PermissionDenied: ``by`` is none of them.
    """
    if by.may("directives.follow"):
        try:
            return lock_assignment(assignment, by, "directives.follow")
        except PermissionDenied:
            pass
    rows = Assignment.objects.select_related(*ASSIGNMENT_RELATED).filter(pk=assignment.pk)
    above = Assignment.objects.visible_to(by, "directives.report").values("pk")
    found = rows.filter(parent__in=above).select_for_update(of=("self",)).first()
    if found is None:
        raise PermissionDenied
    return found


def move_assignment(
    assignment: Assignment, move: AssignmentMove, *, by: Any, reason: str = "", **fields: Any
) -> Assignment:
    """Make a legal move of an assignment and write it into the trail.

    Raises:
        ValidationError: the move is not legal now.
    """
    after = assignment_after(move, assignment.state, has_via=assignment.via_id is not None)
    if after is None:
        raise wrong_state(str(assignment.get_state_display()))
    assignment.state = after
    for name, value in fields.items():
        setattr(assignment, name, value)
    assignment.save()
    log_action(
        actor=by, action=f"task_{move}", subject_type="assignment", subject_id=assignment.uuid, reason=reason
    )
    return assignment
