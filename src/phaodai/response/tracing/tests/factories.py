"""A case with a period, visits in the ledger, a traced list."""

import uuid
from datetime import datetime

from phaodai.city.people.models import Person
from phaodai.city.places.models import Place
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import Case
from phaodai.response.cases.terms import CaseStatus
from phaodai.response.movement.rules import VisitInput
from phaodai.response.movement.services import record_visits
from phaodai.response.movement.terms import VisitSource
from phaodai.response.tracing.models import Contact
from tests.cast import Cast, at


def make_case(person: Person, code: str = "HBT-0412", **facts) -> Case:
    """A confirmed case, infectious 7/9 to 14/9 09:30."""
    defaults = {
        "area": person.area,
        "status": CaseStatus.CONFIRMED,
        "definition_version": "test",
        "reported_at": at(14, 8),
        "confirmed_at": at(14, 8),
        "infectious_from": at(7),
        "infectious_to": at(14, 9, 30),
    }
    return Case.objects.create(code=code, person=person, **{**defaults, **facts})


def visit(person: Person, place: Place, start: datetime, end: datetime | None) -> None:
    one = VisitInput(uuid.uuid4(), person.pk, place.pk, start, end)
    record_visits(visits=[one], source=VisitSource.SCAN, by=SYSTEM_ACTOR)


def ten_september(cast: Cast) -> Case:
    """An eats at the canteen with Chi and Hoa, and meets Dũng at the market; Bình lives with An."""
    visit(cast.an, cast.canteen, at(10, 7), at(10, 7, 30))
    visit(cast.chi, cast.canteen, at(10, 7, 10), at(10, 7, 40))
    visit(cast.hoa, cast.canteen, at(10, 7, 45), at(10, 8))
    visit(cast.an, cast.market, at(8, 6), at(8, 7))
    visit(cast.dung, cast.market, at(8, 6, 30), at(8, 6, 45))
    return make_case(cast.an)


def contact_of(person: Person) -> Contact:
    return Contact.objects.get(person=person)
