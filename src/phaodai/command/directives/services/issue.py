"""Signing, numbering and issuing; what a new document does to earlier ones and their tasks."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.organizations.models import Organization
from phaodai.city.papers.models import RegisterEntry
from phaodai.city.papers.services import Document, take_number, use_reserved
from phaodai.city.papers.signing import post_on
from phaodai.command.directives.models import (
    Assignment,
    Directive,
    DirectiveLink,
    DirectiveTask,
)
from phaodai.command.directives.queries import directives
from phaodai.command.directives.rules.moves import AssignmentMove, DirectiveMove, directive_after
from phaodai.command.directives.services.draft import index_text
from phaodai.command.directives.services.moves import (
    lock_directive,
    lock_draft,
    move_assignment,
    move_directive,
)
from phaodai.command.directives.services.opinions import close_silent
from phaodai.command.directives.terms import LinkKind, TaskKind, TaskState, UnitRole
from phaodai.command.directives.texts import refuse, require_reason, require_somebody, wrong_state
from phaodai.core import clock
from phaodai.core.audit.services import actor_name


@transaction.atomic
def sign_directive(*, directive: Directive, by: Any) -> Directive:
    """The authority signs the text as it stands; from now on nobody changes it.

    Raises:
        PermissionDenied: ``by`` does not sign for this issuer.
        ValidationError: no draft; opinions still out; a task without an owner.
    """
    require_somebody(by)
    row = lock_directive(directive, by, "directives.sign")
    if directive_after(DirectiveMove.SIGN, row.state) is None:
        raise wrong_state(str(row.get_state_display()))
    close_silent(row)
    require_owners(row)
    return move_directive(
        row, DirectiveMove.SIGN, by=by, signed_by_id=by.pk, signed_by_name=actor_name(by),
        signed_by_title=post_on(by, clock.today(), row.issuer), signed_at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def unsign_directive(*, directive: Directive, reason: str, by: Any) -> Directive:
    """Back to a draft before it was issued, by whoever may sign it.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: not signed, or issued already; no reason.
    """
    row = lock_directive(directive, by, "directives.sign")
    return move_directive(
        row, DirectiveMove.UNSIGN, by=by, reason=require_reason(reason), signed_at=None, signed_by_id=None,
        signed_by_name="", signed_by_title="",
    )  # fmt: skip


def require_owners(directive: Directive) -> None:
    """Every task has a unit that answers for it; "all addressees" needs addressees.

    Raises:
        ValidationError: naming the first tasks that have none.
    """
    has_addressees = directive.recipients.exists()
    orphans = [task.position for task in live_tasks(directive) if not owners_of(task, has_addressees)]
    if orphans:
        listed = ", ".join(map(str, orphans[:8]))
        raise refuse(
            "no_owner", _("No known unit leads task %(n)s. Choose who answers for it.") % {"n": listed}
        )


def live_tasks(directive: Directive) -> list[DirectiveTask]:
    """The tasks that are meant."""
    return [task for task in directives.tasks_of(directive) if task.state == TaskState.ACTIVE]


def owners_of(task: DirectiveTask, has_addressees: bool) -> bool:
    """Whether somebody will hold this task."""
    leads = [row for row in task.units.all() if row.role == UnitRole.LEAD and row.unit_id]
    return bool(leads) or (task.kind == TaskKind.ALL and has_addressees)


@transaction.atomic
def issue_directive(*, directive: Directive, by: Any, reserved: RegisterEntry | None = None) -> Directive:
    """The register gives the number, every lead unit its assignment, and earlier documents are amended or ended.

    ``reserved``: a number kept for it instead of the next one.

    Raises:
        PermissionDenied: ``by`` does not issue for this issuer.
        ValidationError: not signed; the number is reserved no more or of another register.
    """
    row = lock_directive(directive, by, "directives.issue")
    if directive_after(DirectiveMove.ISSUE, row.state) is None:
        raise wrong_state(str(row.get_state_display()))
    entry = _take_number(row, reserved, by)
    move_directive(
        row,
        DirectiveMove.ISSUE,
        by=by,
        entry=entry,
        number=entry.written,
        issued_on=clock.today(),
        issued_at=clock.now(),
    )
    return _take_effect(row, by)


@transaction.atomic
def enter_directive(*, directive: Directive, number: str, by: Any) -> Directive:
    """Put a document issued outside on the books under the number it came with; its tasks are followed from now on.

    Raises:
        PermissionDenied: ``by`` does not issue for this issuer.
        ValidationError: our own documents are signed and issued; no number; no date; a task without an owner.
    """
    row = lock_directive(directive, by, "directives.issue")
    if not row.is_incoming or not number.strip() or row.issued_on is None:
        raise refuse(
            "not_incoming", _("Only a document from outside with its number and date can be entered.")
        )
    require_owners(row)
    move_directive(row, DirectiveMove.ENTER, by=by, number=number.strip()[:60], issued_at=clock.now())
    return _take_effect(row, by)


def _take_number(directive: Directive, reserved: RegisterEntry | None, by: Any) -> RegisterEntry:
    """A number reserved for it, or the next one; the register stays locked until the document stands."""
    document = Document("directive", directive.uuid, directive.title)
    if reserved is None:
        return take_number(
            kind=directive.kind, sign=directive.sign, document=document, organization=directive.issuer, by=by
        )
    if reserved.register.organization_id != directive.issuer_id or reserved.register.kind != directive.kind:
        raise refuse("other_register", _("This number belongs to another register."))
    return use_reserved(entry=reserved, document=document, by=by)


def _take_effect(directive: Directive, by: Any) -> Directive:
    index_text(directive)
    for task in live_tasks(directive):
        _assign(task, directive)
        if task.replaces is not None:
            _replace(task.replaces, task, by)
    for link in directive.links.exclude(kind=LinkKind.CITES).select_related("target"):
        _act_on(link, directive, by)
    DirectiveLink.objects.filter(target=None, written__iexact=directive.number).exclude(
        directive=directive
    ).update(target=directive)
    return directive


def _assign(task: DirectiveTask, directive: Directive) -> None:
    """One assignment for each lead unit; for "all addressees" without leads, for each addressee."""
    leads = [row.unit for row in task.units.all() if row.role == UnitRole.LEAD and row.unit]
    if not leads and task.kind == TaskKind.ALL:
        leads = list(directive.recipients.all())
    Assignment.objects.bulk_create(
        Assignment(
            task=task, unit=unit, via=via_of(task, unit), due_at=task.due_at, given_at=clock.now()
        )
        for unit in dict.fromkeys(leads)
    )  # fmt: skip


def via_of(task: DirectiveTask, unit: Organization) -> Organization | None:
    """The unit a report passes through; nobody reports through themselves."""
    return task.report_via if task.report_via_id != unit.pk else None


def _replace(old: DirectiveTask, new: DirectiveTask, by: Any) -> None:
    """The new task takes over; what a unit had begun stays readable and is linked."""
    old.state = TaskState.REPLACED
    old.save(update_fields=["state"])
    successors = {row.unit_id: row for row in new.assignments.all()}
    reason = _("Replaced by task %(n)s of %(number)s.") % {"n": new.position, "number": new.directive.number}
    for row in _still_open(old.assignments):
        if row.unit_id in successors:
            successor = successors[row.unit_id]
            successor.continues, successor.percent = row, row.percent
            successor.save(update_fields=["continues", "percent"])
        close_assignment(row, reason, by)
    if old.directive.state in ("issued", "amended"):
        amend_directive(old.directive, by, reason)


def _still_open(rows: Any) -> list[Assignment]:
    found = rows.exclude(state__in=("done", "withdrawn")).select_for_update(of=("self",))
    return list(found.order_by("-parent", "pk"))


def close_assignment(row: Assignment, reason: str, by: Any) -> None:
    """Stop following one assignment and what was handed on below it; reports stay."""
    for child in _still_open(Assignment.objects.filter(parent=row)):
        close_assignment(child, reason, by)
    row.refresh_from_db()
    if row.state not in ("done", "withdrawn"):
        move_assignment(row, AssignmentMove.WITHDRAW, by=by, reason=reason, closed_reason=reason[:300])


def amend_directive(directive: Directive, by: Any, reason: str) -> None:
    """Mark that a later document changed this one."""
    row = Directive.objects.select_for_update(of=("self",)).get(pk=directive.pk)
    move_directive(row, DirectiveMove.AMEND, by=by, reason=reason)


def _act_on(link: DirectiveLink, directive: Directive, by: Any) -> None:
    if link.target is None:
        return
    reason = f"{LinkKind(link.kind).label}: {directive.number}"
    target = Directive.objects.select_for_update(of=("self",)).get(pk=link.target.pk)
    if link.kind == LinkKind.ENDS and directive_after(DirectiveMove.END, target.state):
        _end(target, reason, by)
    elif link.kind == LinkKind.AMENDS and directive_after(DirectiveMove.AMEND, target.state):
        move_directive(target, DirectiveMove.AMEND, by=by, reason=reason)


@transaction.atomic
def end_directive(*, directive: Directive, reason: str, by: Any) -> Directive:
    """Say that a document no longer holds from today; its open tasks are no longer followed.

    Raises:
        PermissionDenied: ``by`` does not issue for this issuer.
        ValidationError: not in force; no reason.
    """
    row = lock_directive(directive, by, "directives.issue")
    return _end(row, require_reason(reason), by)


def _end(directive: Directive, reason: str, by: Any) -> Directive:
    move_directive(directive, DirectiveMove.END, by=by, reason=reason, ended_on=clock.today())
    for row in _still_open(Assignment.objects.filter(task__directive=directive, parent=None)):
        close_assignment(row, reason, by)
    return directive


@transaction.atomic
def cancel_draft(*, directive: Directive, reason: str, by: Any) -> Directive:
    """Give a draft up; it stays readable for the desk."""
    row = lock_directive(directive, by, "directives.draft")
    return move_directive(row, DirectiveMove.CANCEL, by=by, reason=require_reason(reason))


@transaction.atomic
def link_directive(*, directive: Directive, kind: str, target: Directive, by: Any) -> DirectiveLink:
    """Say that a draft amends or ends an earlier document; it does so when issued.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no draft any more, or the other document is not one of the issuer's in force.
    """
    row = lock_draft(directive, by)
    if not directives.amendable(by, row).filter(pk=target.pk).exists():
        raise refuse("not_in_force", _("Only documents of the same issuer that are in force can be changed."))
    link, _made = DirectiveLink.objects.get_or_create(
        directive=row, kind=kind, written=target.number, defaults={"target": target}
    )
    return link


@transaction.atomic
def unlink_directive(*, link: DirectiveLink, by: Any) -> None:
    """Take such a link out of a draft."""
    lock_draft(link.directive, by)
    link.delete()
