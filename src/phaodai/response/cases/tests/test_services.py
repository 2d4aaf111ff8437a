"""What becomes of a case: evidence, correction, closing, work."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.queries import actions_on
from phaodai.core.clock import frozen
from phaodai.core.disclosures.queries import still_misinformed
from phaodai.core.disclosures.services import record_told
from phaodai.core.events.models import Event
from phaodai.response.cases import services
from phaodai.response.cases.models import Case, CaseEvidence, CaseStatusChange
from phaodai.response.cases.services.telling import mark_correction_told
from phaodai.response.cases.tests.factories import confirmed_case, evidence, moment, suspected_case


def events_of(case: Case) -> list[str]:
    rows = Event.objects.filter(data__case_id=str(case.uuid)).order_by("recorded_at", "type")
    return list(rows.values_list("type", flat=True))


def test_a_pcr_makes_a_confirmed_case_with_period_code_and_deadline(cast: Any) -> None:
    case = services.apply_evidence(person=cast.an, evidence=evidence(), by=SYSTEM_ACTOR)
    case.refresh_from_db()
    assert (case.code, case.status, case.area) == ("HBT-0001", "confirmed", cast.ward_a)
    assert case.infectious_from == moment(30, month=8)
    assert case.infectious_to is None
    assert case.infectious_basis["document"].startswith("QĐ 3638/QĐ-BYT")
    assert case.infectious_basis["policy_confirmed"] is False
    assert case.investigation_due_at == moment(15, 16)
    assert case.sampled_at == moment(13, 10, 5)
    assert set(events_of(case)) == {"case_reported", "case_confirmed"}
    change = CaseStatusChange.objects.get(case=case)
    assert (change.from_status, change.to_status, change.evidence["laboratory"]) == (
        "",
        "confirmed",
        "CDC Hà Nội",
    )


def test_the_same_result_twice_is_one_case_and_one_event(cast: Any) -> None:
    told = evidence()
    first = services.apply_evidence(person=cast.an, evidence=told, by=SYSTEM_ACTOR)
    again = services.apply_evidence(person=cast.an, evidence=told, by=SYSTEM_ACTOR)
    assert first == again
    assert events_of(first).count("case_confirmed") == 1
    assert CaseStatusChange.objects.count() == 1


def test_an_antigen_test_is_a_suspicion_until_the_pcr(cast: Any) -> None:
    case = services.apply_evidence(person=cast.an, evidence=evidence("antigen"), by=SYSTEM_ACTOR)
    assert case.status == "suspected"
    case = services.apply_evidence(person=cast.an, evidence=evidence("pcr"), by=SYSTEM_ACTOR)
    assert case.status == "confirmed"
    assert Case.objects.count() == 1
    assert events_of(case).count("infectious_period_changed") == 0


def test_from_29_12_a_contact_with_an_antigen_test_is_confirmed(cast: Any) -> None:
    with frozen(moment(30, 8, month=12)):
        case = suspected_case(cast.an, cast.investigator)
        services.edit_source(case=case, is_known_contact=True, by=cast.investigator)
        case = services.apply_evidence(person=cast.an, evidence=evidence("antigen"), by=SYSTEM_ACTOR)
    assert case.status == "confirmed"
    assert case.changes.latest("pk").document.startswith("CV 11042/BYT-DP")


def test_a_negative_or_pooled_result_makes_no_case(cast: Any) -> None:
    with pytest.raises(ValidationError):
        services.apply_evidence(person=cast.an, evidence=evidence(value="negative"), by=SYSTEM_ACTOR)
    with pytest.raises(ValueError, match="pcr_pool"):
        evidence("pcr_pool")
    assert not Case.objects.exists()


def test_a_correction_with_nothing_left_discards_once_and_finds_who_was_told(cast: Any) -> None:
    told = evidence()
    case = services.apply_evidence(person=cast.an, evidence=told, by=SYSTEM_ACTOR)
    record_told(
        subject_type="case", subject_id=case.uuid, audience="UBND phường", channel="phone", summary="F0",
        by=cast.investigator,
    )  # fmt: skip
    for _twice in range(2):
        case = services.withdraw_evidence(
            case=case, result_id=told.result_id, reason="nhầm ống", by=SYSTEM_ACTOR
        )
    assert case.status == "discarded"
    assert case.close_reason == "nhầm ống"
    assert events_of(case).count("case_discarded") == 1
    row = still_misinformed("case", case.uuid).get()
    mark_correction_told(case=case, told_id=row.uuid, by=cast.investigator)
    mark_correction_told(case=case, told_id=row.uuid, by=cast.investigator)
    assert not still_misinformed("case", case.uuid).exists()
    assert actions_on("case", case.uuid).filter(action="tell_correction").count() == 1


def test_a_correction_that_leaves_a_suspicion_takes_only_the_confirmation_back(cast: Any) -> None:
    case = suspected_case(cast.an, cast.investigator)
    told = evidence()
    services.apply_evidence(person=cast.an, evidence=told, by=SYSTEM_ACTOR)
    case = services.withdraw_evidence(case=case, result_id=told.result_id, reason="nhầm", by=SYSTEM_ACTOR)
    assert (case.status, case.confirmed_at, case.sampled_at) == ("suspected", None, None)
    assert "case_unconfirmed" in events_of(case)
    assert "case_discarded" not in events_of(case)


def test_a_second_positive_keeps_the_case_when_the_first_is_withdrawn(cast: Any) -> None:
    first, second = evidence(), evidence()
    case = services.apply_evidence(person=cast.an, evidence=first, by=SYSTEM_ACTOR)
    services.apply_evidence(person=cast.an, evidence=second, by=SYSTEM_ACTOR)
    case = services.withdraw_evidence(case=case, result_id=first.result_id, reason="nhầm", by=SYSTEM_ACTOR)
    assert case.status == "confirmed"
    assert CaseEvidence.objects.filter(case=case, withdrawn_at__isnull=True).count() == 1


def test_after_recovery_a_new_result_opens_a_new_case_but_an_old_one_does_not(cast: Any) -> None:
    told = evidence()
    case = services.apply_evidence(person=cast.an, evidence=told, by=SYSTEM_ACTOR)
    services.close_case(case=case, outcome="recovered", at=moment(14, 15), by=cast.health_officer)
    assert services.apply_evidence(person=cast.an, evidence=told, by=SYSTEM_ACTOR) == case
    assert services.apply_evidence(person=cast.an, evidence=evidence(), by=SYSTEM_ACTOR).code == "HBT-0002"


def test_closing_and_reopening(cast: Any) -> None:
    case = confirmed_case(cast.an)
    case = services.close_case(case=case, outcome="recovered", at=moment(14, 15), by=cast.health_officer)
    services.close_case(case=case, outcome="recovered", at=moment(14, 15), by=cast.health_officer)
    assert events_of(case).count("case_closed") == 1
    with pytest.raises(ValidationError):
        services.reopen_case(case=case, reason=" ", by=cast.health_officer)
    case = services.reopen_case(case=case, reason="chưa khỏi", by=cast.health_officer)
    assert (case.status, case.closed_at, case.close_reason) == ("confirmed", None, "")


def test_illegal_moves_are_refused(cast: Any) -> None:
    case = suspected_case(cast.an, cast.investigator)
    with pytest.raises(ValidationError) as refused:
        services.close_case(case=case, outcome="recovered", at=moment(14, 15), by=cast.health_officer)
    assert "Nghi nhiễm" in str(refused.value)


def test_a_doctor_confirms_by_evidence_the_definition_accepts(cast: Any) -> None:
    case = suspected_case(cast.an, cast.investigator)
    with pytest.raises(ValidationError):
        services.confirm_case(case=case, evidence=evidence("antigen"), by=cast.health_officer)
    case = services.confirm_case(case=case, evidence=evidence("pcr"), by=cast.health_officer)
    assert case.status == "confirmed"
    assert CaseEvidence.objects.filter(case=case).count() == 1


def test_reporting_twice_is_one_case(cast: Any) -> None:
    first = suspected_case(cast.an, cast.ward_clerk_a)
    assert suspected_case(cast.an, cast.investigator) == first
    assert first.investigation_due_at == moment(15, 16)


def test_a_case_by_telephone_registers_the_person(cast: Any) -> None:
    told = services.Telephoned("NGUYỄN VĂN TÂM", 1974, "0900 000 214", cast.ward_b)
    case = services.report_by_telephone(told=told, by=cast.ward_clerk_b)
    assert (case.person.full_name, case.person.phone, case.status) == (
        "Nguyễn Văn Tâm",
        "+84900000214",
        "suspected",
    )
    known = services.Telephoned("an", None, "", cast.ward_a, person=cast.an)
    assert services.report_by_telephone(told=known, by=cast.ward_clerk_b).person == cast.an


def test_who_may_not(cast: Any) -> None:
    case = confirmed_case(cast.an)
    with pytest.raises(PermissionDenied):
        services.discard_case(case=case, reason="x", by=cast.investigator)
    with pytest.raises(PermissionDenied):
        services.apply_evidence(person=cast.an, evidence=evidence(), by=cast.lab)
    with pytest.raises(PermissionDenied):
        services.report_case(person=cast.an, setting="community", by=cast.lab)
    with pytest.raises(PermissionDenied):
        services.isolate_case(case=case, at=moment(14, 9), by=cast.ward_clerk_a)
    with pytest.raises(PermissionDenied):
        services.assign_investigator(case=case, user=cast.investigator, by=cast.ward_clerk_b)


def test_work_is_given_to_who_may_do_it_here(cast: Any) -> None:
    case = confirmed_case(cast.an)
    case = services.assign_investigator(case=case, user=cast.investigator, by=cast.investigator)
    assert case.investigator == cast.investigator
    with pytest.raises(ValidationError):
        services.assign_investigator(case=case, user=cast.ward_clerk_b, by=cast.investigator)


def test_nobody_without_a_ward_gets_a_case(cast: Any) -> None:
    cast.an.area = None
    cast.an.save()
    with pytest.raises(ValidationError):
        services.apply_evidence(person=cast.an, evidence=evidence(), by=SYSTEM_ACTOR)


def test_discarding_needs_a_reason_and_happens_once(cast: Any) -> None:
    case = confirmed_case(cast.an)
    with pytest.raises(ValidationError):
        services.discard_case(case=case, reason="", by=cast.health_officer)
    for _twice in range(2):
        case = services.discard_case(case=case, reason="trùng hồ sơ", by=cast.health_officer)
    assert events_of(case).count("case_discarded") == 1
    assert case.changes.count() == 2
