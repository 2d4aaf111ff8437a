"""What every move of an order shares: finding and locking it, asking the rules, writing the step down."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action
from phaodai.response.quarantine import rules
from phaodai.response.quarantine.models import OrderEntry, QuarantineOrder
from phaodai.response.quarantine.queries.orders import facts_of
from phaodai.response.quarantine.rules import Move
from phaodai.response.quarantine.texts import refusal_text

RELATED = ("person", "case", "contact", "area", "site__organization", "entry__register__area__parent")


def lock_order(order: QuarantineOrder, by: Any, *capabilities: str) -> QuarantineOrder:
    """The order, locked, if ``by`` holds one of the capabilities where it lies.

    Raises:
        PermissionDenied: none of them reaches it, or there is no such order.
    """
    for capability in capabilities:
        rows = QuarantineOrder.objects.visible_to(by, capability).select_related(*RELATED)
        found = rows.select_for_update(of=("self",)).filter(pk=order.pk).first()
        if found is not None:
            return found
    raise PermissionDenied


def require_somebody(by: Any) -> None:
    """The machine drafts; only a named human being decides.

    Raises:
        PermissionDenied: the system itself tries to decide.
    """
    if getattr(by, "pk", None) is None:
        raise PermissionDenied


def check_move(order: QuarantineOrder, move: Move, by: Any) -> None:
    """Ask the rules.

    Raises:
        ValidationError: the move is not legal; the code says why (`rules.Refusal`).
    """
    why = rules.refusal(move, facts_of(order), actor=getattr(by, "pk", None))
    if why is not None:
        raise ValidationError(refusal_text(why), code=why)


def move_order(
    order: QuarantineOrder, move: Move, *, by: Any, reason: str = "", **fields: Any
) -> QuarantineOrder:
    """Make a legal move: the state, the fields that go with it, the entry, the deed in the trail."""
    check_move(order, move, by)
    before, order.state = order.state, rules.state_after(move)
    for name, value in fields.items():
        setattr(order, name, value)
    order.save()
    add_entry(order, before, by=by, reason=reason)
    log_action(actor=by, action=f"order_{move}", subject_type="order", subject_id=order.uuid, reason=reason)
    return order


def add_entry(order: QuarantineOrder, before: str, *, by: Any, reason: str = "") -> OrderEntry:
    """Append one step of the order's life."""
    entry = entry_of(order, before, by=by, reason=reason)
    entry.save()
    return entry


def entry_of(order: QuarantineOrder, before: str, *, by: Any, reason: str = "") -> OrderEntry:
    """The step, not saved."""
    return OrderEntry(
        order=order,
        from_state=before,
        to_state=order.state,
        reason=reason[:300],
        by_id=getattr(by, "pk", None),
        by_name=actor_name(by),
        occurred_at=clock.now(),
    )


def require_reason(reason: str) -> str:
    """The reason, trimmed.

    Raises:
        ValidationError: it is blank.
    """
    trimmed = " ".join(reason.split())
    if not trimmed:
        raise ValidationError(_("Give a reason; it stays with the order."), code="reason_required")
    return trimmed
