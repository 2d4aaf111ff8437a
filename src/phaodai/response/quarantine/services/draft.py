"""Drafting: what the machine proposes, or a clerk. A draft binds nobody."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from phaodai.city.people.models import Person
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name
from phaodai.response.cases.models import Case
from phaodai.response.quarantine import rules
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.queries.orders import facts_of
from phaodai.response.quarantine.queries.sites import proposed_site
from phaodai.response.quarantine.services.moves import add_entry
from phaodai.response.quarantine.services.plan import hours_from_now, set_dates
from phaodai.response.quarantine.terms import OrderKind, OrderSetting, Vaccination
from phaodai.response.tracing.models import Contact


@transaction.atomic
def draft_order(
    *,
    kind: str,
    person: Person,
    by: Any,
    case: Case | None = None,
    contact: Contact | None = None,
    vaccination: str = Vaccination.ANY,
) -> QuarantineOrder | None:
    """Draft an order, or bring the person's present draft up to date. Safe to repeat.

    Returns the live order of that kind: new, brought up to date, or as it stands when somebody has already
    confirmed it. None where nothing is left to order: the time has passed, an isolation order exists, or (for
    the system) somebody has already decided about this exposure.

    Raises:
        PermissionDenied: ``by`` may not draft for this person.
    """
    locked = _lock_person(person, by)
    live = _live_orders(locked)
    if kind == OrderKind.QUARANTINE and any(order.kind == OrderKind.ISOLATION for order in live):
        return None
    present = next((order for order in live if order.kind == kind), None)
    if present is None and by.pk is None and _is_settled(kind, case=case, contact=contact):
        return None
    if present is not None:
        return _refresh(present, contact) if present.state == rules.DRAFT else present
    return _create(kind, locked, by, case=case, contact=contact, vaccination=vaccination)


def _lock_person(person: Person, by: Any) -> Person:
    if not by.may("quarantine.draft"):
        raise PermissionDenied
    rows = Person.objects.visible_to(by, "quarantine.draft").select_for_update(of=("self",), no_key=True)
    found = rows.filter(pk=person.pk).first()
    if found is None:
        raise PermissionDenied
    return found


def _live_orders(person: Person) -> list[QuarantineOrder]:
    rows = QuarantineOrder.objects.filter(person=person, state__in=rules.LIVE)
    return list(rows.select_related("contact", "case").select_for_update(of=("self",)))


def _is_settled(kind: str, *, case: Case | None, contact: Contact | None) -> bool:
    """Whether somebody withdrew or ended an order for this very exposure: the machine does not insist."""
    past = QuarantineOrder.objects.filter(kind=kind).exclude(state__in=rules.LIVE)
    if contact is not None:
        past = past.filter(contact=contact, starts_at__gte=contact.last_exposed_at)
    elif case is not None:
        past = past.filter(case=case)
    else:
        return False
    by_somebody = Q(entries__to_state__in=[rules.WITHDRAWN, rules.ENDED], entries__by_id__isnull=False)
    return bool(past.filter(by_somebody).exists())


def _starts_at(case: Case | None, contact: Contact | None) -> datetime:
    """The last exposure of a contact; of a case the moment it was isolated or sampled."""
    if contact is not None:
        return contact.last_exposed_at
    moment = (case.isolated_at or case.sampled_at) if case else None
    return moment or clock.now()


def _create(
    kind: str, person: Person, by: Any, *, case: Case | None, contact: Contact | None, vaccination: str
) -> QuarantineOrder | None:
    setting = str(policy.get("quarantine.default_setting").value[rules.SUBJECTS[kind]])
    order = set_dates(
        QuarantineOrder(
            kind=kind,
            setting=setting,
            person=person,
            area=person.area,
            case=case,
            contact=contact,
            vaccination=vaccination,
            address=person.address,
            starts_at=_starts_at(case, contact),
            drafted_by_name=actor_name(by),
            occurred_at=clock.now(),
        )
    )
    if order.ends_on is not None and order.ends_on < clock.today():
        return None
    order.site = proposed_site(person.area) if setting == OrderSetting.SITE else None
    order.due_at = _due_at(order)
    order.save()
    add_entry(order, "", by=by)
    return order


def _due_at(order: QuarantineOrder) -> datetime | None:
    """A draft is due only once it can be confirmed."""
    return hours_from_now("confirm") if rules.missing_ground(facts_of(order)) is None else None


def _refresh(order: QuarantineOrder, contact: Contact | None) -> QuarantineOrder:
    """A later exposure moves a draft's dates; a verified contact starts its clock."""
    if contact is not None:
        order.contact = contact
        order.starts_at = contact.last_exposed_at
    set_dates(order)
    order.due_at = order.due_at or _due_at(order)
    order.save()
    return order
