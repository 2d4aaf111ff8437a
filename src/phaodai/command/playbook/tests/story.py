"""The steps of the story the playbook tests tell, in few words."""

from phaodai.city.people.models import Person
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events.services import run_pending_steps
from phaodai.response.cases.models import Case
from phaodai.response.movement.services import record_visit
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.testing.models import TestResult, Tube
from phaodai.response.testing.services import label_tube, record_result, take_sample
from phaodai.response.testing.terms import Method
from phaodai.response.tracing.models import Contact
from tests.cast import at


def visits(cast) -> None:
    """Monday to Wednesday: An works beside Chi and eats where Dũng eats; Hoa is never near."""
    for person, place, start, end in [
        (cast.an, cast.workshop, at(12, 8), at(12, 17)),
        (cast.chi, cast.workshop, at(12, 8), at(12, 17)),
        (cast.an, cast.canteen, at(11, 12), at(11, 12, 30)),
        (cast.dung, cast.canteen, at(11, 12, 20), at(11, 12, 50)),
        (cast.hoa, cast.market, at(11, 8), at(11, 9)),
    ]:
        record_visit(
            person_id=person.pk, place_id=place.pk, start_at=start, end_at=end, source="scan", by=SYSTEM_ACTOR
        )


def sampled_tube(cast, people: list[Person], method: str = Method.PCR) -> Tube:
    """A tube on its way: labelled, taken this morning."""
    tube = label_tube(area=cast.ward_a, by=cast.sampler, method=method, laboratory=cast.cdc)
    return take_sample(tube=tube, people=people, by=cast.sampler, taken_at=at(14, 8))


def result(cast, people: list[Person], value: str = "positive", method: str = Method.PCR) -> TestResult:
    """The laboratory enters a result, and everything that follows from it happens."""
    by = cast.sampler if method == Method.ANTIGEN else cast.lab
    found = record_result(tube=sampled_tube(cast, people, method), value=value, by=by)
    run_pending_steps()
    return found


def case_of(person: Person) -> Case | None:
    return Case.objects.filter(person=person).order_by("-pk").first()


def contact_of(person: Person) -> Contact | None:
    return Contact.objects.filter(person=person).first()


def order_of(person: Person, kind: str = "quarantine") -> QuarantineOrder | None:
    return QuarantineOrder.objects.filter(person=person, kind=kind).order_by("-pk").first()
