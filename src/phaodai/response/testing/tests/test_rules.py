"""The rules, as an epidemiologist would say them."""

from datetime import datetime, timedelta

import pytest

from phaodai.core.clock import TZ
from phaodai.response.testing import rules
from phaodai.response.testing.rules import TubeFact
from phaodai.response.testing.terms import Method, OrderReason, ResultValue, Standing, TubeState


def at(hour: int, minute: int = 0, day: int = 14) -> datetime:
    return datetime(2021, 9, day, hour, minute, tzinfo=TZ)


def test_a_positive_pool_makes_nobody_positive():
    assert rules.meaning_of(Method.PCR_POOL, ResultValue.POSITIVE) == Standing.WAITING_UNPOOL
    assert not rules.is_evidence(Method.PCR_POOL, ResultValue.POSITIVE)
    assert rules.follow_up_of(Method.PCR_POOL, ResultValue.POSITIVE) == OrderReason.UNPOOL


def test_a_positive_antigen_test_is_a_suspicion_that_has_to_be_confirmed():
    assert rules.meaning_of(Method.ANTIGEN, ResultValue.POSITIVE) == Standing.SUSPECTED
    assert rules.is_evidence(Method.ANTIGEN, ResultValue.POSITIVE)
    assert not rules.confirms(Method.ANTIGEN, ResultValue.POSITIVE)
    assert rules.follow_up_of(Method.ANTIGEN, ResultValue.POSITIVE) == OrderReason.CONFIRM_ANTIGEN


def test_a_single_pcr_confirms():
    assert rules.confirms(Method.PCR, ResultValue.POSITIVE)
    assert rules.follow_up_of(Method.PCR, ResultValue.POSITIVE) is None


@pytest.mark.parametrize("method", Method.values)
@pytest.mark.parametrize("value", [ResultValue.INDETERMINATE, ResultValue.INVALID])
def test_a_sample_without_an_answer_is_taken_again(method, value):
    assert rules.meaning_of(method, value) == Standing.AGAIN
    assert rules.follow_up_of(method, value) == OrderReason.RETEST


@pytest.mark.parametrize("method", Method.values)
def test_negative_is_negative_by_any_method(method):
    assert rules.meaning_of(method, ResultValue.NEGATIVE) == Standing.NEGATIVE


def test_every_result_has_a_meaning():
    for method in Method.values:
        for value in ResultValue.values:
            assert rules.meaning_of(method, value) in Standing


def test_nothing_leaves_the_last_states():
    for state in (TubeState.RESULTED, TubeState.DISCARDED):
        assert not any(rules.may_move(state, to) for to in TubeState.values)


def test_no_result_without_a_sample():
    assert not rules.may_move(TubeState.LABELLED, TubeState.RESULTED)


def test_a_result_is_due_the_same_local_day():
    assert rules.due_at(at(8), 22) == at(22)
    assert rules.due_at(at(21, 59), 22) == at(22)


def test_a_sample_of_the_night_is_due_the_next_day():
    assert rules.due_at(at(22), 22) == at(22, day=15)
    assert rules.due_at(at(23, 50), 24) == at(0, day=15)


def test_turnaround_is_unknown_while_either_end_is():
    assert rules.turnaround(at(8), at(15, 30)) == timedelta(hours=7, minutes=30)
    assert rules.turnaround(None, at(15)) is None
    assert rules.turnaround(at(8), None) is None


def test_known_moments_follow_each_other():
    assert rules.are_forward(at(8), None, at(9), at(9))
    assert not rules.are_forward(at(9), None, at(8))


@pytest.mark.parametrize(
    ("method", "size", "fault"),
    [
        (Method.PCR, 0, "empty"),
        (Method.PCR, 1, ""),
        (Method.PCR, 2, "not_single"),
        (Method.ANTIGEN, 2, "not_single"),
        (Method.PCR_POOL, 1, "too_small"),
        (Method.PCR_POOL, 2, ""),
        (Method.PCR_POOL, 10, ""),
        (Method.PCR_POOL, 11, "too_large"),
    ],
)
def test_how_many_people_fit_into_a_tube(method, size, fault):
    assert rules.pool_fault(method, size, 2, 10) == fault


def test_persons_are_counted_once():
    results = [
        (Method.PCR, ResultValue.POSITIVE, 1),
        (Method.PCR, ResultValue.NEGATIVE, 1),
        (Method.PCR_POOL, ResultValue.NEGATIVE, 8),
        (Method.PCR_POOL, ResultValue.POSITIVE, 5),  # counts through its singles
        (Method.PCR, ResultValue.INVALID, 1),
    ]
    assert rules.counted_persons(results) == 10


def test_a_single_pcr_satisfies_any_order_a_pool_only_its_own():
    assert Method.ANTIGEN in rules.methods_satisfied_by(Method.PCR)
    assert rules.methods_satisfied_by(Method.PCR_POOL) == {Method.PCR_POOL}


def test_somebody_without_tubes_is_untested_or_ordered():
    assert rules.person_status([]).standing == Standing.UNTESTED
    assert rules.person_status([], at(7)).standing == Standing.ORDERED


def test_who_is_in_a_positive_pool_waits_to_be_unpooled_although_an_order_is_open():
    pool = TubeFact("M-1", Method.PCR_POOL, at(8), ResultValue.POSITIVE, at(13))
    status = rules.person_status([pool], ordered_at=at(13))
    assert (status.standing, status.at, status.is_waiting) == (Standing.WAITING_UNPOOL, at(13), True)


def test_the_latest_tube_speaks_and_the_last_conclusion_is_kept_beside_it():
    negative = TubeFact("M-1", Method.PCR, at(8, day=12), ResultValue.NEGATIVE, at(15, day=12))
    pending = TubeFact("M-2", Method.PCR, at(9), due_at=at(22))
    status = rules.person_status([pending, negative])
    assert (status.standing, status.tube_code, status.due_at) == (Standing.PENDING, "M-2", at(22))
    assert status.before is not None
    assert status.before.standing == Standing.NEGATIVE


def test_a_single_after_the_pool_settles_it():
    pool = TubeFact("M-1", Method.PCR_POOL, at(8), ResultValue.POSITIVE, at(13))
    single = TubeFact("M-2", Method.PCR, at(14), ResultValue.NEGATIVE, at(17))
    status = rules.person_status([single, pool])
    assert (status.standing, status.before) == (Standing.NEGATIVE, None)
