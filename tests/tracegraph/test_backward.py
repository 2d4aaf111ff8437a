"""Place-days, people and clusters, against counting by hand."""

import math
import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

from bench.clusters import measure
from tests.tracegraph.generated import PEOPLE, moments, visit_lists
from tests.tracegraph.sealed import LEDGER, Register, add, seal
from tracegraph import CasePeriod, LingerPolicy, Visit, trace
from tracegraph.meetings import closed, cut_to_period
from tracegraph.segments.backward import clusters, excess, place_days, sources
from tracegraph.segments.localtime import day_number, day_of_number, midnight, number_at
from tracegraph.segments.queries import Engine, SubjectPeriod
from tracegraph.segments.reading import Reader
from tracegraph.segments.sealing import Store

POLICY = LingerPolicy(open_default_s=5)
CASES = PEOPLE[:3]


def engine_of(folder: Path, register: Register) -> Engine:
    return Engine(Reader(folder, LEDGER).current, POLICY, register.kinds_of_places())


def windows_of(register: Register, begin: int) -> list[SubjectPeriod]:
    return [SubjectPeriod(register.people[name], begin) for name in CASES]


def stays_by_hand(visits: list[Visit], begin: int) -> list[tuple[str, str, int]]:
    """Case, place and day of each stay inside the window."""
    found = []
    for visit in visits:
        stay = cut_to_period(closed(visit, POLICY), CasePeriod("", "", begin, None))
        if visit.person in CASES and stay is not None:
            found.append((visit.person, visit.place, number_at(stay.start)))
    return found


@settings(max_examples=80, deadline=None)
@given(visit_lists(), visit_lists(), moments)
def test_place_days_are_counted_and_weighed(early: list[Visit], late: list[Visit], begin: int) -> None:
    visits = early + late
    register = Register.of(visits, PEOPLE)
    with tempfile.TemporaryDirectory() as folder:
        add(seal(Path(folder), register, early), register, late)
        found = place_days(engine_of(Path(folder), register), windows_of(register, begin))
    stays = stays_by_hand(visits, begin)
    cases: dict[tuple[int, int], set[str]] = defaultdict(set)
    for case, place, day in stays:
        cases[register.places[place], day].add(case)
    traffic = [(register.places[visit.place], number_at(visit.start)) for visit in visits]
    assert {(one.place, day_number(one.day)): one.cases for one in found} == {
        key: len(names) for key, names in cases.items()
    }
    for one in found:
        day = day_number(one.day)
        assert one.visits == traffic.count((one.place, day))
        on_day = sum(number == day for _, number in traffic)
        chance = one.visits * sum(number == day for *_, number in stays) / max(on_day, 1)
        assert one.expected == pytest.approx(chance)
    assert [one.llr for one in found] == sorted((one.llr for one in found), reverse=True)


@settings(max_examples=80, deadline=None)
@given(visit_lists(), moments)
def test_people_are_ranked_by_the_cases_they_met(visits: list[Visit], begin: int) -> None:
    register = Register.of(visits, PEOPLE)
    with tempfile.TemporaryDirectory() as folder:
        seal(Path(folder), register, visits)
        found = sources(engine_of(Path(folder), register), windows_of(register, begin))
    met: dict[int, set[str]] = defaultdict(set)
    for contact in trace(visits, [CasePeriod(name, name, begin, None) for name in CASES], POLICY):
        met[register.people[contact.person]].add(contact.case)
    assert {one.person: one.cases for one in found} == {person: len(cases) for person, cases in met.items()}


@settings(max_examples=80, deadline=None)
@given(visit_lists(), moments)
def test_clusters_are_places_with_enough_cases(visits: list[Visit], begin: int) -> None:
    register = Register.of(visits, PEOPLE)
    with tempfile.TemporaryDirectory() as folder:
        seal(Path(folder), register, visits)
        engine = engine_of(Path(folder), register)
        found = clusters(engine, windows_of(register, begin), at_least=2, within_days=2)
    cases: dict[int, set[str]] = defaultdict(set)
    for case, place, _day in stays_by_hand(visits, begin):
        cases[register.places[place]].add(case)
    # All generated visits lie within two days, so the window is the whole.
    assert {one.place: len(one.cases) for one in found} == {
        place: len(names) for place, names in cases.items() if len(names) >= 2
    }


def test_the_window_of_a_cluster_slides(tmp_path: Path) -> None:
    noon = midnight(day_number(date(2021, 9, 1))) + 43_200
    days = {"an": (0, 6), "binh": (3,), "chi": (7,)}
    visits = [
        Visit(name, "cho", "market", noon + day * 86_400, noon + day * 86_400 + 60)
        for name, several in days.items()
        for day in several
    ]
    register = Register.of(visits)
    seal(tmp_path, register, visits)
    (one,) = clusters(engine_of(tmp_path, register), windows_of(register, 0), at_least=2, within_days=2)
    assert (one.first_day, one.last_day, one.cases) == (date(2021, 9, 7), date(2021, 9, 8), (0, 2))
    assert clusters(engine_of(tmp_path, register), windows_of(register, 0), at_least=3, within_days=2) == []


def test_the_excess_is_the_log_likelihood_ratio_and_never_below_zero() -> None:
    found = excess(np.array([8.0, 2.0, 3.0, 0.0]), np.array([2.0, 2.0, 5.0, 0.0]))
    assert found.tolist() == [round(8 * math.log(4) - 6, 9), 0.0, 0.0, 0.0]


def test_no_days_no_answers(tmp_path: Path) -> None:
    Store(tmp_path, LEDGER).drop_day(day_of_number(18_000))
    engine = Engine(Reader(tmp_path, LEDGER).current, POLICY, Register.of([]).kinds_of_places())
    assert place_days(engine, [SubjectPeriod(1, 0)]) == []
    assert sources(engine, [SubjectPeriod(1, 0)]) == []
    assert clusters(engine, [SubjectPeriod(1, 0)], at_least=1, within_days=1) == []


def test_planted_clusters_are_found_by_excess_before_they_are_by_count() -> None:
    found = measure()
    assert [found[size]["by_excess"] <= found[size]["by_count"] for size in (3, 5, 8, 15)] == [True] * 4
    assert found[5]["by_excess"] <= 3
    assert found[8]["by_excess"] == found[15]["by_excess"] == 1
