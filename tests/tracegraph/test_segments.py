"""Sealed days give the rows of the reference: whole, in pieces, late, corrected, merged."""

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tracegraph.generated import PEOPLE, case_periods, moments, policies, visit_lists
from tests.tracegraph.sealed import Register, add, ask, seal
from tracegraph import CasePeriod, LingerPolicy, Visit, trace
from tracegraph.segments.localtime import day_of_number, number_at

many = settings(max_examples=150, deadline=None)


@many
@given(visit_lists(), case_periods(), policies(), st.dictionaries(st.sampled_from(PEOPLE), moments))
def test_sealed_days_agree_with_the_reference(
    visits: list[Visit], case: CasePeriod, policy: LingerPolicy, isolated_at: dict[str, int]
) -> None:
    register = Register.of(visits, PEOPLE)
    with tempfile.TemporaryDirectory() as folder:
        seal(Path(folder), register, visits)
        found = ask(Path(folder), register, [case], policy, tiers=2, isolated_at=isolated_at)
    assert found == trace(visits, [case], policy, tiers=2, isolated_at=isolated_at)


@many
@given(visit_lists(), st.lists(case_periods(), min_size=1, max_size=4), policies())
def test_several_cases_and_periods_agree(
    visits: list[Visit], cases: list[CasePeriod], policy: LingerPolicy
) -> None:
    register = Register.of(visits, PEOPLE)
    with tempfile.TemporaryDirectory() as folder:
        seal(Path(folder), register, visits)
        assert ask(Path(folder), register, cases, policy) == trace(visits, cases, policy)


@many
@given(visit_lists(), visit_lists(), st.data(), case_periods(), policies())
def test_late_uploads_and_corrections_are_as_if_sealed_so(
    early: list[Visit], late: list[Visit], data: st.DataObject, case: CasePeriod, policy: LingerPolicy
) -> None:
    register = Register.of([*early, *late], PEOPLE)
    gone = data.draw(st.lists(st.sampled_from(range(len(early))), unique=True)) if early else []
    left = [visit for number, visit in enumerate(early) if number not in gone] + late
    expected = trace(left, [case], policy, tiers=2)
    with tempfile.TemporaryDirectory() as folder:
        store = seal(Path(folder), register, early)
        add(store, register, late, [early[number] for number in gone])
        assert ask(Path(folder), register, [case], policy, tiers=2) == expected
        for day in store.manifest().days:
            store.compact(day)
        assert ask(Path(folder), register, [case], policy, tiers=2) == expected
        assert all(len(parts) == 1 for parts in store.manifest().days.values())


@many
@given(
    visit_lists(),
    st.dictionaries(st.sampled_from(PEOPLE[1:]), st.just(PEOPLE[0]) | st.just(PEOPLE[1])),
    case_periods(),
    policies(),
)
def test_merged_persons_are_one_without_touching_sealed_days(
    visits: list[Visit], merged: dict[str, str], case: CasePeriod, policy: LingerPolicy
) -> None:
    merged = {alias: person for alias, person in merged.items() if alias != person}
    meant = {name: merged.get(merged.get(name, name), merged.get(name, name)) for name in PEOPLE}
    renamed = [replace(visit, person=meant[visit.person]) for visit in visits]
    register = Register.of(visits, PEOPLE)
    numbers = {register.people[alias]: register.people[person] for alias, person in merged.items()}
    person = meant[case.person]
    with tempfile.TemporaryDirectory() as folder:
        seal(Path(folder), register, visits)
        found = ask(Path(folder), register, [case], policy, tiers=2, merged=numbers)
    assert found == trace(renamed, [replace(case, person=person)], policy, tiers=2)


@given(visit_lists())
def test_deleting_a_day_leaves_the_others(visits: list[Visit]) -> None:
    register = Register.of(visits, PEOPLE)
    with tempfile.TemporaryDirectory() as folder:
        store = seal(Path(folder), register, visits)
        for day in store.manifest().days:
            store.drop_day(day)
            left = [visit for visit in visits if day_of_number(number_at(visit.start)) != day]
            expected = trace(left, [CasePeriod("an", "an", 0, None)], LingerPolicy())
            assert ask(Path(folder), register, [CasePeriod("an", "an", 0, None)], LingerPolicy()) == expected
            break
