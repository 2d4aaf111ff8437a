"""The reference on generated cases: against a count of seconds, and by what must never break."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.tracegraph.generated import PEOPLE, case_periods, moments, policies, visit_lists
from tests.tracegraph.oracle import Totals, candidates
from tracegraph import CasePeriod, Contact, LingerPolicy, Visit, trace

ALWAYS = 0


def totals(found: list[Contact]) -> dict[str, Totals]:
    return {one.person: Totals(one.visits, one.direct_s, one.linger_s) for one in found}


@given(visit_lists(), case_periods(), policies())
def test_first_tier_agrees_with_counting_seconds(
    visits: list[Visit], case: CasePeriod, policy: LingerPolicy
) -> None:
    assert totals(trace(visits, [case], policy)) == candidates(visits, case, policy)


@given(visit_lists(), case_periods(), policies(), st.dictionaries(st.sampled_from(PEOPLE), moments))
def test_second_tier_agrees_with_counting_seconds(
    visits: list[Visit], case: CasePeriod, policy: LingerPolicy, isolated_at: dict[str, int]
) -> None:
    found = trace(visits, [case], policy, tiers=2, isolated_at=isolated_at)
    first = [one for one in found if one.tier == 1]

    expected: dict[str, Totals] = {}
    for via in first:
        period = CasePeriod(case.case, via.person, via.first_at, isolated_at.get(via.person))
        for person, met in candidates(visits, period, policy).items():
            if person not in {case.person, *(one.person for one in first)}:
                so_far = expected.get(person, Totals(0, 0, 0))
                expected[person] = Totals(*map(sum, zip(so_far, met, strict=True)))

    assert totals([one for one in found if one.tier == 2]) == expected


@given(visit_lists(), st.permutations(range(14)), case_periods(), policies())
def test_the_order_of_the_rows_says_nothing(
    visits: list[Visit], order: list[int], case: CasePeriod, policy: LingerPolicy
) -> None:
    shuffled = [visits[at] for at in order if at < len(visits)] + visits[14:]
    assert trace(shuffled, [case], policy, tiers=2) == trace(visits, [case], policy, tiers=2)


@given(visit_lists(), policies())
def test_time_together_is_the_same_from_both_sides(visits: list[Visit], policy: LingerPolicy) -> None:
    cases = [CasePeriod(person, person, ALWAYS, None) for person in PEOPLE]
    found = {(one.case, one.person): one for one in trace(visits, cases, policy.with_linger(0))}
    for (case, person), contact in found.items():
        other = found[person, case]
        assert (other.visits, other.direct_s) == (contact.visits, contact.direct_s)


@given(visit_lists(), case_periods(), policies(), st.integers(0, 10))
def test_more_linger_time_loses_nobody_and_lowers_no_score(
    visits: list[Visit], case: CasePeriod, policy: LingerPolicy, more: int
) -> None:
    less = {one.person: one for one in trace(visits, [case], policy.with_linger(3))}
    longer = {one.person: one for one in trace(visits, [case], policy.with_linger(3 + more))}
    for person, contact in less.items():
        assert longer[person].linger_s >= contact.linger_s
        assert longer[person].direct_s == contact.direct_s
        assert longer[person].score >= contact.score


@given(visit_lists(), case_periods(), policies(), moments)
def test_a_shorter_infectious_period_adds_no_time_together(
    visits: list[Visit], case: CasePeriod, policy: LingerPolicy, isolated: int
) -> None:
    whole = totals(trace(visits, [case], policy.with_linger(0)))
    ends = [at for at in (case.infectious_to, isolated) if at is not None]
    shorter = totals(trace(visits, [replace(case, infectious_to=min(ends))], policy.with_linger(0)))
    assert set(shorter) <= set(whole)
    assert all(shorter[person].direct_s <= whole[person].direct_s for person in shorter)


@given(visit_lists(), case_periods(), policies(), st.integers(1, 11))
def test_cutting_a_visit_in_two_keeps_the_time_together(
    visits: list[Visit], case: CasePeriod, policy: LingerPolicy, at: int
) -> None:
    pieces = [piece for visit in visits for piece in cut(visit, at)]
    whole = totals(trace(visits, [case], policy.with_linger(0)))
    cut_up = totals(trace(pieces, [case], policy.with_linger(0)))
    assert {person: one.direct_s for person, one in cut_up.items()} == {
        person: one.direct_s for person, one in whole.items()
    }


def cut(visit: Visit, at: int) -> list[Visit]:
    middle = visit.start + at
    if visit.end is None or middle >= visit.end:
        return [visit]
    return [replace(visit, end=middle), replace(visit, start=middle)]


@given(visit_lists(), case_periods(), policies())
def test_scores_lie_between_nothing_and_one_and_order_the_list(
    visits: list[Visit], case: CasePeriod, policy: LingerPolicy
) -> None:
    scores = [one.score for one in trace(visits, [case], policy)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


@given(visit_lists(), case_periods(), policies())
def test_the_path_explains_the_row(visits: list[Visit], case: CasePeriod, policy: LingerPolicy) -> None:
    for contact in trace(visits, [case], policy, tiers=2):
        assert contact.path[0] == {"case": contact.case}
        assert contact.path[-1] == {"person": contact.person}
        assert len(contact.path) == 1 + 2 * contact.tier
        assert contact.path[-2]["direct_s"] <= contact.direct_s
        assert contact.first_at <= contact.last_at


def test_a_person_named_twice_as_case_with_touching_periods_counts_once() -> None:
    visits = [Visit("an", "cho", "market", 0, 100), Visit("binh", "cho", "market", 0, 100)]
    cases = [CasePeriod("an", "an", 0, 50), CasePeriod("an", "an", 50, 70), CasePeriod("an", "an", 60, 90)]
    (contact,) = trace(visits, cases, LingerPolicy())
    assert (contact.visits, contact.direct_s) == (1, 90)
