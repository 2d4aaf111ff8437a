"""Three cases, the second on the list of the first, the third on both."""

from datetime import date
from typing import Any

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import Case
from phaodai.response.cases.terms import CaseStatus
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.services import trace_case
from phaodai.response.tracing.tests.factories import visit
from tests.cast import Cast, at


def make_case(person: Any, code: str, onset: int, **facts: Any) -> Case:
    """A confirmed case that fell ill on a day of September, infectious from three days before."""
    values = {
        "area": person.area, "status": CaseStatus.CONFIRMED, "definition_version": "test", "disease": "covid19",
        "symptom_onset": date(2021, 9, onset), "has_symptoms": True, "reported_at": at(onset + 1, 8),
        "confirmed_at": at(onset + 1, 8), "infectious_from": at(onset - 3), "infectious_to": at(onset + 2),
    }  # fmt: skip
    return Case.objects.create(code=code, person=person, **{**values, **facts})


def three_cases(cast: Cast) -> tuple[Case, Case, Case]:
    """An infected Chi at the canteen on 5/9; Dũng met Chi there on 9/9. All traced."""
    visit(cast.an, cast.canteen, at(5, 7), at(5, 8))
    visit(cast.chi, cast.canteen, at(5, 7, 10), at(5, 8, 10))
    visit(cast.chi, cast.canteen, at(9, 12), at(9, 13))
    visit(cast.dung, cast.canteen, at(9, 12), at(9, 13))
    an = make_case(cast.an, "HBT-0001", 5)
    chi = make_case(cast.chi, "HBT-0002", 9)
    dung = make_case(cast.dung, "HBT-0003", 13)
    for case in (an, chi, dung):
        trace_case(case=case, by=SYSTEM_ACTOR)
    return an, chi, dung


def contact_of(person: Any) -> Contact:
    return Contact.objects.get(person=person)
