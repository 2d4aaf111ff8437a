"""What a result in force entails; shared by a first result and by one that corrects another."""

from phaodai.city.people.models import Person
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.evidence import ConfirmationEvidence
from phaodai.response.cases.services import apply_evidence
from phaodai.response.testing import rules
from phaodai.response.testing.models import TestResult
from phaodai.response.testing.services import order_tests, unpool_tube
from phaodai.response.testing.terms import OrderReason


def people_in(result: TestResult) -> list[Person]:
    return list(Person.objects.filter(tube_members__tube=result.tube).order_by("pk"))


def open_cases(result: TestResult) -> None:
    """A positive result of one person's own tube speaks for a case; a pool's speaks for nobody."""
    tube = result.tube
    if not result.is_current or not rules.is_evidence(tube.method, result.value):
        return
    evidence = ConfirmationEvidence(
        result_id=result.uuid,
        method=tube.method,
        value=result.value,
        tube_code=tube.code,
        laboratory=tube.laboratory.name if tube.laboratory else "",
        sampled_at=tube.taken_at,
        resulted_at=result.resulted_at,
    )
    for person in people_in(result):
        apply_evidence(person=person, evidence=evidence, by=SYSTEM_ACTOR)


def order_follow_ups(result: TestResult) -> None:
    """A positive pool is unpooled, a positive antigen test is confirmed."""
    if not result.is_current:
        return
    wanted = rules.follow_up_of(result.tube.method, result.value)
    if wanted == OrderReason.UNPOOL:
        unpool_tube(tube=result.tube, by=SYSTEM_ACTOR)
    elif wanted == OrderReason.CONFIRM_ANTIGEN:
        order_tests(people=people_in(result), reason=wanted, source_tube=result.tube, by=SYSTEM_ACTOR)
