"""Looking into the ledger puts itself on record: movement data serves prevention, with a stated reason."""

from datetime import date
from typing import Any
from uuid import UUID

from phaodai.city.places.models import Place
from phaodai.core.access import get_visible_or_404
from phaodai.core.audit.services import log_action, record_read
from phaodai.response.movement.queries import VisitLine, visitors_of


def place_for(user: Any, uuid: UUID) -> Place:
    """A place whose visits the user may look at; missing and out of reach answer alike (Http404)."""
    found: Place = get_visible_or_404(Place.objects.select_related("area"), user, "visits.view", uuid=uuid)
    return found


def look_at_visitors(*, place: Place, day: date, reason: str, by: Any) -> list[VisitLine]:
    """Who was there, and rows that say who looked at whom and why."""
    lines = visitors_of(place, day)
    people = {line.person_uuid for line in lines}
    record_read(actor=by, subject_type="person", subject_ids=people, purpose=f"{place.name}: {reason}")
    log_action(
        actor=by, action="visitors_read", subject_type="place", subject_id=place.uuid, reason=reason,
        data={"day": day.isoformat(), "rows": len(lines)},
    )  # fmt: skip
    return lines
