"""One contact, one case's contacts."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from phaodai.city.areas.models import Area
from phaodai.city.people.aliases import records_by_uuid
from phaodai.city.people.models import Person
from phaodai.city.places.models import Place
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import CallAttempt, Contact, ContactDecision, Exposure, Handover
from phaodai.response.tracing.scanning import ScanRate, scan_rates
from phaodai.response.tracing.terms import HandoverState


def case_for(user: Any, uuid: UUID) -> Case:
    """A case whose contacts the user may see; missing and out of reach answer alike (Http404)."""
    found: Case = get_visible_or_404(
        Case.objects.select_related("person", "area"), user, "contacts.view", uuid=uuid
    )
    return found


def contact_for(user: Any, uuid: UUID) -> Contact:
    """A contact with its live exposures (``live``) and open hand-over (``moving``), or Http404."""
    found: Contact = get_visible_or_404(with_reasons(Contact.objects.all()), user, uuid=uuid)
    return found


def with_reasons(contacts: "QuerySet[Contact]") -> "QuerySet[Contact]":
    """Contacts with person and area, ``live`` exposures best first, and the open hand-over (``moving``)."""
    live = Exposure.objects.filter(withdrawn_at__isnull=True).select_related("case", "via__person")
    moving = Handover.objects.filter(state=HandoverState.SENT).select_related("to_area")
    return contacts.select_related("person", "area").prefetch_related(
        Prefetch("exposures", live.order_by("-score", "first_at"), to_attr="live"),
        Prefetch("handovers", moving, to_attr="moving"),
    )


def contacts_of_person(user: Any, person_uuid: UUID) -> "QuerySet[Contact]":
    """The contact records of a person that the user may see."""
    return with_reasons(
        Contact.objects.visible_to(user).filter(person__in=records_by_uuid(person_uuid))
    ).order_by("-pk")


def place_with_rate(user: Any, uuid: UUID) -> tuple[Place, ScanRate]:
    """A visible place and the estimated share of its visits that are scanned (Http404 else)."""
    place: Place = get_visible_or_404(Place.objects.all(), user, "places.view", uuid=uuid)
    return place, scan_rates(clock.now()).of(place.pk, place.kind)


def decisions_of(contact: Contact) -> "QuerySet[ContactDecision]":
    """Every conclusion about a contact, newest first."""
    return contact.decisions.order_by("-pk")


def calls_of(contact: Contact) -> "QuerySet[CallAttempt]":
    """Every call to a contact, newest first."""
    return contact.call_attempts.order_by("-pk")


def handovers_of(contact: Contact) -> "QuerySet[Handover]":
    """Every hand-over of a contact, newest first."""
    return contact.handovers.select_related("from_area", "to_area").order_by("-pk")


def visible_person(user: Any, contact: Contact) -> Person | None:
    """The contact's person where the user may open their page, for a link."""
    return Person.objects.visible_to(user, "people.view").filter(pk=contact.person_id).first()


def visible_cases(user: Any, exposures: list[Exposure]) -> set[int]:
    """Ids of the cases behind these exposures that the user may open; of others only the code shows."""
    wanted = {exposure.case_id for exposure in exposures}
    return set(Case.objects.visible_to(user, "cases.view").filter(pk__in=wanted).values_list("pk", flat=True))


def areas_to_hand_over_to(contact: Contact) -> "QuerySet[Area]":
    """Leaf areas in force except the contact's own."""
    leaves = Area.objects.in_force(clock.today()).filter(children__isnull=True)
    others = leaves if contact.area_id is None else leaves.exclude(pk=contact.area_id)
    return others.select_related("parent").order_by("parent__sort_key", "sort_key")
