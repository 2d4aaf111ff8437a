"""Drafting, deciding, withdrawing, ending: who may, what is kept, what follows."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.models import ActionLog
from phaodai.core.disclosures.queries import still_misinformed, told_about
from phaodai.core.worklists.queries import items_for
from phaodai.response.cases.models import Case
from phaodai.response.quarantine import services
from phaodai.response.quarantine.models import OrderEntry, QuarantineOrder
from phaodai.response.quarantine.tests.factories import make_case, make_contact, make_order, make_site
from phaodai.response.testing.models import TestResult, Tube, TubeMember
from phaodai.response.tracing.models import Exposure
from tests.cast import at, make_user

pytestmark = pytest.mark.django_db


def draft(cast, person, **contact):
    case = make_case(cast.an) if not Case.objects.filter(person=cast.an).exists() else Case.objects.get()
    return services.draft_order(
        kind="quarantine", person=person, case=case, contact=make_contact(person, **contact), by=SYSTEM_ACTOR
    )


def test_a_draft_follows_the_rule_in_force_and_keeps_it(cast):
    site = make_site(cast.site)
    order = draft(cast, cast.chi)
    assert (order.state, order.setting, order.site) == ("draft", "site", site)
    assert order.ends_on == date(2021, 9, 27)
    assert order.test_days == ["2021-09-14", "2021-09-20", "2021-09-27"]
    assert order.basis["document"] == "5599/BYT-MT (14/7/2021)"
    assert order.basis["confirmed"] is False
    assert order.due_at == cast.now + timedelta(hours=4)


def test_in_may_it_was_twenty_one_days(cast):
    with clock.frozen(at(14, 16, month=6)):
        order = draft(cast, cast.chi, first_exposed_at=at(1, 8, month=6), last_exposed_at=at(10, 8, month=6))
    assert order.ends_on == date(2021, 7, 1)
    assert order.basis["after_tests"] == ["2021-07-08"]


def test_drafting_twice_gives_one_order_with_the_later_exposure(cast):
    first = draft(cast, cast.chi, state="candidate")
    assert first.due_at is None
    contact = first.contact
    contact.state, contact.last_exposed_at = "verified", at(14, 9)
    contact.save()
    again = services.draft_order(kind="quarantine", person=cast.chi, contact=contact, by=SYSTEM_ACTOR)
    assert again.pk == first.pk
    assert again.ends_on == date(2021, 9, 28)
    assert again.due_at is not None
    assert OrderEntry.objects.count() == 1


def test_nothing_is_drafted_when_the_time_has_passed(cast):
    assert (
        draft(cast, cast.chi, first_exposed_at=at(1, 8, month=8), last_exposed_at=at(20, 8, month=8)) is None
    )


def test_somebody_isolated_as_a_case_is_not_quarantined_too(cast):
    services.draft_order(kind="isolation", person=cast.chi, case=make_case(cast.chi), by=SYSTEM_ACTOR)
    assert services.draft_order(
        kind="quarantine", person=cast.chi, contact=make_contact(cast.chi), by=SYSTEM_ACTOR
    ) is None  # fmt: skip


def test_the_machine_does_not_insist_on_what_somebody_withdrew(cast):
    order = draft(cast, cast.chi)
    services.withdraw_order(order=order, reason="Nhầm người", by=cast.health_officer)
    again = {"kind": "quarantine", "person": cast.chi, "contact": order.contact}
    assert services.draft_order(**again, by=SYSTEM_ACTOR) is None
    assert services.draft_order(**again, by=cast.ward_clerk_b).state == "draft"


def test_what_the_system_withdrew_may_be_drafted_again(cast):
    order = draft(cast, cast.chi)
    services.withdraw_orders(contact=order.contact, reason="Đính chính", by=SYSTEM_ACTOR)
    again = services.draft_order(kind="quarantine", person=cast.chi, contact=order.contact, by=SYSTEM_ACTOR)
    assert again.pk != order.pk


def test_many_are_drafted_as_each_alone_would_be(cast):
    case, site = make_case(cast.an), make_site(cast.site)
    chi, dung = make_contact(cast.chi), make_contact(cast.dung, state="candidate")
    alone = services.draft_order(kind="quarantine", person=cast.chi, case=case, contact=chi, by=SYSTEM_ACTOR)
    services.draft_order(kind="isolation", person=cast.binh, case=make_case(cast.binh), by=SYSTEM_ACTOR)
    binh = make_contact(cast.binh)
    first, second = services.draft_quarantines(contacts=[chi, dung, binh], case=case, by=SYSTEM_ACTOR)
    assert first.pk == alone.pk
    assert (second.person, second.contact, second.case, second.site) == (cast.dung, dung, case, site)
    assert (second.ends_on, second.test_days, second.due_at) == (alone.ends_on, alone.test_days, None)
    assert OrderEntry.objects.filter(order=second).count() == 1
    services.withdraw_order(order=second, reason="Nhầm người", by=cast.health_officer)
    assert services.draft_quarantines(contacts=[dung], case=case, by=SYSTEM_ACTOR) == []


def test_nothing_new_leaves_no_trace_in_the_history(cast):
    order = draft(cast, cast.chi)
    with clock.frozen(at(14, 17)):
        services.draft_quarantines(contacts=[order.contact], case=order.case, by=SYSTEM_ACTOR)
    order.refresh_from_db()
    assert order.events.count() == 1
    assert order.basis["computed_at"] == cast.now.isoformat()


def test_many_drafts_cost_few_queries(cast, django_assert_max_num_queries):
    contacts = [make_contact(person) for person in (cast.binh, cast.chi, cast.dung)]
    case = make_case(cast.an)
    with django_assert_max_num_queries(12):
        assert len(services.draft_quarantines(contacts=contacts, case=case, by=SYSTEM_ACTOR)) == 3


def test_drafting_for_many_needs_the_right_for_each(cast):
    case, contact = make_case(cast.an), make_contact(cast.chi)
    with pytest.raises(PermissionDenied):
        services.draft_quarantines(contacts=[contact], case=case, by=cast.ward_clerk_a)
    assert not QuarantineOrder.objects.exists()


def test_drafting_needs_the_right_in_the_right_place(cast):
    for user in (cast.ward_clerk_a, cast.lab, cast.commander):
        with pytest.raises(PermissionDenied):
            services.draft_order(kind="quarantine", person=cast.chi, contact=make_contact_once(cast), by=user)


def make_contact_once(cast):
    return cast.chi.contacts.first() or make_contact(cast.chi)


def test_only_a_health_officer_confirms_and_only_the_authority_signs(cast):
    order = make_order(cast.chi)
    for user in (cast.authority, cast.ward_clerk_b, cast.investigator, SYSTEM_ACTOR):
        with pytest.raises(PermissionDenied):
            services.confirm_order(order=order, by=user)
    services.confirm_order(order=order, by=cast.health_officer)
    for user in (cast.health_officer, cast.commander, SYSTEM_ACTOR):
        with pytest.raises(PermissionDenied):
            services.sign_order(order=order, by=user)
    signed = services.sign_order(order=order, by=cast.authority)
    assert signed.signed_by_name == cast.authority.full_name
    assert signed.contact.__class__.objects.get(pk=signed.contact_id).isolated_at == cast.now
    states = list(OrderEntry.objects.order_by("pk").values_list("from_state", "to_state"))
    assert states == [("draft", "confirmed"), ("confirmed", "signed")]
    assert ActionLog.objects.filter(subject_id=order.uuid).count() == 2


def test_nobody_signs_what_they_confirmed_whatever_their_roles(cast):
    both = make_user("both", "health_officer", area=cast.hbt)
    both.grants.create(role="authority", area=cast.hbt, valid=(clock.real_now() - timedelta(days=1), None))
    order = services.confirm_order(order=make_order(cast.chi), by=both)
    with pytest.raises(ValidationError) as error:
        services.sign_order(order=order, by=both)
    assert error.value.code == "confirmer_signs"
    with pytest.raises(IntegrityError), transaction.atomic():
        QuarantineOrder.objects.filter(pk=order.pk).update(signed_by_id=both.pk)


def test_the_database_keeps_what_must_never_be(cast):
    order = make_order(cast.chi)
    for wrong in ({"state": "confirmed"}, {"state": "signed", "confirmed_at": cast.now}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuarantineOrder.objects.filter(pk=order.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_order(cast.chi)


def test_numbers_follow_each_other_by_authority_and_year(cast):
    numbers = []
    for person in (cast.binh, cast.chi, cast.dung):
        order = services.confirm_order(order=make_order(person), by=cast.health_officer)
        numbers.append(services.sign_order(order=order, by=cast.authority).number)
    assert numbers == ["01/QĐ-CLYT", "02/QĐ-CLYT", "03/QĐ-CLYT"]
    far = make_user("far", "authority", area=cast.dongda)
    officer = make_user("far_officer", "health_officer", area=cast.dongda)
    order = services.confirm_order(order=make_order(cast.giang), by=officer)
    assert services.sign_order(order=order, by=far).number == "01/QĐ-CLYT"


def test_a_confirmation_is_taken_back_until_somebody_signs(cast):
    order = services.confirm_order(order=make_order(cast.chi), by=cast.health_officer)
    order = services.undo_confirmation(order=order, by=cast.health_officer)
    assert (order.state, order.confirmed_at) == ("draft", None)
    order = services.confirm_order(order=order, by=cast.health_officer)
    services.sign_order(order=order, by=cast.authority)
    with pytest.raises(ValidationError):
        services.undo_confirmation(order=order, by=cast.health_officer)


def test_confirming_at_home_computes_the_days_anew(cast):
    with clock.frozen(at(20, 9, month=12)):
        contact = make_contact(
            cast.chi, first_exposed_at=at(18, 8, month=12), last_exposed_at=at(18, 8, month=12)
        )
        order = make_order(cast.chi, contact=contact)
        order = services.confirm_order(
            order=order, by=cast.health_officer, setting="home", vaccination="full", address="Ngõ 5"
        )
    assert (order.ends_on, order.address) == (date(2021, 12, 25), "Ngõ 5")
    assert order.basis["row"] == "f1.full.home"


def test_bulk_names_what_could_not_be_done(cast):
    good, waiting = (
        make_order(cast.chi),
        make_order(cast.dung, contact=make_contact(cast.dung, state="candidate")),
    )
    outcome = services.confirm_orders(orders=[good, waiting], by=cast.health_officer)
    assert [order.pk for order in outcome.done] == [good.pk]
    assert outcome.refused[0][0].pk == waiting.pk
    assert outcome.refused[0][1]


def test_withdrawing_needs_a_reason_and_the_signer_for_a_signed_order(cast):
    order = make_order(cast.chi, state="signed")
    with pytest.raises(ValidationError):
        services.withdraw_order(order=order, reason="  ", by=cast.authority)
    with pytest.raises(PermissionDenied):
        services.withdraw_order(order=order, reason="Nhầm", by=cast.health_officer)
    services.mark_printed(order=order, by=cast.ward_clerk_b)
    services.serve_order(order=order, by=cast.ward_clerk_b)
    services.serve_order(order=order, by=cast.ward_clerk_b)
    assert told_about("order", order.uuid).count() == 2
    done = services.withdraw_order(order=order, reason="Nhầm", by=cast.authority)
    assert (done.state, done.close_reason) == ("withdrawn", "Nhầm")
    assert still_misinformed("order", order.uuid).count() == 2


def test_an_order_stands_while_another_case_exposed_the_contact(cast):
    first, second = make_case(cast.an), make_case(cast.hoa)
    contact = make_contact(cast.chi)
    for case in (first, second):
        Exposure.objects.create(
            contact=contact, case=case, kind="copresence", path=[], score=0.5,
            first_at=contact.first_exposed_at, last_at=contact.last_exposed_at,
        )  # fmt: skip
    order = make_order(cast.chi, contact=contact, case=first)
    Exposure.objects.filter(case=first).update(withdrawn_at=cast.now)
    assert services.withdraw_orders(case=first, reason="Đính chính", by=SYSTEM_ACTOR) == []
    order.refresh_from_db()
    assert (order.state, order.case) == ("draft", second)
    Exposure.objects.filter(case=second).update(withdrawn_at=cast.now)
    assert len(services.withdraw_orders(case=second, reason="Đính chính", by=SYSTEM_ACTOR)) == 1


def test_signing_an_isolation_ends_the_quarantine(cast):
    quarantine = make_order(cast.chi, state="signed")
    case = make_case(cast.chi, infectious_from=at(10))
    isolation = services.draft_order(kind="isolation", person=cast.chi, case=case, by=SYSTEM_ACTOR)
    services.confirm_order(order=isolation, by=cast.health_officer)
    isolation = services.sign_order(order=isolation, by=cast.authority)
    quarantine.refresh_from_db()
    assert quarantine.state == "ended"
    assert isolation.number in quarantine.close_reason
    case.refresh_from_db()
    assert case.isolated_at == cast.now


def negative(person, day):
    times = {"taken_at": at(day, 9), "due_at": at(day, 23), "resulted_at": at(day, 18)}
    tube = Tube.objects.create(code=f"T{person.pk}{day}", method="pcr", state="resulted", **times)
    TubeMember.objects.create(tube=tube, person=person)
    TestResult.objects.create(tube=tube, value="negative", resulted_at=at(day, 18), by_name="x")


def test_ending_asks_for_days_and_tests_or_a_reason(cast):
    order = make_order(cast.chi, state="signed")
    with pytest.raises(PermissionDenied):
        services.end_order(order=order, by=cast.ward_clerk_b)
    with pytest.raises(ValidationError) as error:
        services.end_order(order=order, by=cast.health_officer)
    assert error.value.code == "conditions_unmet"
    for day in (14, 20, 27):
        negative(cast.chi, day)
    with clock.frozen(at(27, 18)):
        assert services.end_order(order=order, by=cast.health_officer).state == "ended"


def test_ending_early_keeps_the_reason(cast):
    order = make_order(cast.chi, state="signed")
    done = services.end_order(order=order, by=cast.health_officer, override_reason="Chuyển viện")
    assert done.close_reason == "Chuyển viện"
    with pytest.raises(ValidationError):
        services.end_order(order=order, by=cast.health_officer, override_reason="Lần nữa")


def test_an_objection_is_answered_by_the_authority(cast):
    order = make_order(cast.chi, state="signed")
    appeal = services.file_appeal(order=order, text="Không tiếp xúc", filed_by="", by=cast.ward_clerk_b)
    assert appeal.filed_by == cast.chi.full_name
    assert appeal.due_at == cast.now + timedelta(days=2)
    with pytest.raises(ValidationError):
        services.file_appeal(order=order, text="Lần nữa", filed_by="", by=cast.ward_clerk_b)
    with pytest.raises(PermissionDenied):
        services.decide_appeal(appeal=appeal, grant=True, answer="Đồng ý", by=cast.health_officer)
    upheld = services.decide_appeal(appeal=appeal, grant=False, answer="Có mặt cùng phòng", by=cast.authority)
    assert upheld.state == "upheld"
    with pytest.raises(ValidationError):
        services.decide_appeal(appeal=appeal, grant=True, answer="Đổi ý", by=cast.authority)
    second = services.file_appeal(
        order=order, text="Có giấy xác nhận", filed_by="Con trai", by=cast.ward_clerk_b
    )
    services.decide_appeal(appeal=second, grant=True, answer="Giấy hợp lệ", by=cast.authority)
    order.refresh_from_db()
    assert order.state == "withdrawn"


def test_a_withdrawn_order_leaves_no_objection_open(cast):
    order = make_order(cast.chi, state="signed")
    appeal = services.file_appeal(order=order, text="Không tiếp xúc", filed_by="", by=cast.ward_clerk_b)
    services.withdraw_order(order=order, reason="Nhầm", by=cast.authority)
    appeal.refresh_from_db()
    assert appeal.state == "lapsed"
    draft_order = make_order(cast.dung)
    with pytest.raises(ValidationError):
        services.file_appeal(order=draft_order, text="Trước hạn", filed_by="", by=cast.ward_clerk_b)


def exposed_again(order):
    order.contact.last_exposed_at = at(15, 9)
    order.contact.save()
    return order


def reviewed(user):
    return [item.subject for item in items_for(user) if item.worklist.code == "terms_to_review"]


def test_a_later_exposure_never_moves_a_decided_order_by_itself(cast):
    order = exposed_again(make_order(cast.chi, state="signed", case=make_case(cast.an)))
    with clock.frozen(at(15, 12)):
        services.draft_order(kind="quarantine", person=cast.chi, contact=order.contact, by=SYSTEM_ACTOR)
        order.refresh_from_db()
        assert order.ends_on == date(2021, 9, 27)
        assert reviewed(cast.health_officer) == [cast.chi.full_name]
        assert reviewed(cast.ward_clerk_b) == []


def test_an_order_in_force_is_extended_by_confirming_and_signing(cast):
    site = make_site(cast.site)
    order = make_order(cast.chi, state="signed", case=make_case(cast.an), setting="site", site=site)
    stay = services.open_stay(order=order, by=cast.site_manager)
    exposed_again(order)
    with clock.frozen(at(15, 12)):
        draft_of_it = services.propose_new_term(order=order, by=cast.health_officer)
        assert services.propose_new_term(order=order, by=cast.health_officer) == draft_of_it
        assert (draft_of_it.state, draft_of_it.ends_on, draft_of_it.extends) == (
            "draft",
            date(2021, 9, 29),
            order,
        )
        assert reviewed(cast.health_officer) == []
        order.refresh_from_db()
        assert order.state == "signed"
        services.confirm_order(order=draft_of_it, by=cast.health_officer)
        signed = services.sign_order(order=draft_of_it, by=cast.authority)
    order.refresh_from_db()
    stay.refresh_from_db()
    assert (order.state, signed.state, stay.order) == ("ended", "signed", signed)
    assert signed.number in order.close_reason
    assert stay.during.upper is None


def test_a_confirmed_order_goes_back_to_draft_with_the_new_days(cast):
    order = exposed_again(make_order(cast.chi, state="confirmed", case=make_case(cast.an)))
    with pytest.raises(PermissionDenied):
        services.propose_new_term(order=order, by=cast.authority)
    with clock.frozen(at(15, 12)):
        again = services.propose_new_term(order=order, by=cast.health_officer)
        assert (again.pk, again.state, again.ends_on) == (order.pk, "draft", date(2021, 9, 29))
        with pytest.raises(ValidationError):
            services.propose_new_term(order=again, by=cast.health_officer)


def test_the_database_keeps_one_live_extension(cast):
    order = make_order(cast.chi, state="signed", case=make_case(cast.an))
    make_order(cast.chi, extends=order)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_order(cast.chi, extends=order)
