"""Looking into the ledger puts itself on record: movement data serves prevention, with a stated reason."""

from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from phaodai.city.people.models import Person
from phaodai.city.places.models import Place
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.core.audit.services import log_action, record_read
from phaodai.response.movement.queries import VisitLine, visitors_of, visits_of


def place_for(user: Any, uuid: UUID) -> Place:
    """A place whose visits the user may look at; missing and out of reach answer alike (Http404)."""
    found: Place = get_visible_or_404(Place.objects.select_related("area"), user, "visits.view", uuid=uuid)
    return found


def person_for(user: Any, uuid: UUID) -> Person:
    """A person whose visits the user may look at; missing and out of reach answer alike (Http404)."""
    found: Person = get_visible_or_404(Person.objects.all(), user, "visits.view", uuid=uuid)
    return found


def look_at_visits(*, person: Person, days: int, reason: str, by: Any) -> list[VisitLine]:
    """Where somebody was in the last ``days`` days, newest first, and a row that says who looked and why."""
    record_read(actor=by, subject_type="person", subject_ids=[person.uuid], purpose=f"Lượt đến: {reason}")
    return visits_of(person, clock.today() - timedelta(days=days - 1))


def look_at_visitors(
    *, place: Place, day: date, reason: str, by: Any, since: time | None = None, until: time | None = None
) -> list[VisitLine]:
    """Who was there on a day, between two hours where given, and rows that say who looked at whom and why."""
    lines = visitors_of(place, day, since, until)
    people = {line.person_uuid for line in lines}
    record_read(actor=by, subject_type="person", subject_ids=people, purpose=f"{place.name}: {reason}")
    log_action(
        actor=by, action="visitors_read", subject_type="place", subject_id=place.uuid, reason=reason,
        data={"day": day.isoformat(), "hours": f"{since or ''}-{until or ''}", "rows": len(lines)},
    )  # fmt: skip
    return lines
