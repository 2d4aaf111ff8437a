"""Where it began: place-days and people ranked by how much more of the cases they saw than chance explains.

Raw counts find the railway station. Each place-day is held against its own traffic instead: with ``k`` cases there,
``n`` of the day's ``N`` visits, and ``K`` visits by cases on that day (within the windows in which they caught it),
chance expects ``n·K/N`` cases, and the Poisson log-likelihood ratio is ``k·ln(k/expected) − (k − expected)`` where
``k`` exceeds it, else 0 (Kulldorff 1997, the scan statistic's unit). It ranks; it proves nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tracegraph.segments import kernels, shapes
from tracegraph.segments.frames import Ints
from tracegraph.segments.localtime import DAY_S, day_number, day_of_number, number_at
from tracegraph.segments.queries import Engine, SubjectPeriod

DIGITS = 9
LOCAL_OFFSET_S = shapes.OFFSET_S


@dataclass(frozen=True)
class PlaceDay:
    """A place on one local day: ``cases`` different cases among its ``visits``, against ``expected``."""

    place: int
    day: date
    cases: int
    visits: int
    expected: float
    llr: float


@dataclass(frozen=True)
class Source:
    """Somebody who met ``cases`` different cases in the windows, with ``visits`` of their own, against ``expected``."""

    person: int
    cases: int
    visits: int
    expected: float
    llr: float


@dataclass(frozen=True)
class Cluster:
    """``cases`` (positions in the list asked about) that were at one place within a window of days."""

    place: int
    first_day: date
    last_day: date
    cases: tuple[int, ...]


def excess(cases: NDArray[np.float64], expected: NDArray[np.float64]) -> NDArray[np.float64]:
    """The Poisson log-likelihood ratio of ``cases`` against ``expected``, 0 where there are no more than expected."""
    more = (cases > expected) & (expected > 0)
    safe = np.where(more, expected, 1.0)
    found = np.where(more, cases * np.log(np.where(more, cases, 1.0) / safe) - (cases - safe), 0.0)
    return np.asarray(np.round(found, DIGITS))


def place_days(engine: Engine, windows: Sequence[SubjectPeriod], limit: int = 50) -> list[PlaceDay]:
    """Place-days ranked by excess, best first. ``windows``: one for each case, when it can have been infected.

    Raises `BrokenDay` when a day in a window cannot be read.
    """
    stays = engine.stays(windows)
    if not len(stays):
        return []
    days = (stays[:, 2] + LOCAL_OFFSET_S) // DAY_S
    keys, cases = _distinct(days, stays[:, 1], stays[:, 0])
    visits = kernels.traffic(engine.days, keys[:, 1].copy(), keys[:, 0].copy(), False)
    expected = visits * _share_of_cases(engine, days, keys[:, 0])
    llr = excess(cases.astype(np.float64), expected)
    order = np.lexsort((keys[:, 0], keys[:, 1], -llr))[:limit]
    return [
        PlaceDay(
            int(keys[at, 1]), day_of_number(keys[at, 0]), int(cases[at]), int(visits[at]),
            float(expected[at]), float(llr[at]),
        )
        for at in order
    ]  # fmt: skip


def sources(engine: Engine, windows: Sequence[SubjectPeriod], limit: int = 50) -> list[Source]:
    """People ranked by how many of the cases they met, against the traffic of their own. Cases are among them."""
    people, begins, untils = engine.columns(windows)
    pairs = kernels.meetings(engine.days, engine.rules, engine.aliases, people, begins, untils)
    if not len(pairs):
        return []
    keys, cases = _distinct(pairs[:, 1], np.zeros_like(pairs[:, 1]), pairs[:, 0])
    numbers = keys[:, 0].copy()
    visits = _visits_of_people(engine, numbers, int(begins.min()), int(untils.max()))
    expected = visits * (cases.sum() / max(visits.sum(), 1))
    llr = excess(cases.astype(np.float64), expected)
    order = np.lexsort((numbers, -llr))[:limit]
    return [
        Source(int(numbers[at]), int(cases[at]), int(visits[at]), float(expected[at]), float(llr[at]))
        for at in order
    ]


def clusters(
    engine: Engine, windows: Sequence[SubjectPeriod], *, at_least: int, within_days: int
) -> list[Cluster]:
    """Places where ``at_least`` different cases were within ``within_days`` days; the largest window of each place."""
    stays = engine.stays(windows)
    if not len(stays):
        return []
    days = (stays[:, 2] + LOCAL_OFFSET_S) // DAY_S
    visits = np.unique(np.stack([stays[:, 1], days, stays[:, 0]], axis=1), axis=0)
    places, starts = np.unique(visits[:, 0], return_index=True)
    found = [
        _largest(int(place), rows[:, 1:], within_days)
        for place, rows in zip(places, np.split(visits, starts[1:]), strict=True)
    ]
    large = [one for one in found if len(one.cases) >= at_least]
    return sorted(large, key=lambda one: (-len(one.cases), one.place))


def _largest(place: int, rows: Ints, within: int) -> Cluster:
    """The window of ``within`` days with the most cases, the earliest among equals. ``rows``: day, case."""
    best: tuple[int, ...] = ()
    for day in np.unique(rows[:, 0]):
        inside = (rows[:, 0] >= day) & (rows[:, 0] < day + within)
        cases = tuple(np.unique(rows[inside, 1]).tolist())
        if len(cases) > len(best):
            best, last, first = cases, rows[inside, 0].max(), day
    return Cluster(place, day_of_number(first), day_of_number(last), best)


def _distinct(one: Ints, other: Ints, case: Ints) -> tuple[Ints, Ints]:
    """Keys (one, other), each once, and how many different cases each has."""
    rows = np.unique(np.stack([one, other, case], axis=1), axis=0)
    keys, cases = np.unique(rows[:, :2], axis=0, return_counts=True)
    return keys, cases.astype(np.int64)


def _share_of_cases(engine: Engine, days: Ints, wanted: Ints) -> NDArray[np.float64]:
    """For each wanted day: visits by cases over all visits of that day."""
    numbers, visits = np.unique(days, return_counts=True)
    totals = [_visits_on(engine, day_of_number(number)) for number in numbers]
    share = visits / np.maximum(np.array(totals, np.float64), 1.0)
    return np.asarray(share[np.searchsorted(numbers, wanted)], np.float64)


def _visits_on(engine: Engine, day: date) -> int:
    parts = engine.snapshot.manifest.days.get(day, ())
    return sum(part.records - part.removed for part in parts)


def _visits_of_people(engine: Engine, numbers: Ints, begin: int, until: int) -> Ints:
    """Their visits on the days between two moments, under every number they have."""
    total = np.zeros(len(numbers), np.int64)
    members = [
        (at, int(alias)) for at, number in enumerate(numbers) for alias in engine.aliases_of(int(number))
    ]
    for day in map(day_number, engine.snapshot.days):
        if number_at(begin) <= day <= number_at(until):
            total += kernels.traffic(engine.days, numbers, np.full(len(numbers), day, np.int64), True)
            for at, alias in members:
                total[at] += kernels.traffic(engine.days, np.array([alias]), np.array([day]), True)[0]
    return total
