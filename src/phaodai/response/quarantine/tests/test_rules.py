"""The law of an order, by example and by generated cases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phaodai.response.quarantine import rules
from phaodai.response.quarantine.rules import Move, OrderFacts, Refusal, RoomState

TABLE = {
    "f0.any.site": {"days": 0, "tests": [], "after_days": 14, "after_tests": []},
    "f1.any.site": {"days": 14, "tests": [1, 7, 14], "after_days": 14, "after_tests": [7]},
    "f1.any.home": {"days": 14, "tests": [1, 7, 14], "after_days": 14, "after_tests": []},
    "f1.full.home": {"days": 7, "tests": [1, 7], "after_days": 7, "after_tests": []},
}
STATES = [rules.DRAFT, rules.CONFIRMED, rules.SIGNED, rules.ENDED, rules.WITHDRAWN]
DAYS = st.dates(date(2021, 1, 1), date(2022, 12, 31))

facts = st.builds(
    OrderFacts,
    state=st.sampled_from(STATES),
    kind=st.sampled_from([rules.QUARANTINE, rules.ISOLATION]),
    contact_state=st.sampled_from(["candidate", "verified", "rejected", "withdrawn", None]),
    contact_tier=st.sampled_from([1, 2, None]),
    case_status=st.sampled_from(["suspected", "confirmed", "discarded", "recovered", None]),
    confirmed_by=st.integers(1, 5),
)


def quarantine(state=rules.DRAFT, **changes):
    base = {"kind": rules.QUARANTINE, "contact_state": "verified", "contact_tier": 1, "confirmed_by": 7}
    return OrderFacts(state=state, **{**base, **changes})


def test_a_candidate_is_not_confirmed():
    assert rules.refusal(Move.CONFIRM, quarantine(contact_state="candidate")) == Refusal.CONTACT_NOT_VERIFIED


def test_a_second_tier_contact_is_not_quarantined():
    assert rules.refusal(Move.CONFIRM, quarantine(contact_tier=2)) == Refusal.CONTACT_NOT_VERIFIED


def test_a_suspected_case_may_be_isolated_but_not_a_discarded_one():
    isolation = OrderFacts(state=rules.DRAFT, kind=rules.ISOLATION, case_status="suspected")
    assert rules.refusal(Move.CONFIRM, isolation) is None
    gone = OrderFacts(state=rules.DRAFT, kind=rules.ISOLATION, case_status="discarded")
    assert rules.refusal(Move.CONFIRM, gone) == Refusal.CASE_NOT_LIVE


def test_whoever_confirmed_does_not_sign():
    order = quarantine(rules.CONFIRMED)
    assert rules.refusal(Move.SIGN, order, actor=7) == Refusal.CONFIRMER_SIGNS
    assert rules.refusal(Move.SIGN, order, actor=8) is None


def test_a_contact_ruled_out_after_confirmation_is_not_signed():
    order = quarantine(rules.CONFIRMED, contact_state="rejected")
    assert rules.refusal(Move.SIGN, order, actor=8) == Refusal.CONTACT_NOT_VERIFIED


@given(facts, st.sampled_from(list(Move)), st.integers(1, 5))
def test_over_is_over_and_no_way_skips_the_health_officer(order, move, actor):
    if rules.refusal(move, order, actor=actor) is not None:
        return
    assert order.state in rules.LIVE
    if rules.state_after(move) == rules.SIGNED:
        assert order.state == rules.CONFIRMED
        assert order.confirmed_by != actor
    if rules.state_after(move) in (rules.CONFIRMED, rules.SIGNED):
        assert rules.missing_ground(order) is None


@given(facts, st.lists(st.tuples(st.sampled_from(list(Move)), st.integers(1, 5)), max_size=8))
def test_any_history_that_reaches_a_signature_passed_both_hands(order, moves):
    state, confirmed_by, passed = rules.DRAFT, None, []
    for move, actor in moves:
        now = replace(order, state=state, confirmed_by=confirmed_by)
        if rules.refusal(move, now, actor=actor) is None:
            state = rules.state_after(move)
            confirmed_by = actor if move is Move.CONFIRM else confirmed_by
            passed.append((move, actor))
    if state in (rules.SIGNED, rules.ENDED):
        signer = next(actor for move, actor in passed if move is Move.SIGN)
        assert signer != confirmed_by


def make(last, ordered, setting="site", vaccination="any", kind=rules.QUARANTINE):
    return rules.make_plan(
        TABLE, kind=kind, vaccination=vaccination, setting=setting, last_exposed_on=last, ordered_on=ordered
    )


def test_fourteen_days_from_the_last_exposure():
    plan = make(date(2021, 9, 10), date(2021, 9, 10))
    assert plan.ends_on == date(2021, 9, 24)
    assert plan.test_days == (date(2021, 9, 11), date(2021, 9, 17), date(2021, 9, 24))
    assert plan.after_tests == (date(2021, 10, 1),)


def test_a_first_test_that_was_missed_falls_on_the_day_of_the_order():
    plan = make(date(2021, 9, 5), date(2021, 9, 14))
    assert plan.test_days == (date(2021, 9, 14), date(2021, 9, 19))


def test_isolation_has_no_last_day():
    plan = make(date(2021, 9, 14), date(2021, 9, 14), kind=rules.ISOLATION)
    assert plan.ends_on is None
    assert plan.test_days == ()


def test_vaccinated_without_a_row_of_their_own_follow_the_general_row():
    assert make(date(2021, 9, 10), date(2021, 9, 10), "site", "full").row == "f1.any.site"
    assert make(date(2021, 9, 10), date(2021, 9, 10), "home", "full").days == 7


def test_an_unknown_row_is_an_error():
    with pytest.raises(LookupError):
        rules.schedule_key({}, rules.QUARANTINE, "any", "site")


@given(DAYS, st.integers(0, 30), st.lists(st.integers(1, 21), min_size=1, max_size=5), st.integers(7, 21))
def test_tests_lie_between_the_order_and_its_end(last, delay, offsets, days):
    ordered, ends = last + timedelta(days=delay), last + timedelta(days=days)
    found = rules.test_days(offsets, last, ordered, ends)
    assert list(found) == sorted(set(found))
    assert all(ordered <= day <= ends for day in found)
    on_time = {last + timedelta(days=n) for n in offsets if ordered <= last + timedelta(days=n) <= ends}
    assert on_time <= set(found)


def test_release_needs_days_and_negatives():
    day = date(2021, 9, 24)
    tests = [date(2021, 9, 11), date(2021, 9, 17), day]
    one, today = [date(2021, 9, 12)], date(2021, 9, 20)
    unmet = rules.unmet_quarantine(ends_on=day, test_days=tests, negative_on=one, today=today)
    assert (unmet.days_left, unmet.tests_missing) == (4, (date(2021, 9, 17), day))
    met = rules.unmet_quarantine(
        ends_on=day, test_days=tests, negative_on=[date(2021, 9, 11), date(2021, 9, 18), day], today=day
    )
    assert met.is_met


@given(st.lists(DAYS, max_size=4, unique=True), st.lists(DAYS, max_size=6), DAYS)
def test_more_negatives_never_make_release_harder(tests, negatives, today):
    tests = sorted(tests)
    few = rules.unmet_quarantine(ends_on=None, test_days=tests, negative_on=negatives[:2], today=today)
    many = rules.unmet_quarantine(ends_on=None, test_days=tests, negative_on=negatives, today=today)
    assert set(many.tests_missing) <= set(few.tests_missing)


def test_isolation_lasts_until_the_case_is_closed():
    assert not rules.unmet_isolation("confirmed").is_met
    assert rules.unmet_isolation("recovered").is_met


def test_only_close_kinds_or_high_scores_get_a_draft_before_verification():
    threshold = {"kinds": ["household", "declared"], "score": 0.6}
    assert rules.deserves_draft(["copresence", "household"], 0.1, threshold)
    assert rules.deserves_draft(["copresence"], 0.6, threshold)
    assert not rules.deserves_draft(["copresence", "workplace"], 0.59, threshold)


rooms = st.lists(
    st.builds(
        RoomState,
        room_id=st.integers(1, 9),
        beds=st.integers(1, 6),
        taken=st.frozensets(st.integers(1, 6), max_size=6),
        groups=st.frozensets(st.sampled_from(["case:1", "case:2", "f0"]), max_size=2),
    ),
    max_size=6,
    unique_by=lambda room: room.room_id,
)


@given(rooms, st.sampled_from(["case:1", "case:2", "f0"]))
def test_nobody_is_put_beside_another_group_or_into_a_taken_bed(states, group):
    found = rules.pick_bed(states, group)
    fitting = [room for room in states if room.free and rules.may_share(room, group)]
    assert (found is None) == (not fitting)
    if found:
        room = next(room for room in states if room.room_id == found[0])
        assert found[1] in room.free
        assert room.groups <= {group}


def test_one_joins_the_own_group_before_opening_a_new_room():
    mine = RoomState(2, 4, frozenset({1}), frozenset({"case:1"}))
    empty = RoomState(1, 2)
    assert rules.pick_bed([empty, mine], "case:1") == (2, 2)
    assert rules.exposure_group(rules.ISOLATION, 5) == "f0"
    assert rules.exposure_group(rules.QUARANTINE, 5) == "case:5"


def test_a_plan_is_over_after_its_last_day():
    plan = make(date(2021, 9, 1), date(2021, 9, 14))
    assert not rules.is_over(plan, date(2021, 9, 15))
    assert rules.is_over(plan, date(2021, 9, 16))
