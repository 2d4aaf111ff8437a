"""Conclusions, calls, hand-overs, lists: verbs and their guards."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from phaodai.city.people.models import Custody, Person
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.disclosures.models import Told
from phaodai.core.events.models import Event
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import Contact, ContactDecision, SentList
from phaodai.response.tracing.services import (
    answer_handover,
    cancel_handover,
    escalate_handovers,
    hand_over,
    record_call,
    reject_contacts,
    reopen_contacts,
    send_list,
    trace_case,
    undo_decisions,
    verify_contacts,
    withdraw_exposures,
)
from phaodai.response.tracing.terms import CallOutcome, ContactState, HandoverState
from phaodai.response.tracing.tests.factories import contact_of, ten_september
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    row = ten_september(cast)
    trace_case(case=row, by=SYSTEM_ACTOR)
    return row


def test_a_conclusion_keeps_definition_name_and_time(cast: Cast, case: Case) -> None:
    (decision,) = verify_contacts(contacts=[contact_of(cast.chi)], by=cast.investigator)
    contact = contact_of(cast.chi)
    assert (contact.state, contact.concluded_at) == (ContactState.VERIFIED, cast.now)
    assert contact.concluded_by_name == "Phạm Thu Hà"
    assert decision.definition_version == "default:2021-07-30"
    assert Event.objects.filter(type="contact_verified", data__contact_id=str(contact.uuid)).count() == 1


def test_concluding_the_same_twice_is_one_decision(cast: Cast, case: Case) -> None:
    verify_contacts(contacts=[contact_of(cast.chi)], by=cast.investigator)
    assert verify_contacts(contacts=[contact_of(cast.chi)], by=cast.investigator) == []
    assert ContactDecision.objects.count() == 1


def test_ruling_out_needs_a_reason_and_can_be_undone_in_bulk(cast: Cast, case: Case) -> None:
    both = [contact_of(cast.chi), contact_of(cast.hoa)]
    with pytest.raises(ValidationError):
        reject_contacts(contacts=both, reason=" ", by=cast.investigator)
    verify_contacts(contacts=both[:1], by=cast.investigator)
    decisions = reject_contacts(contacts=both, reason="ngồi ngoài sân", by=cast.investigator)
    assert {row.state for row in Contact.objects.filter(pk__in=[one.pk for one in both])} == {"rejected"}
    undo_decisions(decisions=decisions, by=cast.investigator)
    assert contact_of(cast.chi).state == ContactState.VERIFIED
    assert contact_of(cast.hoa).state == ContactState.CANDIDATE
    assert undo_decisions(decisions=decisions, by=cast.investigator) == []


def test_a_conclusion_taken_back_waits_again(cast: Cast, case: Case) -> None:
    verify_contacts(contacts=[contact_of(cast.chi)], by=cast.investigator)
    reopen_contacts(contacts=[contact_of(cast.chi)], by=cast.investigator)
    contact = contact_of(cast.chi)
    assert (contact.state, contact.concluded_at, contact.concluded_by_name) == (
        ContactState.CANDIDATE,
        None,
        "",
    )


def test_a_withdrawn_contact_cannot_be_concluded(cast: Cast, case: Case) -> None:
    withdraw_exposures(case=case, by=SYSTEM_ACTOR)
    with pytest.raises(ValidationError):
        verify_contacts(contacts=[contact_of(cast.chi)], by=cast.investigator)


def test_nobody_concludes_outside_their_area_or_role(cast: Cast, case: Case) -> None:
    for stranger in (cast.ward_clerk_c, cast.commander, cast.lab):
        with pytest.raises(PermissionDenied):
            verify_contacts(contacts=[contact_of(cast.chi)], by=stranger)
    verify_contacts(contacts=[contact_of(cast.chi)], by=cast.ward_clerk_b)
    verify_contacts(contacts=[contact_of(cast.hoa)], by=cast.ward_clerk_a)


def test_a_call_that_reached_somebody_tells_them_and_a_correction_finds_them(cast: Cast, case: Case) -> None:
    contact = contact_of(cast.chi)
    record_call(contact=contact, outcome=CallOutcome.NO_ANSWER, by=cast.investigator)
    assert not Told.objects.exists()
    record_call(contact=contact, outcome=CallOutcome.REACHED, note="ở nhà", by=cast.investigator)
    contact.refresh_from_db()
    assert (contact.call_state, contact.calls) == ("reached", 2)
    assert set(Told.objects.values_list("subject_type", flat=True)) == {"case", "contact"}
    withdraw_exposures(case=case, by=SYSTEM_ACTOR)
    assert Told.objects.get(subject_type="contact").retracted_at == cast.now


def test_the_list_goes_out_progressively_and_each_telling_is_on_record(cast: Cast, case: Case) -> None:
    with pytest.raises(ValidationError):
        send_list(case=case, by=cast.investigator)
    verify_contacts(contacts=[contact_of(cast.chi), contact_of(cast.binh)], by=cast.investigator)
    first = send_list(case=case, by=cast.investigator)
    with pytest.raises(ValidationError):
        send_list(case=case, by=cast.investigator)
    verify_contacts(contacts=[contact_of(cast.hoa)], by=cast.investigator)
    second = send_list(case=case, by=cast.investigator)
    assert (first.number, first.contacts.count(), second.number, second.contacts.count()) == (1, 2, 2, 1)
    told = Told.objects.filter(subject_type="case", subject_id=case.uuid).values_list("audience", flat=True)
    assert sorted(told) == ["Phường Bạch Mai", "Phường Thanh Nhàn", "Phường Thanh Nhàn"]
    assert SentList.objects.count() == 2


def sent(cast: Cast, **more):
    contact = contact_of(cast.chi)
    return hand_over(contact=contact, to_area=cast.ward_c, note="về nhà bố mẹ", by=cast.ward_clerk_b, **more)


def test_the_receiving_ward_sees_the_person_and_takes_the_contact_on(cast: Cast, case: Case) -> None:
    assert not Contact.objects.visible_to(cast.ward_clerk_c).exists()
    handover = sent(cast)
    assert Contact.objects.visible_to(cast.ward_clerk_c).get() == contact_of(cast.chi)
    assert Person.objects.visible_to(cast.ward_clerk_c).filter(pk=cast.chi.pk).exists()
    with pytest.raises(PermissionDenied):
        answer_handover(handover=handover, accept=True, by=cast.ward_clerk_b)
    answer_handover(handover=handover, accept=True, by=cast.ward_clerk_c)
    assert contact_of(cast.chi).area == cast.ward_c
    verify_contacts(contacts=[contact_of(cast.chi)], by=cast.ward_clerk_c)
    with pytest.raises(ValidationError):
        answer_handover(handover=handover, accept=False, note="x", by=cast.ward_clerk_c)


def test_a_refusal_says_why_and_leaves_the_contact_where_it_was(cast: Cast, case: Case) -> None:
    handover = sent(cast)
    with pytest.raises(ValidationError):
        answer_handover(handover=handover, accept=False, by=cast.ward_clerk_c)
    with clock.frozen(cast.now + timedelta(hours=1)):
        answer_handover(handover=handover, accept=False, note="không ở đây", by=cast.ward_clerk_c)
    assert contact_of(cast.chi).area == cast.ward_b
    assert not Contact.objects.visible_to(cast.ward_clerk_c).exists()
    assert Custody.objects.get(reference=handover.uuid).valid.upper is not None


def test_one_at_a_time_never_to_itself_and_never_to_two(cast: Cast, case: Case) -> None:
    contact = contact_of(cast.chi)
    for wrong in ({}, {"to_area": cast.ward_b}, {"to_area": cast.ward_c, "to_external": "Bắc Ninh"}):
        with pytest.raises(ValidationError):
            hand_over(contact=contact, by=cast.ward_clerk_b, **wrong)
    handover = sent(cast)
    with pytest.raises(ValidationError):
        sent(cast)
    cancel_handover(handover=handover, by=cast.ward_clerk_b)
    handover.refresh_from_db()
    assert handover.state == HandoverState.CANCELLED
    sent(cast)


def test_a_letter_to_another_province_is_answered_by_the_sender(cast: Cast, case: Case) -> None:
    handover = hand_over(contact=contact_of(cast.chi), to_external="Tỉnh Bắc Ninh", by=cast.ward_clerk_b)
    assert not Custody.objects.exists()
    answer_handover(handover=handover, accept=True, note="CV 12", by=cast.ward_clerk_b)
    assert contact_of(cast.chi).area == cast.ward_b


def test_an_unanswered_hand_over_is_escalated_once(cast: Cast, case: Case) -> None:
    handover = sent(cast)
    assert handover.due_at == cast.now + timedelta(hours=4)
    assert escalate_handovers(by=SYSTEM_ACTOR) == []
    with clock.frozen(cast.now + timedelta(hours=5)):
        assert escalate_handovers(by=SYSTEM_ACTOR) == [handover]
        assert escalate_handovers(by=SYSTEM_ACTOR) == []
