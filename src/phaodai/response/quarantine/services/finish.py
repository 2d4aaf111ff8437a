"""Ending what was served, withdrawing what should never have been."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.disclosures.services import retract_told
from phaodai.core.events.services import publish
from phaodai.response.cases.models import Case
from phaodai.response.quarantine import rules
from phaodai.response.quarantine.events import OrderEnded, OrderWithdrawn
from phaodai.response.quarantine.models import Appeal, QuarantineOrder
from phaodai.response.quarantine.queries.orders import unmet_of
from phaodai.response.quarantine.rules import Move
from phaodai.response.quarantine.services.moves import check_move, lock_order, move_order, require_reason
from phaodai.response.quarantine.terms import AppealState, OrderKind, OrderState
from phaodai.response.quarantine.texts import unmet_text
from phaodai.response.tracing.models import Contact, Exposure


@transaction.atomic
def end_order(*, order: QuarantineOrder, by: Any, override_reason: str = "") -> QuarantineOrder:
    """End an order that was served: all days, every test negative; or with a reason why not.

    Raises:
        PermissionDenied: may not end this order.
        ValidationError: not in force, or conditions unmet and no reason given (code "conditions_unmet").
    """
    row = lock_order(order, by, "quarantine.end")
    check_move(row, Move.END, by)
    unmet = unmet_of(row)
    reason = override_reason.strip()
    if not unmet.is_met and not reason:
        raise ValidationError(unmet_text(unmet), code="conditions_unmet")
    return _end(row, by, reason or _("Days served, tests negative."))


def _end(row: QuarantineOrder, by: Any, reason: str) -> QuarantineOrder:
    move_order(
        row, Move.END, by=by, reason=reason, closed_at=clock.now(), close_reason=reason[:300], due_at=None
    )
    _lapse_appeals(row)
    publish(OrderEnded(order_id=row.uuid), by=by)
    return row


@transaction.atomic
def withdraw_order(*, order: QuarantineOrder, reason: str, by: Any) -> QuarantineOrder:
    """Withdraw an order with a reason. What others were told about it must be put right from now on.

    A signed order is withdrawn by the authority that may sign it; before that by the health officer too.

    Raises:
        PermissionDenied: may not withdraw this order.
        ValidationError: no reason, or the order is over already.
    """
    reason = require_reason(reason)
    row = lock_order(order, by, "quarantine.sign", "quarantine.confirm")
    if row.state == OrderState.SIGNED and not by.may("quarantine.sign"):
        raise PermissionDenied
    return _withdraw(row, by, reason)


def _withdraw(row: QuarantineOrder, by: Any, reason: str) -> QuarantineOrder:
    now = clock.now()
    move_order(
        row, Move.WITHDRAW, by=by, reason=reason, closed_at=now, close_reason=reason[:300], due_at=None
    )
    retract_told(subject_type="order", subject_id=row.uuid, at=now)
    _lapse_appeals(row)
    publish(OrderWithdrawn(order_id=row.uuid), by=by)
    return row


def _lapse_appeals(row: QuarantineOrder) -> None:
    Appeal.objects.filter(order=row, state=AppealState.OPEN).update(
        state=AppealState.LAPSED, decided_at=clock.now()
    )


@transaction.atomic
def withdraw_orders(
    *,
    reason: str,
    by: Any,
    case: Case | None = None,
    contact: Contact | None = None,
    kinds: tuple[str, ...] = (OrderKind.ISOLATION, OrderKind.QUARANTINE),
    states: frozenset[str] = rules.LIVE,
) -> list[QuarantineOrder]:
    """Withdraw the live orders (of these kinds and states) that a case or a contact caused; safe to repeat.

    Orders of a case's contacts stand where another case still exposed the contact: they then rest on it.
    """
    reason = require_reason(reason)
    if not (by.may("quarantine.confirm") or by.may("quarantine.sign")):
        raise PermissionDenied
    rows = [row for row in _live_of(case, contact) if row.kind in kinds and row.state in states]
    kept = [
        row
        for row in rows
        if case is not None and row.kind == OrderKind.QUARANTINE and _rest_on_another(row, case)
    ]
    return [withdraw_order(order=row, reason=reason, by=by) for row in rows if row not in kept]


def _live_of(case: Case | None, contact: Contact | None) -> list[QuarantineOrder]:
    wanted = Q(pk__in=[])
    if case is not None:
        wanted |= Q(case=case)
    if contact is not None:
        wanted |= Q(contact=contact)
    rows = QuarantineOrder.objects.filter(wanted, state__in=rules.LIVE).select_related("contact")
    return list(rows.order_by("pk"))


def _rest_on_another(order: QuarantineOrder, case: Case) -> bool:
    """Whether another live case exposed this contact; the order is then moved over to that case."""
    others = Exposure.objects.filter(contact=order.contact, withdrawn_at__isnull=True).exclude(case=case)
    latest = others.exclude(case__status="discarded").order_by("-last_at").first()
    if latest is None:
        return False
    QuarantineOrder.objects.filter(pk=order.pk).update(case=latest.case)
    return True


def end_replaced(row: QuarantineOrder, by_order: QuarantineOrder, by: Any) -> None:
    """End an order in force that another one takes the place of."""
    locked = QuarantineOrder.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.state == OrderState.SIGNED:
        _end(locked, by, _("Replaced by the extension %(number)s.") % {"number": by_order.number})


def give_way_to_isolation(isolation: QuarantineOrder) -> None:
    """Signed as a case, the person is no longer quarantined as a contact."""
    others = QuarantineOrder.objects.filter(
        person=isolation.person, kind=OrderKind.QUARANTINE, state__in=rules.LIVE
    )
    reason = _("Replaced by the isolation order %(number)s.") % {"number": isolation.number}
    for row in others.select_related("person", "case", "contact").select_for_update(of=("self",)):
        if row.state == OrderState.SIGNED:
            _end(row, SYSTEM_ACTOR, reason)
        else:
            _withdraw(row, SYSTEM_ACTOR, reason)
