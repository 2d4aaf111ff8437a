"""Labels, sampling and the way to the laboratory."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.codes import is_valid
from phaodai.response.testing import services
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import TestOrder, Tube, TubeMember
from phaodai.response.testing.terms import Method, OrderReason, OrderState, TubeState
from phaodai.response.testing.tests.factories import make_labelled, make_taken


def test_labels_have_running_numbers_and_a_check_character(cast):
    tubes = services.label_tubes(count=3, area=cast.ward_a, by=cast.sampler)
    assert len({tube.code for tube in tubes}) == 3
    assert all(is_valid(tube.code) and tube.code.startswith("M-") for tube in tubes)
    assert {tube.state for tube in tubes} == {TubeState.LABELLED}


def test_labels_only_for_ones_own_area_and_not_thousands(cast):
    with pytest.raises(PermissionDenied):
        services.label_tubes(count=1, area=cast.ward_b, by=cast.sampler)
    with pytest.raises(PermissionDenied):
        services.label_tubes(count=1, area=cast.ward_a, by=cast.lab)
    with pytest.raises(Refused) as refusal:
        services.label_tubes(count=301, area=cast.ward_a, by=cast.sampler)
    assert refusal.value.code == "too_many"


def test_sampling_dates_the_tube_and_its_deadline(cast):
    tube = services.take_sample(tube=make_labelled(cast), people=[cast.an], by=cast.sampler)
    assert (tube.state, tube.taken_at, tube.taken_by_name) == ("taken", cast.now, "Hoàng Thị Yến")
    assert tube.due_at == clock.at_local(clock.today(), 22)


def test_a_pool_keeps_the_order_of_scanning(cast):
    tube = services.take_sample(
        tube=make_labelled(cast), people=[cast.binh, cast.an], method=Method.PCR_POOL, by=cast.sampler
    )
    people = list(TubeMember.objects.filter(tube=tube).values_list("person", "position"))
    assert (tube.method, people) == ("pcr_pool", [(cast.binh.pk, 1), (cast.an.pk, 2)])


@pytest.mark.parametrize(
    ("method", "names", "code"),
    [
        (Method.PCR, [], "empty"),
        (Method.PCR, ["an", "binh"], "not_single"),
        (Method.PCR_POOL, ["an"], "too_small"),
        (Method.PCR_POOL, ["an", "an"], "twice_in_tube"),
    ],
)
def test_who_does_not_fit_into_the_tube(cast, method, names, code):
    people = [getattr(cast, name) for name in names]
    with pytest.raises(Refused) as refusal:
        services.take_sample(tube=make_labelled(cast), people=people, method=method, by=cast.sampler)
    assert refusal.value.code == code
    assert not TubeMember.objects.exists()


def test_a_tube_is_used_once(cast):
    tube = make_taken(cast, cast.an)
    with pytest.raises(Refused) as refusal:
        services.take_sample(tube=tube, people=[cast.binh], by=cast.sampler)
    assert refusal.value.code == "already_taken"
    assert tube.code in refusal.value.sentence


def test_sampling_satisfies_the_most_urgent_order_the_method_fits(cast):
    now = cast.now
    (late,) = services.order_tests(
        people=[cast.an], reason=OrderReason.SCREENING, by=SYSTEM_ACTOR, due_at=now + timedelta(days=2)
    )
    (soon,) = services.order_tests(
        people=[cast.an], reason=OrderReason.CONTACT, by=SYSTEM_ACTOR, due_at=now + timedelta(hours=2)
    )
    tube = make_taken(cast, cast.an)
    assert TubeMember.objects.get(tube=tube).order == soon
    states = dict(TestOrder.objects.values_list("pk", "state"))
    assert states == {soon.pk: OrderState.SAMPLED, late.pk: OrderState.OPEN}


def test_a_pool_does_not_satisfy_an_order_for_a_single_test(cast):
    services.order_tests(people=[cast.an], reason=OrderReason.UNPOOL, method=Method.PCR, by=SYSTEM_ACTOR)
    make_taken(cast, cast.an, cast.binh, method=Method.PCR_POOL)
    assert TestOrder.objects.get().state == OrderState.OPEN


def test_people_of_other_wards_are_not_sampled_here(cast):
    with pytest.raises(PermissionDenied):
        services.take_sample(tube=make_labelled(cast), people=[cast.giang], by=cast.sampler)


def test_sampling_in_the_future_is_refused(cast):
    with pytest.raises(Refused) as refusal:
        services.take_sample(
            tube=make_labelled(cast),
            people=[cast.an],
            by=cast.sampler,
            taken_at=cast.now + timedelta(minutes=1),
        )
    assert refusal.value.code == "in_future"


def test_sending_and_receiving_can_be_repeated(cast):
    tube = make_taken(cast, cast.an)
    assert len(services.send_tubes(tubes=[tube], by=cast.sampler)) == 1
    assert services.send_tubes(tubes=[tube], by=cast.sampler) == []
    assert len(services.receive_tubes(tubes=[tube], by=cast.lab)) == 1
    assert services.receive_tubes(tubes=[tube], by=cast.lab) == []
    tube.refresh_from_db()
    assert (tube.state, tube.sent_at, tube.received_at) == ("received", cast.now, cast.now)


def test_another_laboratory_cannot_receive_it(cast):
    tube = make_taken(cast, cast.an)
    with pytest.raises(PermissionDenied):
        services.receive_tubes(tubes=[tube], by=cast.other_lab_user)


def test_an_unsampled_tube_is_not_sent(cast):
    with pytest.raises(Refused) as refusal:
        services.send_tubes(tubes=[make_labelled(cast)], by=cast.sampler)
    assert refusal.value.code == "not_taken"


def test_a_tube_needs_a_laboratory_to_be_sent_to(cast):
    tube = services.label_tube(area=cast.ward_a, by=cast.sampler)
    services.take_sample(tube=tube, people=[cast.an], by=cast.sampler)
    with pytest.raises(Refused) as refusal:
        services.send_tubes(tubes=[tube], by=cast.sampler)
    assert refusal.value.code == "no_laboratory"
    services.send_tubes(tubes=[tube], laboratory=cast.other_lab, by=cast.sampler)
    assert Tube.objects.get().laboratory == cast.other_lab


def test_a_lost_tube_sends_its_people_back_to_sampling(cast):
    services.order_tests(people=[cast.an], reason=OrderReason.CONTACT, by=SYSTEM_ACTOR)
    tube = make_taken(cast, cast.an)
    services.discard_tube(tube=tube, reason="vỡ ống", by=cast.sampler)
    assert Tube.objects.get().state == TubeState.DISCARDED
    assert TestOrder.objects.get().state == OrderState.OPEN
