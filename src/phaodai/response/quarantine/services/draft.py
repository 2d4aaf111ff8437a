"""Drafting: what the machine proposes, or a clerk. A draft binds nobody."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q

from phaodai.city.people.models import Person
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name
from phaodai.response.cases.models import Case
from phaodai.response.quarantine import rules
from phaodai.response.quarantine.models import OrderEntry, QuarantineOrder
from phaodai.response.quarantine.queries.orders import facts_of
from phaodai.response.quarantine.queries.sites import proposed_site
from phaodai.response.quarantine.services.moves import add_entry, entry_of
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
    locked = _lock_people([person.pk], by)[person.pk]
    live = _live_orders([locked])[locked.pk]
    if kind == OrderKind.QUARANTINE and _is_isolated(live):
        return None
    present = next((order for order in live if order.kind == kind), None)
    if present is None and by.pk is None and _is_settled(kind, case=case, contact=contact):
        return None
    if present is not None:
        return _refresh(present, contact)
    new = _new(kind, locked, by, case=case, contact=contact, vaccination=vaccination)
    if new is None:
        return None
    new.site = proposed_site(new.area) if new.setting == OrderSetting.SITE else None
    new.save()
    add_entry(new, "", by=by)
    return new


@policy.held()  # many orders by the same rules
@transaction.atomic
def draft_quarantines(*, contacts: Sequence[Contact], case: Case, by: Any) -> list[QuarantineOrder]:
    """`draft_order` for many contacts of one case: for each the same outcome, in a handful of queries.

    Returns the live quarantine orders of those contacts, new ones last. Safe to repeat.

    Raises:
        PermissionDenied: ``by`` may not draft for one of these people; then nothing is drafted.
    """
    people = _lock_people([contact.person_id for contact in contacts], by)
    live = _live_orders(people.values())
    settled = _settled_contacts(contacts) if by.pk is None else set()
    found: list[QuarantineOrder] = []
    drafts: list[QuarantineOrder | None] = []
    for contact in contacts:
        orders = live[contact.person_id]
        if orders and not _is_isolated(orders):
            found.append(_refresh(orders[0], contact))
        elif not orders and contact.pk not in settled:
            person = people[contact.person_id]
            drafts.append(_new(OrderKind.QUARANTINE, person, by, case=case, contact=contact))
    return found + _save_new([draft for draft in drafts if draft is not None], by)


def _save_new(drafts: list[QuarantineOrder], by: Any) -> list[QuarantineOrder]:
    site_near = cache(proposed_site)  # drafts take no beds: one question an area
    for draft in drafts:
        draft.site = site_near(draft.area) if draft.setting == OrderSetting.SITE else None
    made = QuarantineOrder.objects.bulk_create(drafts)
    OrderEntry.objects.bulk_create([entry_of(order, "", by=by) for order in made])
    return made


def _lock_people(ids: Sequence[int], by: Any) -> dict[int, Person]:
    if not by.may("quarantine.draft"):
        raise PermissionDenied
    rows = Person.objects.visible_to(by, "quarantine.draft").select_related("area")
    locked = rows.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
    people = {person.pk: person for person in locked}
    if not people.keys() >= set(ids):
        raise PermissionDenied
    return people


def _live_orders(people: Iterable[Person]) -> dict[int, list[QuarantineOrder]]:
    rows = QuarantineOrder.objects.filter(person__in=[person.pk for person in people], state__in=rules.LIVE)
    by_person: dict[int, list[QuarantineOrder]] = defaultdict(list)
    for order in rows.select_related("contact", "case").select_for_update(of=("self",)).order_by("pk"):
        by_person[order.person_id].append(order)
    return by_person


def _is_isolated(live: Iterable[QuarantineOrder]) -> bool:
    return any(order.kind == OrderKind.ISOLATION for order in live)


BY_SOMEBODY = Q(entries__to_state__in=[rules.WITHDRAWN, rules.ENDED], entries__by_id__isnull=False)


def _is_settled(kind: str, *, case: Case | None, contact: Contact | None) -> bool:
    """Whether somebody withdrew or ended an order for this very exposure: the machine does not insist."""
    if contact is not None:
        return contact.pk in _settled_contacts([contact], kind)
    if case is None:
        return False
    past = QuarantineOrder.objects.filter(kind=kind, case=case).exclude(state__in=rules.LIVE)
    return bool(past.filter(BY_SOMEBODY).exists())


def _settled_contacts(contacts: Sequence[Contact], kind: str = OrderKind.QUARANTINE) -> set[int]:
    """The same of many contacts: those whose last exposure somebody has already decided about."""
    past = QuarantineOrder.objects.filter(
        kind=kind,
        contact__in=[contact.pk for contact in contacts],
        starts_at__gte=F("contact__last_exposed_at"),
    )
    return set(past.exclude(state__in=rules.LIVE).filter(BY_SOMEBODY).values_list("contact_id", flat=True))


def _starts_at(case: Case | None, contact: Contact | None) -> datetime:
    """The last exposure of a contact; of a case the moment it was isolated or sampled."""
    if contact is not None:
        return contact.last_exposed_at
    moment = (case.isolated_at or case.sampled_at) if case else None
    return moment or clock.now()


def _new(
    kind: str,
    person: Person,
    by: Any,
    *,
    case: Case | None,
    contact: Contact | None,
    vaccination: str = Vaccination.ANY,
) -> QuarantineOrder | None:
    """A draft, not saved and without a site; None when its time has passed."""
    order = set_dates(
        QuarantineOrder(
            kind=kind,
            setting=str(policy.get("quarantine.default_setting").value[rules.SUBJECTS[kind]]),
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
    order.due_at = _due_at(order)
    return order


def _due_at(order: QuarantineOrder) -> datetime | None:
    """A draft is due only once it can be confirmed."""
    return hours_from_now("confirm") if rules.missing_ground(facts_of(order)) is None else None


def _refresh(order: QuarantineOrder, contact: Contact | None) -> QuarantineOrder:
    """A later exposure moves a draft's dates; a verified contact starts its clock. Past a draft, nothing."""
    if order.state != rules.DRAFT:
        return order
    before, basis = _dated(order), order.basis
    if contact is not None:
        order.contact = contact
        order.starts_at = contact.last_exposed_at
    set_dates(order)
    order.due_at = order.due_at or _due_at(order)
    if _dated(order) == before:
        order.basis = basis  # the same dates by the same rule: computed when it was
    else:
        order.save()
    return order


def _dated(order: QuarantineOrder) -> tuple[Any, ...]:
    """Everything a refresh may change, but for the moment of computing."""
    rule = {name: value for name, value in order.basis.items() if name != "computed_at"}
    return order.contact_id, order.starts_at, order.ends_on, order.test_days, order.due_at, rule
