"""Deciding: a health officer confirms, the authority signs; never the same person."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from phaodai.city.accounts.permissions import capabilities_of
from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.organizations.queries import committee_of
from phaodai.city.papers.models import RegisterEntry
from phaodai.city.papers.services import Document, take_number
from phaodai.city.papers.signing import post_on
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.services import actor_name
from phaodai.core.events.services import publish
from phaodai.response.cases.services import isolate_case
from phaodai.response.quarantine.events import OrderSigned
from phaodai.response.quarantine.models import QuarantineOrder, QuarantineSite
from phaodai.response.quarantine.rules import Move
from phaodai.response.quarantine.services.extend import replace_extended
from phaodai.response.quarantine.services.finish import give_way_to_isolation
from phaodai.response.quarantine.services.moves import check_move, lock_order, move_order, require_somebody
from phaodai.response.quarantine.services.plan import hours_from_now, set_dates
from phaodai.response.quarantine.terms import SUBJECTS, OrderKind, OrderSetting
from phaodai.response.tracing.services import isolate_contact

CONFIRM, SIGN = "quarantine.confirm", "quarantine.sign"
REGISTER = "QĐ-CLYT"


@transaction.atomic
def confirm_order(
    *,
    order: QuarantineOrder,
    by: Any,
    setting: str | None = None,
    site: QuarantineSite | None = None,
    vaccination: str | None = None,
    address: str | None = None,
) -> QuarantineOrder:
    """A health officer confirms a draft and, where given, settles where and by which row of the schedule.

    Raises:
        PermissionDenied: not a health officer for this order.
        ValidationError: not a draft, or its ground is missing (contact not verified, case closed).
    """
    require_somebody(by)
    row = lock_order(order, by, CONFIRM)
    check_move(row, Move.CONFIRM, by)
    _settle(row, setting=setting, site=site, vaccination=vaccination, address=address)
    return move_order(
        row,
        Move.CONFIRM,
        by=by,
        confirmed_by_id=by.pk,
        confirmed_by_name=actor_name(by),
        confirmed_at=clock.now(),
        due_at=hours_from_now("sign"),
    )


def _settle(
    row: QuarantineOrder,
    *,
    setting: str | None,
    site: QuarantineSite | None,
    vaccination: str | None,
    address: str | None,
) -> None:
    row.setting = setting or row.setting
    row.vaccination = vaccination or row.vaccination
    row.address = row.address if address is None else address
    row.site = (site or row.site) if row.setting == OrderSetting.SITE else None
    set_dates(row)


@transaction.atomic
def undo_confirmation(*, order: QuarantineOrder, by: Any, reason: str = "") -> QuarantineOrder:
    """Take back a mistaken confirmation while nobody has signed.

    Raises:
        PermissionDenied, ValidationError: as for confirming.
    """
    require_somebody(by)
    row = lock_order(order, by, CONFIRM)
    return move_order(
        row,
        Move.UNDO_CONFIRM,
        by=by,
        reason=reason,
        confirmed_by_id=None,
        confirmed_by_name="",
        confirmed_at=None,
        due_at=hours_from_now("confirm"),
    )


@transaction.atomic
def sign_order(*, order: QuarantineOrder, by: Any) -> QuarantineOrder:
    """The authority signs: the order gets its number and binds; the person counts as isolated from now on.

    Raises:
        PermissionDenied: not the authority for this order.
        ValidationError: not confirmed, its ground has gone, or the signer confirmed it.
    """
    require_somebody(by)
    row = lock_order(order, by, SIGN)
    check_move(row, Move.SIGN, by)
    entry = _take_number(row, by)
    move_order(
        row,
        Move.SIGN,
        by=by,
        number=entry.written,
        entry=entry,
        signed_by_id=by.pk,
        signed_by_name=actor_name(by),
        signed_by_title=post_on(by, clock.today(), entry.register.organization),
        signed_at=clock.now(),
        due_at=None,
    )
    _take_effect(row)
    publish(OrderSigned(order_id=row.uuid), by=by)
    return row


def _take_number(order: QuarantineOrder, by: Any) -> RegisterEntry:
    """The next number of the authority's register of the year; it stays locked until the signature stands."""
    area = _authority_area(order, by)
    document = Document("order", order.uuid, SUBJECTS[OrderKind(order.kind)])
    return take_number(
        kind=REGISTER,
        sign=f"/{REGISTER}",
        document=document,
        organization=committee_of(area),
        area=area,
        by=by,
    )


def _authority_area(order: QuarantineOrder, by: Any) -> Area | None:
    """The nearest area above the order that the signer was granted for; None for the whole system."""
    granted = [
        grant.area_id for grant in by.live_grants if SIGN in capabilities_of(grant.role) and grant.area_id
    ]
    above = AreaClosure.objects.filter(descendant=order.area_id, ancestor__in=granted)
    nearest = above.select_related("ancestor").order_by("depth").first()
    return nearest.ancestor if nearest else None


def _take_effect(order: QuarantineOrder) -> None:
    # The signature is the deed that was authorised; what follows from it is the system's book-keeping.
    if order.kind == OrderKind.ISOLATION:
        give_way_to_isolation(order)
        if order.case and order.case.isolated_at is None:
            isolate_case(case=order.case, at=clock.now(), by=SYSTEM_ACTOR)
        return
    replace_extended(order, SYSTEM_ACTOR)
    if order.contact and order.contact.isolated_at is None:
        isolate_contact(contact=order.contact, at=clock.now(), by=SYSTEM_ACTOR)


@dataclass
class BulkOutcome:
    """What a decision on many orders came to: those done, and each refused one with its reason."""

    done: list[QuarantineOrder] = field(default_factory=list)
    refused: list[tuple[QuarantineOrder, str]] = field(default_factory=list)


def confirm_orders(*, orders: Iterable[QuarantineOrder], by: Any) -> BulkOutcome:
    """Confirm many as drafted, each in a transaction of its own; what cannot be is named."""
    return _each(orders, lambda order: confirm_order(order=order, by=by))


def sign_orders(*, orders: Iterable[QuarantineOrder], by: Any) -> BulkOutcome:
    """Sign many, each in a transaction of its own; what cannot be is named."""
    return _each(orders, lambda order: sign_order(order=order, by=by))


def _each(
    orders: Iterable[QuarantineOrder], decide: Callable[[QuarantineOrder], QuarantineOrder]
) -> BulkOutcome:
    outcome = BulkOutcome()
    for order in orders:
        try:
            outcome.done.append(decide(order))
        except (ValidationError, PermissionDenied) as error:
            outcome.refused.append((order, " ".join(getattr(error, "messages", [""]))))
    return outcome
