"""Likely sources: what must hold of the probabilities, on small examples and on generated ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracegraph.sources import DatedCase, SerialInterval, likely_sources

NAMES = ("F0", "F1", "F2", "F3", "F4", "F5")


@st.composite
def outbreaks(draw: st.DrawFn) -> list[DatedCase]:
    cases = []
    for name in NAMES[: draw(st.integers(1, 6))]:
        exposures = draw(st.dictionaries(st.sampled_from(NAMES), st.floats(0.001, 0.999), max_size=5))
        traced = draw(st.just("") | st.sampled_from(NAMES))
        imported = draw(st.booleans()) and not traced
        cases.append(DatedCase(name, draw(st.integers(0, 40)), exposures, traced, imported))
    return cases


@given(outbreaks())
def test_every_case_is_explained_to_the_whole(cases: list[DatedCase]) -> None:
    found = likely_sources(cases)
    assert 0 <= found.outside_share <= 1
    for one in found.cases:
        total = sum(reason.probability for reason in one.reasons) + one.others + one.outside
        assert total == pytest.approx(1)
        assert len(one.reasons) <= 3
        assert [reason.probability for reason in one.reasons] == sorted(
            (reason.probability for reason in one.reasons), reverse=True
        )


@given(outbreaks())
def test_nobody_is_infected_by_somebody_never_met_nor_by_themselves(cases: list[DatedCase]) -> None:
    for case, one in zip(cases, likely_sources(cases).cases, strict=True):
        if not one.is_settled:
            assert {reason.case for reason in one.reasons} <= set(case.exposures) - {case.case}


@given(outbreaks(), st.permutations(range(6)))
def test_the_order_of_the_cases_says_nothing(cases: list[DatedCase], order: list[int]) -> None:
    shuffled = [cases[at] for at in order if at < len(cases)]
    one, other = likely_sources(cases), likely_sources(shuffled)
    assert one.outside_share == pytest.approx(other.outside_share)
    likely = {source.case: [reason.case for reason in source.reasons] for source in other.cases}
    assert {source.case: [reason.case for reason in source.reasons] for source in one.cases} == likely


def test_the_longer_meeting_and_the_fitting_days_come_first() -> None:
    cases = [
        DatedCase("long", 10),
        DatedCase("short", 10),
        DatedCase("late", 14),
        DatedCase("An", 14, {"long": 0.8, "short": 0.2, "late": 0.8}),
    ]
    an = likely_sources(cases).cases[3]
    assert [reason.case for reason in an.reasons] == ["long", "late", "short"]
    assert [reason.days for reason in an.reasons] == [4, 0, 4]


def test_a_traced_link_is_held_fixed_and_an_imported_case_has_no_infector() -> None:
    cases = [
        DatedCase("F0", 1, is_imported=True),
        DatedCase("F1", 5, {"F0": 0.1, "X": 0.9}, traced_to="F0"),
        DatedCase("X", 1),
    ]
    f0, f1, x = likely_sources(cases).cases
    assert (f0.outside, f0.reasons) == (1.0, ())
    assert [(reason.case, reason.probability) for reason in f1.reasons] == [("F0", 1.0)]
    assert x.is_unlinked
    assert not f0.is_unlinked


def test_unlinked_cases_are_a_queue() -> None:
    cases = [DatedCase("F0", 1), DatedCase("F1", 5, {"F0": 0.5}), DatedCase("far", 90, {"F0": 0.9})]
    assert likely_sources(cases).unlinked() == ["F0", "far"]


def test_more_cases_with_infectors_make_outside_less_likely() -> None:
    def share(linked: int) -> float:
        cases = [DatedCase("F0", 1), *(DatedCase(f"C{n}", 5, {"F0": 0.6}) for n in range(linked))]
        return likely_sources(cases).outside_share

    assert share(20) < share(3) < share(0) == 1


def test_the_interval_is_a_distribution_over_its_reach() -> None:
    interval = SerialInterval()
    days = range(interval.earliest, interval.latest + 1)
    assert sum(interval.share(day) for day in days) == pytest.approx(1)
    assert interval.share(interval.latest + 1) == interval.share(interval.earliest - 1) == 0
    assert max(days, key=interval.share) == 4


def test_no_cases_no_sources() -> None:
    assert likely_sources([]).cases == ()
