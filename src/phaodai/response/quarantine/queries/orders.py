"""Orders: the list, one order, what waits, what is missing before the end."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from phaodai.city.people.aliases import records_by_uuid
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.core.clock import local_day
from phaodai.core.disclosures.models import Told
from phaodai.core.text import search_key
from phaodai.response.cases.models import Case
from phaodai.response.quarantine import rules
from phaodai.response.quarantine.models import Appeal, QuarantineOrder, Stay
from phaodai.response.quarantine.rules import OrderFacts, Unmet
from phaodai.response.quarantine.terms import AppealState, OrderKind, OrderState
from phaodai.response.testing.models import TestResult
from phaodai.response.testing.terms import ResultValue

RELATED = ("person", "area", "case", "contact", "extends", "site__organization", "site__area")
SORTS = {
    "person": "person__sort_key",
    "area": "area__sort_key",
    "due": "due_at",
    "start": "starts_at",
    "end": "ends_on",
    "made": "occurred_at",
}


@dataclass(frozen=True)
class OrderFilter:
    """What a list of orders is narrowed to; empty means everything."""

    states: tuple[str, ...] = ()
    kind: str = ""
    setting: str = ""
    area: str = ""
    text: str = ""
    sort: str = "-made"


def visible_orders(user: Any, capability: str | None = None) -> "QuerySet[QuarantineOrder]":
    """The orders ``user`` may see, with what a list shows of them."""
    return QuarantineOrder.objects.visible_to(user, capability).select_related(*RELATED)


def list_orders(user: Any, wanted: OrderFilter) -> "QuerySet[QuarantineOrder]":
    """The visible orders that fit the filter, in its order."""
    rows = visible_orders(user)
    if wanted.states:
        rows = rows.filter(state__in=wanted.states)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.setting:
        rows = rows.filter(setting=wanted.setting)
    if wanted.area:
        rows = rows.filter(area__closure_up__ancestor__uuid=wanted.area)
    if wanted.text:
        rows = rows.filter(
            Q(person__search_key__contains=search_key(wanted.text)) | Q(number__istartswith=wanted.text)
        )
    return rows.order_by(*ordering(wanted.sort))


def ordering(sort: str) -> tuple[str, str]:
    """The columns of a sort key, "-" for descending; an unknown key sorts by age."""
    sign, key = ("-", sort[1:]) if sort.startswith("-") else ("", sort)
    return f"{sign}{SORTS.get(key, SORTS['made'])}", f"{sign}pk"


def order_for(user: Any, uuid: UUID, capability: str | None = None) -> QuarantineOrder:
    """One visible order, or Http404."""
    order: QuarantineOrder = get_visible_or_404(visible_orders(user), user, capability, uuid=uuid)
    return order


def orders_for(user: Any, uuids: list[UUID], capability: str) -> list[QuarantineOrder]:
    """The orders of a selection that the capability reaches."""
    return list(visible_orders(user, capability).filter(uuid__in=uuids).order_by("pk"))


def waiting_to_confirm(user: Any) -> "QuerySet[QuarantineOrder]":
    """Drafts that could be confirmed now: the contact is verified F1, the case is live."""
    rows = visible_orders(user, "quarantine.confirm").filter(state=OrderState.DRAFT)
    return rows.filter(
        Q(kind=OrderKind.QUARANTINE, contact__state="verified", contact__tier=1)
        | Q(kind=OrderKind.ISOLATION, case__status__in=rules.LIVE_CASE)
    ).order_by("due_at", "pk")


def waiting_to_sign(user: Any) -> "QuerySet[QuarantineOrder]":
    """Confirmed orders that wait for the authority; never those the user confirmed."""
    rows = visible_orders(user, "quarantine.sign").filter(state=OrderState.CONFIRMED)
    return rows.exclude(confirmed_by_id=user.pk).order_by("due_at", "pk")


def outdated(rows: "QuerySet[QuarantineOrder]") -> "QuerySet[QuarantineOrder]":
    """Orders confirmed or in force whose contact was exposed again since, unless an extension says so already."""
    extended = QuarantineOrder.objects.filter(
        extends=OuterRef("pk"), state__in=rules.LIVE, starts_at__gte=OuterRef("contact__last_exposed_at")
    )
    rows = rows.filter(state__in=rules.DECIDED, contact__last_exposed_at__gt=F("starts_at"))
    return rows.exclude(Exists(extended))


def terms_to_review(user: Any) -> "QuerySet[QuarantineOrder]":
    """Orders whose last day a health officer has to propose anew."""
    return outdated(visible_orders(user, "quarantine.confirm")).order_by("ends_on", "pk")


def ending_today(user: Any, day: date) -> "QuerySet[QuarantineOrder]":
    """Orders in force whose last day is ``day`` or was before."""
    rows = visible_orders(user, "quarantine.end").filter(state=OrderState.SIGNED, ends_on__lte=day)
    return rows.order_by("ends_on", "pk")


def open_appeals(user: Any) -> "QuerySet[Appeal]":
    """Objections that wait for the authority."""
    rows = Appeal.objects.visible_to(user, "quarantine.sign").filter(state=AppealState.OPEN)
    return rows.select_related("order__person", "order__area").order_by("due_at")


def appeal_for(user: Any, order: QuarantineOrder, uuid: UUID) -> Appeal:
    """One objection to a visible order, or Http404."""
    appeal: Appeal = get_visible_or_404(Appeal.objects.select_related("order"), user, uuid=uuid, order=order)
    return appeal


def negative_days(person_id: int) -> list[date]:
    """The local days on which a sample was taken from this person that turned out negative."""
    results = TestResult.objects.filter(
        tube__members__person=person_id,
        is_current=True,
        value=ResultValue.NEGATIVE,
        tube__taken_at__isnull=False,
    )
    return [local_day(taken) for taken in results.values_list("tube__taken_at", flat=True) if taken]


def facts_of(order: QuarantineOrder) -> OrderFacts:
    """What the rules ask of an order."""
    contact, case = order.contact, order.case
    return OrderFacts(
        state=order.state,
        kind=order.kind,
        contact_state=contact.state if contact else None,
        contact_tier=contact.tier if contact else None,
        case_status=case.status if case else None,
        confirmed_by=order.confirmed_by_id,
    )


def test_days_of(order: QuarantineOrder) -> list[date]:
    """The order's test days as dates."""
    return [date.fromisoformat(day) for day in order.test_days]


def unmet_of(order: QuarantineOrder) -> Unmet:
    """What still speaks against ending the order today."""
    if order.kind == OrderKind.ISOLATION:
        return rules.unmet_isolation(order.case.status if order.case else None)
    return rules.unmet_quarantine(
        ends_on=order.ends_on,
        test_days=test_days_of(order),
        negative_on=negative_days(order.person_id),
        today=clock.today(),
    )


def open_stay_of(order: QuarantineOrder) -> Stay | None:
    """Where the person of this order lies now."""
    rows = Stay.objects.filter(order=order, during__endswith__isnull=True)
    return rows.select_related("room__site__organization").first()


def orders_of_person(user: Any, person_uuid: UUID) -> list[QuarantineOrder]:
    """The person's orders that ``user`` may see, newest first."""
    return list(visible_orders(user).filter(person__in=records_by_uuid(person_uuid)).order_by("-pk"))


@dataclass(frozen=True)
class CaseOrders:
    """The orders a case caused, and who had been told of those that were withdrawn."""

    case: Case
    orders: list[QuarantineOrder]
    told: list[tuple[QuarantineOrder, Told]]


def orders_of_case(user: Any, case_uuid: UUID) -> CaseOrders:
    """The visible orders of a visible case, or Http404."""
    case: Case = get_visible_or_404(Case.objects.all(), user, uuid=case_uuid)
    orders = list(visible_orders(user).filter(case=case).order_by("kind", "person__sort_key"))
    withdrawn = {order.uuid: order for order in orders if order.state == OrderState.WITHDRAWN}
    told = [(withdrawn[row.subject_id], row) for row in told_of_orders(list(withdrawn))]
    return CaseOrders(case, orders, told)


def told_of_orders(uuids: list[UUID]) -> list[Told]:
    """Tellings about these orders that turned out wrong, those not yet put right first."""
    rows = Told.objects.filter(subject_type="order", subject_id__in=uuids)
    return list(rows.filter(retracted_at__isnull=False).order_by("retraction_told_at", "-pk"))


def told_for(order: QuarantineOrder, uuid: UUID) -> Told:
    """One telling about an order, or Http404."""
    return get_object_or_404(Told, subject_type="order", subject_id=order.uuid, uuid=uuid)
