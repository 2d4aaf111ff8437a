"""An investigator's conclusions: verified, ruled out, open again; each can be taken back."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, context
from phaodai.core.events import DomainEvent
from phaodai.core.events.services import publish
from phaodai.response.tracing.events import ContactRejected, ContactReopened, ContactVerified
from phaodai.response.tracing.models import Contact, ContactDecision
from phaodai.response.tracing.rules import may_move
from phaodai.response.tracing.services.guard import lock_contacts
from phaodai.response.tracing.services.listing import relist_second_tier
from phaodai.response.tracing.terms import ContactState

EVENTS: dict[str, Callable[[UUID], DomainEvent]] = {
    ContactState.VERIFIED: ContactVerified,
    ContactState.REJECTED: ContactRejected,
    ContactState.CANDIDATE: ContactReopened,
}


def verify_contacts(*, contacts: Iterable[Contact], reason: str = "", by: Any) -> list[ContactDecision]:
    """Conclude by the definition in force that these are F1 (or F2). Those verified already are left alone.

    Raises:
        PermissionDenied: one of them lies outside what ``by`` may work on.
        ValidationError: one of them is withdrawn.
    """
    return _conclude(contacts, ContactState.VERIFIED, reason, by)


def reject_contacts(*, contacts: Iterable[Contact], reason: str, by: Any) -> list[ContactDecision]:
    """Rule these out, with the reason. Whoever was listed through them is listed no longer.

    Raises: as `verify_contacts`; ValidationError without a reason.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: it stays with the decision.")})
    return _conclude(contacts, ContactState.REJECTED, reason, by)


def reopen_contacts(*, contacts: Iterable[Contact], reason: str = "", by: Any) -> list[ContactDecision]:
    """Take a conclusion back: these wait for verification again. Raises as `verify_contacts`."""
    return _conclude(contacts, ContactState.CANDIDATE, reason, by)


@transaction.atomic
def undo_decisions(*, decisions: Iterable[ContactDecision], by: Any) -> list[ContactDecision]:
    """Take back these decisions, each with a decision of its own; left alone where somebody decided since.

    Raises: as `verify_contacts`.
    """
    undone: list[ContactDecision] = []
    for state, contacts in _still_standing(decisions).items():
        undone += _conclude(contacts, state, _("Undone"), by)
    return undone


@transaction.atomic
def isolate_contact(*, contact: Contact, at: datetime | None, by: Any) -> Contact:
    """Write when the contact was isolated (or that they are not): it bounds their second tier.

    Raises: PermissionDenied as `verify_contacts`.
    """
    (row,) = lock_contacts([contact], by)
    with context(user=by, reason="isolation"):
        row.isolated_at = at
        row.save(update_fields=["isolated_at"])
    relist_second_tier([row], clock.now(), by)
    return row


@transaction.atomic
def _conclude(contacts: Iterable[Contact], state: str, reason: str, by: Any) -> list[ContactDecision]:
    now = clock.now()
    moving = [row for row in lock_contacts(contacts, by) if row.state != state]
    if any(not may_move(row.state, state) for row in moving):
        raise ValidationError(
            _("A withdrawn contact has no live exposure; nothing can be concluded."), code="withdrawn"
        )
    decisions = [_decision(row, state, reason, now, by) for row in moving]
    ContactDecision.objects.bulk_create(decisions)
    with context(user=by, reason=reason):
        _save(moving, state, now, by)
    for row in moving:
        publish(EVENTS[state](row.uuid), by=by)
    if moving:
        relist_second_tier(moving, now, by)
    return decisions


def _decision(row: Contact, state: str, reason: str, now: datetime, by: Any) -> ContactDecision:
    return ContactDecision(
        contact=row,
        from_state=row.state,
        to_state=state,
        definition_version=policy.get("tracing.contact_definition", now).version,
        reason=reason.strip()[:300],
        by_id=getattr(by, "pk", None),
        by_name=actor_name(by),
        occurred_at=now,
    )


def _save(rows: Sequence[Contact], state: str, now: datetime, by: Any) -> None:
    is_concluded = state != ContactState.CANDIDATE
    for row in rows:
        row.state = state
        row.concluded_at = now if is_concluded else None
        row.concluded_by_name = actor_name(by) if is_concluded else ""
    Contact.objects.bulk_update(rows, ["state", "concluded_at", "concluded_by_name"])


def _still_standing(decisions: Iterable[ContactDecision]) -> dict[str, list[Contact]]:
    """State to go back to → contacts whose latest decision is the one to be undone."""
    wanted = {decision.pk: decision for decision in decisions}
    contacts = [decision.contact_id for decision in wanted.values()]
    latest = (
        ContactDecision.objects.filter(contact__in=contacts).order_by("contact", "-pk").distinct("contact")
    )
    groups: dict[str, list[Contact]] = {}
    for decision in latest.select_related("contact"):
        if decision.pk in wanted:
            groups.setdefault(decision.from_state, []).append(decision.contact)
    return groups
