"""Limits, clocks, signatures and pauses, on generated cases."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from phaodai.core.gateway.rules.limits import Limit, refill, take
from phaodai.core.gateway.rules.retries import RetryRule, is_dead, is_to_be_disabled, pause
from phaodai.core.gateway.rules.signature import is_genuine, sign
from phaodai.core.gateway.rules.skew import ClockRule, Standing, read_client_time, read_clock

NOW = datetime(2021, 9, 14, 9, 0, tzinfo=UTC)
LIMITS = st.builds(Limit, st.floats(0.5, 6000), st.integers(1, 500))
STEPS = st.lists(st.floats(0, 30), min_size=1, max_size=80)


@given(LIMITS, STEPS)
def test_nobody_gets_more_than_the_burst_and_what_time_gives(limit, steps):
    left, let_in, passed = float(limit.burst), 0, 0.0
    for step in steps:
        passed += step
        taken, left = take(left, step, limit)
        let_in += taken.is_allowed
        assert 0 <= left <= limit.burst
        assert taken.remaining <= taken.limit
    assert let_in <= limit.burst + passed * limit.per_second + 1e-6


@given(LIMITS, st.floats(0, 0.999))
def test_whoever_waits_as_told_is_let_in(limit, left):
    taken, left = take(left, 0, limit)
    assert not taken.is_allowed
    assert take(left, taken.retry_after_s, limit)[0].is_allowed
    assert refill(left, taken.full_in_s, limit) >= limit.burst - 1e-6


def test_a_clock_that_went_back_takes_nothing():
    assert refill(3, -100, Limit(60, 10)) == 3


RULE = ClockRule(notice_s=30, correct_s=120, refuse_s=43_200)


@given(st.integers(-200_000, 200_000), st.sampled_from(["correct", "flag"]))
def test_every_difference_has_one_standing_and_only_correction_moves_times(skew_s, mode):
    rule = ClockRule(30, 120, 43_200, mode)
    reading = read_clock(NOW + timedelta(seconds=skew_s), NOW, rule)
    moved = reading.as_kept(NOW) != NOW
    assert reading.skew_s == skew_s
    assert moved == (reading.standing == Standing.CORRECTED)
    assert reading.is_noted == (120 < abs(skew_s) <= 43_200)
    assert (reading.standing == Standing.REFUSED) == (abs(skew_s) > 43_200)
    if moved:
        assert reading.as_kept(NOW + timedelta(seconds=skew_s)) == NOW


def test_the_bounds_themselves_belong_to_the_milder_side():
    def standing(seconds):
        return read_clock(NOW + timedelta(seconds=seconds), NOW, RULE).standing

    found = [standing(n) for n in (0, 30, 31, 120, 121, 43_200, 43_201)]
    assert found == ["good", "good", "notice", "notice", "corrected", "corrected", "refused"]


@given(st.text(max_size=60))
def test_any_text_as_time_is_a_time_or_nothing(text):
    found = read_client_time(text)
    assert found is None or found.tzinfo is not None


def test_a_time_needs_its_offset():
    assert read_client_time("2021-09-14T09:00:00") is None
    assert read_client_time(" 2021-09-14T16:00:00+07:00 ") == NOW


SECRETS = st.text(min_size=1, max_size=40)


@given(SECRETS, SECRETS, st.binary(max_size=200), st.integers(0, 2**33), st.integers(-400, 400))
def test_a_signature_holds_for_its_body_secret_and_time_only(secret, other, body, at, late):
    header = sign([secret], at, body)
    assert is_genuine(header, secret, body, at + late) == (abs(late) <= 300)
    assert not is_genuine(header, secret, body + b"x", at)
    assert is_genuine(header, other, body, at) == (other == secret)
    assert not is_genuine(header.replace("t=", "t=1"), secret, body, at)


@given(st.lists(SECRETS, min_size=1, max_size=3), st.binary(max_size=50))
def test_while_a_secret_is_replaced_both_check(secrets, body):
    header = sign(secrets, 1000, body)
    assert all(is_genuine(header, secret, body, 1000) for secret in secrets)


@given(st.text(max_size=80))
def test_any_header_is_genuine_or_not_and_never_a_fault(header):
    assert not is_genuine(header, "secret", b"{}", 0)


RETRY = RetryRule(first_s=60, cap_s=21_600, attempts=12, disable_after_hours=72)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pauses_grow_up_to_the_cap_and_are_spread(attempts, chance):
    wait = pause(attempts, RETRY, chance).total_seconds()
    assert 30 <= wait <= 21_600
    assert pause(attempts + 1, RETRY, chance).total_seconds() >= wait
    assert pause(attempts, RETRY, 0) <= pause(attempts, RETRY, chance)


def test_the_end_of_trying():
    assert [is_dead(n, RETRY) for n in (1, 11, 12)] == [False, False, True]
    assert not is_to_be_disabled(None, NOW, RETRY)
    assert not is_to_be_disabled(NOW - timedelta(hours=71), NOW, RETRY)
    assert is_to_be_disabled(NOW - timedelta(hours=72), NOW, RETRY)
