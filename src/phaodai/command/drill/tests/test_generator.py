"""The synthetic city: same seed, same city; plausible people; noise at the stated rates; a connected
outbreak.
"""

import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phaodai.command.drill.generator import GeneratedCity, generate_city
from phaodai.command.drill.generator.assumptions import DAYS, Noise, assumptions_for
from phaodai.command.drill.generator.ground import NAMED
from phaodai.command.drill.generator.outbreak import AT_HOME, NEVER
from phaodai.command.drill.generator.people import NOBODY
from phaodai.command.drill.generator.routine import DAY_S, NOW_S

CODE = re.compile(r"^\d{12}$")


@cache
def city(people: int = 1000, seed: int = 7) -> GeneratedCity:
    return generate_city(people, seed)


def test_the_same_seed_makes_the_same_city() -> None:
    assert generate_city(1000, 7).digest() == city().digest()


def test_another_seed_makes_another_city() -> None:
    assert generate_city(1000, 8).digest() != city().digest()


@settings(max_examples=6, deadline=None)
@given(people=st.integers(600, 1500), seed=st.integers(0, 10_000))
def test_every_city_holds_together(people: int, seed: int) -> None:
    found = generate_city(people, seed)
    assert len(found.people) == people
    assert found.people.household.max() + 1 == len(found.people.home_address)
    assert found.visits.person.max() < people
    assert found.visits.place.max() < len(found.ground.places)
    low, high = assumptions_for(people).outbreak.infections
    assert low <= len(found.truth.infections) <= high


def test_citizen_codes_are_unique_and_follow_the_rule() -> None:
    people = city().people
    codes = [code for code in people.citizen_code if code]
    assert len(set(codes)) == len(codes)
    for code, year, female in zip(people.citizen_code, people.birth_year, people.is_female, strict=True):
        if code:
            assert CODE.match(code)
            assert int(code[3]) == (2 if year >= 2000 else 0) + int(female)
            assert int(code[4:6]) == year % 100


def test_children_have_neither_code_nor_telephone() -> None:
    people = city().people
    small = np.flatnonzero(people.age < 12).tolist()
    assert small
    assert not any(people.citizen_code[index] or people.phone[index] for index in small)


def test_telephones_are_in_the_block_that_belongs_to_nobody() -> None:
    assert all(phone.startswith("+849000") and len(phone) == 12 for phone in city().people.phone if phone)


def test_homes_have_about_the_sizes_of_the_census() -> None:
    sizes = np.bincount(city(6000, 3).people.household)
    assert 3.3 < sizes.mean() < 3.8
    assert sizes.max() <= 7


def test_named_places_are_there() -> None:
    names = {place.name for place in city().ground.places}
    assert {name for _kind, name, _ward in NAMED} <= names


def test_nobody_is_in_two_places_at_once() -> None:
    visits = city().visits
    order = np.lexsort((visits.start, visits.person))
    same = visits.person[order][1:] == visits.person[order][:-1]
    assert not (same & (visits.start[order][1:] < visits.end[order][:-1])).any()


def test_visits_stay_within_their_day_and_before_the_scenario() -> None:
    visits = city().visits
    assert (visits.end >= visits.start).all()
    assert (visits.end // DAY_S == visits.start // DAY_S).all()
    assert visits.end.max() <= NOW_S
    assert set(visits.day.tolist()) == set(range(DAYS))


def test_pupils_go_to_school_and_workers_to_work() -> None:
    people = city().people
    assert ((people.base == NOBODY) | people.is_pupil | (people.age >= 19)).all()


@pytest.fixture(scope="module")
def noisy() -> GeneratedCity:
    return city(6000, 3)


def test_scans_are_missed_at_the_stated_rate(noisy: GeneratedCity) -> None:
    noise = Noise()
    kinds = np.array([place.kind for place in noisy.ground.places])
    for kind in ("market", "workplace", "shop"):
        happened = (kinds[noisy.visits.place] == kind).sum()
        recorded = (kinds[noisy.records.true_place] == kind).sum()
        stated = noise.missed_scan.get(kind, noise.missed_elsewhere)
        assert abs((1 - recorded / happened) - stated) < 0.02


def test_exits_are_missing_and_places_wrong_at_the_stated_rates(noisy: GeneratedCity) -> None:
    records, noise = noisy.records, Noise()
    assert abs((records.end < 0).mean() - noise.missing_exit) < 0.01
    assert abs((records.place != records.true_place).mean() - noise.wrong_place) < 0.005
    assert abs(records.is_typed.mean() - noise.typed_by_hand) < 0.01


def test_records_keep_their_order_of_times(noisy: GeneratedCity) -> None:
    records = noisy.records
    closed = records.end >= 0
    assert (records.end[closed] >= records.start[closed]).all()
    assert records.start.max() <= NOW_S


def test_client_ids_are_unique(noisy: GeneratedCity) -> None:
    assert len(np.unique(noisy.records.client_id, axis=0)) == len(noisy.records)


def test_every_infection_has_an_earlier_infector() -> None:
    infections = {one.person: one for one in city().truth.infections}
    for one in infections.values():
        if one.infector is None:
            assert one.is_index
        else:
            assert infections[one.infector].infected_at < one.infected_at


def test_who_was_found_stays_at_home_afterwards() -> None:
    found = city()
    for one in found.truth.infections:
        if one.sampled_at != NEVER:
            later = (found.visits.person == one.person) & (found.visits.start >= one.sampled_at)
            assert not later.any()


def test_people_of_one_home_are_true_contacts() -> None:
    found = city()
    homes = found.people.household
    at_home = [(case, contact) for case, contact, place, _s in found.truth.meetings if place == AT_HOME]
    assert at_home
    assert all(homes[case] == homes[contact] for case, contact in at_home)


def test_the_generation_interval_is_plausible() -> None:
    pairs = city(6000, 3).truth.infections
    times = {one.person: one.infected_at for one in pairs}
    gaps = [(one.infected_at - times[one.infector]) / DAY_S for one in pairs if one.infector is not None]
    assert 2.0 < float(np.mean(gaps)) < 8.0
