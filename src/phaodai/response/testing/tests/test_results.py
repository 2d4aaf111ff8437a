"""Results, corrections, unpooling, orders, telling."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.models import ActionLog
from phaodai.core.disclosures.models import Told
from phaodai.core.events.models import Event
from phaodai.response.testing import services
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import TestOrder, TestResult, Tube
from phaodai.response.testing.queries.status import evidence_of, person_status
from phaodai.response.testing.terms import Method, OrderReason, OrderState, Standing
from phaodai.response.testing.tests.factories import make_labelled, make_pool, make_resulted, make_taken


def open_orders():
    return list(TestOrder.objects.filter(state=OrderState.OPEN).order_by("person"))


def test_a_result_is_written_published_and_logged_together(cast):
    tube = make_taken(cast, cast.an)
    result = services.record_result(tube=tube, value="positive", by=cast.lab, ct=21.5)
    event = Event.objects.get(type="result_recorded")
    assert event.data == {
        "result_id": str(result.uuid),
        "tube_id": str(tube.uuid),
        "method": "pcr",
        "value": "positive",
    }
    assert Tube.objects.get().state == "resulted"
    assert ActionLog.objects.filter(
        action="record_result", subject_id=tube.uuid, actor_id=cast.lab.pk
    ).exists()


def test_the_second_clerk_is_told_what_the_first_entered(cast):
    tube = make_taken(cast, cast.an)
    services.record_result(tube=tube, value="negative", by=SYSTEM_ACTOR)
    with pytest.raises(Refused) as refusal:
        services.record_result(tube=tube, value="negative", by=cast.lab)
    assert refusal.value.code == "already_resulted"
    assert tube.code in refusal.value.sentence
    assert "Âm tính" in refusal.value.sentence
    assert "Hệ thống" in refusal.value.sentence
    assert TestResult.objects.count() == 1


def test_the_same_entry_again_changes_nothing(cast):
    tube = make_taken(cast, cast.an)
    first = services.record_result(tube=tube, value="negative", by=cast.lab)
    assert services.record_result(tube=tube, value="negative", by=cast.lab) == first
    assert Event.objects.filter(type="result_recorded").count() == 1


@pytest.mark.parametrize("who", ["other_lab_user", "sampler", "cdc_officer", "ward_clerk_a", "admin"])
def test_only_the_tubes_laboratory_enters_a_pcr_result(cast, who):
    tube = make_taken(cast, cast.an)
    with pytest.raises(PermissionDenied):
        services.record_result(tube=tube, value="negative", by=getattr(cast, who))


def test_a_rapid_test_is_read_by_who_took_it(cast):
    tube = make_taken(cast, cast.an, method=Method.ANTIGEN)
    services.record_result(tube=tube, value="positive", by=cast.sampler)
    assert person_status(cast.an).standing == Standing.SUSPECTED


def test_no_result_for_a_tube_nobody_is_in(cast):
    with pytest.raises(Refused) as refusal:
        services.record_result(tube=make_labelled(cast), value="negative", by=cast.lab)
    assert refusal.value.code == "not_taken"


@pytest.mark.parametrize(("hours", "code"), [(1, "in_future"), (-4, "before_sampling")])
def test_the_time_of_a_result_must_be_possible(cast, hours, code):
    tube = make_taken(cast, cast.an)
    with pytest.raises(Refused) as refusal:
        services.record_result(
            tube=tube, value="negative", by=cast.lab, resulted_at=cast.now + timedelta(hours=hours)
        )
    assert refusal.value.code == code


def test_a_positive_pool_makes_everybody_wait_and_nobody_positive(cast):
    result = make_pool(cast)
    assert {person_status(who).standing for who in (cast.an, cast.binh)} == {Standing.WAITING_UNPOOL}
    assert evidence_of(result.uuid) is None


def test_unpooling_orders_one_single_pcr_a_member_however_often_it_runs(cast):
    tube = make_pool(cast).tube
    first = services.unpool_tube(tube=tube, by=SYSTEM_ACTOR)
    again = services.unpool_tube(tube=tube, by=cast.health_officer)
    assert [order.pk for order in first] == [order.pk for order in again]
    assert {(order.person_id, order.method, order.reason) for order in open_orders()} == {
        (cast.an.pk, "pcr", "unpool"),
        (cast.binh.pk, "pcr", "unpool"),
    }
    assert first[0].due_at == cast.now + timedelta(hours=2)


def test_there_is_nothing_to_unpool_in_other_tubes(cast):
    assert services.unpool_tube(tube=make_resulted(cast, "positive", cast.an).tube, by=SYSTEM_ACTOR) == []
    assert services.unpool_tube(tube=make_pool(cast, "negative").tube, by=SYSTEM_ACTOR) == []
    assert services.unpool_tube(tube=make_taken(cast, cast.chi), by=SYSTEM_ACTOR) == []


def test_unpooled_singles_settle_each_person(cast):
    services.unpool_tube(tube=make_pool(cast).tube, by=SYSTEM_ACTOR)
    positive = make_resulted(cast, "positive", cast.an, taken_at=cast.now)
    make_resulted(cast, "negative", cast.binh, taken_at=cast.now)
    assert person_status(cast.an).standing == Standing.POSITIVE
    assert person_status(cast.binh).standing == Standing.NEGATIVE
    assert open_orders() == []
    found = evidence_of(positive.uuid)
    assert found is not None
    person, evidence = found
    assert (person, evidence.method, evidence.laboratory) == (cast.an, "pcr", cast.cdc.name)


def test_an_invalid_sample_is_ordered_again_by_the_system(cast):
    tube = make_taken(cast, cast.an)
    services.record_result(tube=tube, value="invalid", by=cast.lab)
    (order,) = open_orders()
    assert (order.reason, order.source_tube, order.ordered_by_name) == ("retest", tube, "Hệ thống")
    assert person_status(cast.an).standing == Standing.AGAIN


def test_a_correction_supersedes_and_publishes(cast):
    old = make_resulted(cast, "positive", cast.an, by=cast.lab)
    new = services.correct_result(result=old, value="negative", reason="Nhầm ống", by=cast.lab)
    old.refresh_from_db()
    assert (old.is_current, new.is_current, new.supersedes) == (False, True, old)
    event = Event.objects.get(type="result_corrected")
    assert (event.data["old_value"], event.data["new_value"]) == ("positive", "negative")
    assert event.data["old_result_id"] == str(old.uuid)
    assert person_status(cast.an).standing == Standing.NEGATIVE
    assert evidence_of(old.uuid) is None


@pytest.mark.parametrize(
    ("value", "reason", "code"),
    [("positive", "x", "same_value"), ("negative", "  ", "no_reason"), ("good", "x", "unknown_value")],
)
def test_a_correction_needs_another_value_and_a_reason(cast, value, reason, code):
    old = make_resulted(cast, "positive", cast.an)
    with pytest.raises(Refused) as refusal:
        services.correct_result(result=old, value=value, reason=reason, by=cast.lab)
    assert refusal.value.code == code


def test_only_the_current_result_is_corrected(cast):
    old = make_resulted(cast, "positive", cast.an)
    services.correct_result(result=old, value="negative", reason="Nhầm ống", by=cast.lab)
    with pytest.raises(Refused) as refusal:
        services.correct_result(result=old, value="invalid", reason="Nhầm ống", by=cast.lab)
    assert refusal.value.code == "not_current"


def test_another_laboratory_corrects_nothing(cast):
    with pytest.raises(PermissionDenied):
        services.correct_result(
            result=make_resulted(cast, "positive", cast.an),
            value="negative",
            reason="x",
            by=cast.other_lab_user,
        )


def test_a_corrected_pool_takes_back_its_orders_and_a_second_correction_gives_them_again(cast):
    pool = make_pool(cast)
    services.unpool_tube(tube=pool.tube, by=SYSTEM_ACTOR)
    negative = services.correct_result(result=pool, value="negative", reason="Nhầm", by=cast.lab)
    assert open_orders() == []
    services.correct_result(result=negative, value="positive", reason="Nhầm lần nữa", by=cast.lab)
    services.unpool_tube(tube=pool.tube, by=SYSTEM_ACTOR)
    assert len(open_orders()) == 2
    assert TestOrder.objects.count() == 4


def test_clearing_up_after_a_mistake_leaves_what_the_new_result_asks_for(cast):
    pool = make_pool(cast)
    services.unpool_tube(tube=pool.tube, by=SYSTEM_ACTOR)
    services.correct_result(result=pool, value="invalid", reason="Ống rò", by=cast.lab)
    assert services.withdraw_test_orders(source_tube=pool.tube, by=SYSTEM_ACTOR) == 0
    assert {order.reason for order in open_orders()} == {"retest"}


def test_orders_of_a_case_are_not_doubled_but_a_schedule_is_several_orders(cast):
    first = services.order_tests(people=[cast.an], reason=OrderReason.CONTACT, by=cast.investigator)
    assert services.order_tests(people=[cast.an], reason=OrderReason.CONTACT, by=cast.investigator) == first
    for days in (1, 7, 14, 7):
        due = cast.now + timedelta(days=days)
        services.order_tests(people=[cast.an], reason=OrderReason.QUARANTINE, due_at=due, by=SYSTEM_ACTOR)
    assert TestOrder.objects.filter(reason="quarantine").count() == 3


def test_orders_only_for_people_of_ones_area(cast):
    with pytest.raises(PermissionDenied):
        services.order_tests(people=[cast.giang], reason=OrderReason.CONTACT, by=cast.investigator)
    with pytest.raises(PermissionDenied):
        services.order_tests(people=[cast.an], reason=OrderReason.CONTACT, by=cast.ward_clerk_a)


def test_an_order_is_withdrawn_by_hand_with_its_reason(cast):
    (order,) = services.order_tests(people=[cast.an], reason=OrderReason.CONTACT, by=cast.investigator)
    services.withdraw_order(order=order, reason="Đã lấy ở nơi khác", by=cast.investigator)
    assert TestOrder.objects.get().state == OrderState.WITHDRAWN
    with pytest.raises(PermissionDenied):
        services.withdraw_order(order=order, reason="x", by=cast.ward_clerk_a)


def test_telling_is_on_record_and_a_correction_makes_it_wrong(cast):
    result = make_resulted(cast, "positive", cast.an)
    assert services.notify_tubes(tubes=[result.tube], by=cast.sampler) == [result.tube]
    assert services.notify_tubes(tubes=[result.tube], by=cast.sampler) == []
    told = Told.objects.get()
    assert (told.subject_type, told.subject_id, told.person_id) == ("tube", result.tube.uuid, cast.an.pk)
    assert "Dương tính" in told.summary
    services.correct_result(result=result, value="negative", reason="Nhầm ống", by=cast.lab)
    told.refresh_from_db()
    assert told.retracted_at == cast.now
    assert Tube.objects.get().notified_at is None


def test_a_positive_pool_is_nothing_to_tell(cast):
    with pytest.raises(Refused) as refusal:
        services.notify_tubes(tubes=[make_pool(cast).tube], by=cast.sampler)
    assert refusal.value.code == "nothing_to_tell"


def test_the_database_keeps_results(cast):
    result = make_resulted(cast, "positive", cast.an)
    with pytest.raises(DatabaseError), transaction.atomic():
        TestResult.objects.all().delete()
    result.value = "negative"
    with pytest.raises(DatabaseError), transaction.atomic():
        result.save()


def test_whoever_heard_the_wrong_result_is_told_of_the_correction(cast):
    result = make_resulted(cast, "positive", cast.an)
    services.notify_tubes(tubes=[result.tube], by=cast.sampler)
    services.correct_result(result=result, value="invalid", reason="Mẫu hỏng", by=cast.lab)
    told = Told.objects.get()
    with pytest.raises(PermissionDenied):
        services.confirm_correction_told(tube=result.tube, told=told, by=cast.lab)
    for _again in range(2):
        services.confirm_correction_told(tube=result.tube, told=told, by=cast.sampler)
    told.refresh_from_db()
    assert (told.retraction_told_at, told.retraction_told_by_name) == (cast.now, cast.sampler.full_name)
    assert ActionLog.objects.filter(action="tell_correction").count() == 1


def test_telling_the_new_result_tells_the_correction(cast):
    result = make_resulted(cast, "positive", cast.an)
    services.notify_tubes(tubes=[result.tube], by=cast.sampler)
    services.correct_result(result=result, value="negative", reason="Nhầm ống", by=cast.lab)
    services.notify_tubes(tubes=[result.tube], by=cast.sampler)
    wrong, right = Told.objects.order_by("pk")
    assert wrong.retraction_told_at == cast.now
    assert right.retracted_at is None
