"""What the tests say about a person, and what a result is worth as evidence."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Min

from phaodai.city.people.models import Person
from phaodai.response.cases.evidence import ConfirmationEvidence
from phaodai.response.testing import rules
from phaodai.response.testing.models import TestOrder, TestResult, Tube, TubeMember
from phaodai.response.testing.rules import PersonStatus, TubeFact
from phaodai.response.testing.terms import OrderState


def person_status(person: Person) -> PersonStatus:
    """What the tests say about this person now. Two queries."""
    return person_statuses([person.pk])[person.pk]


def person_statuses(person_ids: Iterable[int]) -> dict[int, PersonStatus]:
    """The same of many people, by person id. Two queries."""
    ids = list(person_ids)
    orders = TestOrder.objects.filter(person__in=ids, state=OrderState.OPEN).values("person_id")
    ordered_at = dict(orders.annotate(first=Min("ordered_at")).values_list("person_id", "first"))
    facts = _facts(ids)
    return {pk: rules.person_status(facts.get(pk, []), ordered_at.get(pk)) for pk in ids}


def _facts(person_ids: list[int]) -> dict[int, list[TubeFact]]:
    members = (
        TubeMember.objects.filter(person__in=person_ids, tube__taken_at__isnull=False)
        .exclude(tube__state="discarded")
        .select_related("tube")
    )
    rows = list(members)
    results = TestResult.objects.filter(tube__in=[row.tube_id for row in rows], is_current=True)
    current = {result.tube_id: result for result in results}
    facts: dict[int, list[TubeFact]] = {}
    for row in rows:
        facts.setdefault(row.person_id, []).append(_fact(row.tube, current.get(row.tube_id)))
    return facts


def _fact(tube: Tube, result: TestResult | None) -> TubeFact:
    assert tube.taken_at is not None  # the filter above
    return TubeFact(
        code=tube.code,
        method=tube.method,
        taken_at=tube.taken_at,
        value=result.value if result else "",
        resulted_at=result.resulted_at if result else None,
        due_at=tube.due_at,
    )


def evidence_of(result_id: UUID) -> tuple[Person, ConfirmationEvidence] | None:
    """The person and the evidence of a current result; None when it proves nothing about one person.

    A positive pool, a negative or a superseded result is no evidence. ``result_id`` is the result's uuid.
    """
    rows = TestResult.objects.select_related("tube__laboratory").filter(is_current=True)
    result = rows.filter(uuid=result_id).first()
    if result is None or not rules.is_evidence(result.tube.method, result.value):
        return None
    person = Person.objects.filter(tube_members__tube=result.tube).first()
    return None if person is None else (person, _evidence(result))


def _evidence(result: TestResult) -> ConfirmationEvidence:
    tube = result.tube
    return ConfirmationEvidence(
        result_id=result.uuid,
        method=tube.method,
        value=result.value,
        tube_code=tube.code,
        laboratory=tube.laboratory.name if tube.laboratory else "",
        sampled_at=tube.taken_at,
        resulted_at=result.resulted_at,
    )
