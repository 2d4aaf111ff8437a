"""Orders, sites and rooms for tests, by plain inserts."""

from datetime import date, timedelta
from typing import Any

from phaodai.city.organizations.models import Organization
from phaodai.city.places.terms import PlaceKind
from phaodai.response.cases.models import Case
from phaodai.response.quarantine.models import QuarantineOrder, QuarantineSite, Room
from phaodai.response.tracing.models import Contact
from tests.cast import at, make_place


def make_site(
    organization: Organization, *, beds: tuple[int, ...] = (2, 2), is_accepted: bool = True
) -> QuarantineSite:
    """An accepted site with rooms 101, 102, …"""
    site = QuarantineSite.objects.create(  # type: ignore[misc]
        organization=organization, area=organization.area, is_accepted=is_accepted
    )
    for number, count in enumerate(beds, 101):
        place = make_place(
            500 + number + organization.pk * 100, f"Phòng {number}", PlaceKind.QUARANTINE_ROOM, site.area
        )
        Room.objects.create(site=site, name=str(number), beds=count, place=place)
    return site


def make_case(person: Any, **facts: Any) -> Case:
    """A confirmed case; the one this person has already, if they have."""
    present = Case.objects.live().filter(person=person).first()
    if present is not None:
        return present
    base = {
        "code": f"HBT-{9000 + person.pk}",
        "status": "confirmed",
        "definition_version": "test",
        "reported_at": at(14, 8),
        "confirmed_at": at(14, 8),
    }
    return Case.objects.create(person=person, area=person.area, **{**base, **facts})


def make_contact(person: Any, **facts: Any) -> Contact:
    """A verified F1, last exposed on 13/9."""
    base = {
        "state": "verified",
        "first_exposed_at": at(10, 8),
        "last_exposed_at": at(13, 20),
        "score": 0.8,
    }
    return Contact.objects.create(person=person, area=person.area, **{**base, **facts})


def make_order(person: Any, *, state: str = "draft", **facts: Any) -> QuarantineOrder:
    """A quarantine order as it would stand in ``state``."""
    contact = (
        facts.pop("contact", None) or Contact.objects.filter(person=person).first() or make_contact(person)
    )
    base: dict[str, Any] = {
        "kind": "quarantine",
        "setting": "home",
        "state": state,
        "contact": contact,
        "area": person.area,
        "address": person.address,
        "starts_at": contact.last_exposed_at,
        "ends_on": date(2021, 9, 27),
        "test_days": ["2021-09-14", "2021-09-20", "2021-09-27"],
        "basis": {"document": "5599/BYT-MT (14/7/2021)", "days": 14, "after_days": 14, "confirmed": False},
        "drafted_by_name": "Hệ thống",
        "occurred_at": at(14, 9),
    }
    if state in ("confirmed", "signed", "ended"):
        base |= {"confirmed_at": at(14, 10), "confirmed_by_name": "Vũ Thanh Mai", "confirmed_by_id": 999_001}
    if state in ("signed", "ended"):
        base |= {"signed_at": at(14, 11), "signed_by_name": "Đỗ Minh Quân", "signed_by_id": 999_002}
        base |= {"number": f"{900 + person.pk}/QĐ-CLYT"}
    return QuarantineOrder.objects.create(person=person, **{**base, **facts})


def days_ago(days: int) -> date:
    """A local day before the scenario's today."""
    return at(14).date() - timedelta(days=days)
