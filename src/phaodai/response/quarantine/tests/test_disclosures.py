"""A case's page lists everybody who was told of it, whichever module's paper told them."""

from typing import Any
from uuid import uuid4

from django.urls import reverse

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.disclosures.queries import told_of
from phaodai.core.disclosures.services import record_told
from phaodai.response.cases.models import Case
from phaodai.response.quarantine.services import mark_printed
from phaodai.response.quarantine.tests.factories import make_case, make_contact, make_order
from phaodai.response.testing.models import TestResult, Tube
from phaodai.response.tracing.models import Exposure
from tests.cast import at


def told(subject_type: str, subject_id: Any, person: Any, **facts: Any) -> None:
    record_told(
        subject_type=subject_type, subject_id=subject_id, person_id=person.pk, audience=person.full_name,
        channel="phone", summary="…", by=SYSTEM_ACTOR, **facts,
    )  # fmt: skip


def case_with_tube(cast: Any) -> tuple[Case, Tube]:
    case = make_case(cast.an)
    tube = Tube.objects.create(
        code="M-000001-1",
        method="pcr",
        area=cast.ward_a,
        state="resulted",
        taken_at=at(13),
        resulted_at=at(14),
        due_at=at(14),
    )
    result = TestResult.objects.create(tube=tube, value="positive", resulted_at=at(14))
    case.evidence.create(
        result_id=result.uuid, method="pcr", value="positive", tube_code=tube.code, laboratory="CDC",
        resulted_at=at(14),
    )  # fmt: skip
    return case, tube


def test_papers_and_results_tell_of_the_case(cast: Any, client_as: Any) -> None:
    case, tube = case_with_tube(cast)
    contact = make_contact(cast.binh)
    Exposure.objects.create(
        contact=contact, case=case, kind="household", path=[], score=0.9, first_at=at(10), last_at=at(13)
    )
    told("tube", tube.uuid, cast.an)
    told("tube", tube.uuid, cast.hoa)  # in the same tube, but not this case
    told("tube", uuid4(), cast.an)
    order = make_order(cast.binh, contact=contact)
    told("order", order.uuid, cast.binh, at=at(10))  # before anybody knew of this case
    mark_printed(order=order, by=cast.authority)
    subjects = sorted(told_of("case", case.uuid).values_list("subject_type", flat=True))
    assert subjects == ["order", "tube"]
    page = client_as(cast.health_officer).get(reverse("cases:case", args=[case.uuid])).content.decode()
    assert cast.an.full_name in page


def test_people_out_of_reach_are_not_named(cast: Any, client_as: Any) -> None:
    case = make_case(cast.an)
    told("case", case.uuid, cast.giang)
    page = client_as(cast.ward_clerk_a).get(reverse("cases:case", args=[case.uuid])).content.decode()
    assert cast.giang.full_name not in page
    assert "Một người ở nơi khác" in page
