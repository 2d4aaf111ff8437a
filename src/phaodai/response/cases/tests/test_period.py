"""The infectious period of a case in the database: computed, edited with a document, confirmed by a name."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from phaodai.core.events.models import Event
from phaodai.response.cases import services
from phaodai.response.cases.models import Case
from phaodai.response.cases.tests.factories import confirmed_case, evidence, moment, suspected_case


def changes() -> int:
    return Event.objects.filter(type="infectious_period_changed").count()


def with_onset(cast: Any) -> Case:
    return services.edit_illness(
        case=confirmed_case(cast.an),
        has_symptoms=True,
        symptoms=["fever"],
        symptom_onset=date(2021, 9, 10),
        by=cast.investigator,
    )


def test_onset_moves_the_period_and_tells_tracing(cast: Any) -> None:
    case = with_onset(cast)
    assert (case.infectious_from, case.infectious_to, changes()) == (moment(7), None, 1)


def test_isolation_ends_it_once(cast: Any) -> None:
    case = with_onset(cast)
    for _twice in range(2):
        case = services.isolate_case(case=case, at=moment(14, 9, 30), by=cast.investigator)
    assert (case.infectious_to, changes()) == (moment(14, 9, 30), 2)
    with pytest.raises(ValidationError):
        services.isolate_case(case=case, at=moment(15), by=cast.investigator)


def test_a_name_goes_under_it_and_falls_when_it_changes(cast: Any) -> None:
    case = services.confirm_infectious_basis(case=with_onset(cast), by=cast.investigator)
    assert case.infectious_basis["confirmed_by"] == "Phạm Thu Hà"
    case = services.isolate_case(case=case, at=moment(14, 9, 30), by=cast.investigator)
    assert case.infectious_basis["confirmed_by"] == ""


def test_a_period_set_by_hand_stands_and_isolation_ends_it(cast: Any) -> None:
    case = services.edit_infectious_period(
        case=with_onset(cast),
        start=moment(5),
        end=None,
        document="CV 12/TTYT",
        reason="gặp nguồn",
        by=cast.investigator,
    )
    basis = case.infectious_basis
    assert (basis["edit_document"], basis["edited_by"], basis["confirmed_by"]) == (
        "CV 12/TTYT",
        "Phạm Thu Hà",
        "Phạm Thu Hà",
    )
    case = services.edit_illness(
        case=case, has_symptoms=True, symptoms=[], symptom_onset=date(2021, 9, 11), by=cast.investigator
    )
    case = services.isolate_case(case=case, at=moment(14, 9), by=cast.investigator)
    assert (case.infectious_from, case.infectious_to) == (moment(5), moment(14, 9))


@pytest.mark.parametrize(
    "wrong",
    [{"document": " "}, {"reason": ""}, {"end": moment(5)}],
)
def test_editing_needs_a_document_a_reason_and_sense(cast: Any, wrong: dict[str, Any]) -> None:
    given = {"start": moment(5), "end": None, "document": "CV 12", "reason": "x", **wrong}
    with pytest.raises(ValidationError):
        services.edit_infectious_period(case=confirmed_case(cast.an), by=cast.investigator, **given)


def test_the_ward_may_not(cast: Any) -> None:
    with pytest.raises(PermissionDenied):
        services.confirm_infectious_basis(case=confirmed_case(cast.an), by=cast.ward_clerk_a)


def test_a_suspected_case_changes_without_calling_tracing(cast: Any) -> None:
    case = suspected_case(cast.an, cast.investigator)
    services.edit_illness(
        case=case, has_symptoms=True, symptoms=[], symptom_onset=date(2021, 9, 12), by=cast.investigator
    )
    assert changes() == 0
    case = services.confirm_case(case=case, evidence=evidence(), by=cast.health_officer)
    assert case.infectious_from == moment(9)
    assert changes() == 0


def test_the_three_questions_apart(cast: Any) -> None:
    case = services.edit_source(
        case=confirmed_case(cast.an),
        setting="lockdown",
        source_status="known",
        first_exposure_on=date(2021, 9, 6),
        by=cast.investigator,
    )
    assert (case.setting, case.source_status, case.is_imported) == ("lockdown", "known", False)
    assert case.infectious_from == moment(6)
    assert services.edit_source(case=case, is_imported=True, by=cast.investigator).setting == "lockdown"
    for wrong in ({"setting": "nowhere"}, {"source_status": "x"}, {"first_exposure_on": date(2021, 9, 20)}):
        with pytest.raises(ValidationError):
            services.edit_source(case=case, by=cast.investigator, **wrong)


def test_contradictions_are_refused(cast: Any) -> None:
    with pytest.raises(ValidationError):
        services.edit_illness(
            case=confirmed_case(cast.an),
            has_symptoms=False,
            symptoms=["fever"],
            symptom_onset=None,
            by=cast.investigator,
        )


def test_answers_fill_the_form_and_can_be_taken_back(cast: Any) -> None:
    case = services.edit_answers(
        case=confirmed_case(cast.an),
        answers={"occupation": " thợ  in ", "comorbidities": "không"},
        by=cast.investigator,
    )
    assert case.answers == {"occupation": "thợ in", "comorbidities": "không"}
    full = case.completeness
    case = services.edit_answers(case=case, answers={"occupation": ""}, by=cast.investigator)
    assert "occupation" not in case.answers
    assert case.completeness < full
    with pytest.raises(ValidationError):
        services.edit_answers(case=case, answers={"shoe_size": "43"}, by=cast.investigator)
    assert (
        services.set_national_code(case=case, national_code=" bn13960", by=cast.investigator).national_code
        == "BN13960"
    )


def test_a_national_code_is_one_cases_alone_and_can_be_taken_away(cast: Any) -> None:
    case, other = confirmed_case(cast.an), confirmed_case(cast.binh)
    services.set_national_code(case=case, national_code="bn 013960", by=cast.investigator)
    for wrong, code in (("BN13960", "taken"), ("ca 12", "no_national_code")):
        with pytest.raises(ValidationError) as refusal:
            services.set_national_code(case=other, national_code=wrong, by=cast.investigator)
        assert refusal.value.code == code
    assert services.set_national_code(case=case, national_code="", by=cast.investigator).national_code == ""
