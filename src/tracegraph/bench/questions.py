"""What is asked: drawn once from the city's seed, the same for every engine."""

from dataclasses import dataclass

import numpy as np

from tracegraph.bench.city import DAYS, FIRST_DAY, KINDS, City
from tracegraph.policy import DEFAULT_POLICY, LingerPolicy
from tracegraph.segments.localtime import DAY_S, midnight
from tracegraph.segments.rows import Ints

POLICY: LingerPolicy = DEFAULT_POLICY
PERIOD_DAYS, BATCH, ALONE, RINGS = 8, 1_000, 40, 5
OUTBREAK_CASES, LIMIT = 60, 50


@dataclass(frozen=True)
class Questions:
    """``people`` with ``begins``, ``untils``: the cases. ``outbreak``: cases of which some were at one place-day."""

    people: Ints
    begins: Ints
    untils: Ints
    outbreak: Ints
    window: tuple[int, int]
    planted: tuple[int, int]

    def case(self, number: int) -> tuple[int, int, int]:
        return int(self.people[number]), int(self.begins[number]), int(self.untils[number])


def linger_of_kinds() -> list[int]:
    return [POLICY.linger_of(kind) for kind in KINDS]


def open_of_kinds() -> list[int]:
    return [POLICY.open_duration_of(kind) for kind in KINDS]


def draw(city: City) -> Questions:
    """The cases, isolated at some hour of the last five days; and an outbreak around one place on the eighth day."""
    chance = np.random.default_rng([city.seed, 10_007])
    people = chance.choice(city.people, min(BATCH, city.people), replace=False).astype(np.int64)
    last = midnight(FIRST_DAY + DAYS)
    untils = last - chance.integers(0, 5 * DAY_S, len(people))
    planted_day = FIRST_DAY + 7
    place, visitors = _crowd(city, planted_day)
    half = OUTBREAK_CASES // 2
    at_place = chance.choice(visitors, min(half, len(visitors)), replace=False)
    elsewhere = chance.choice(city.people, OUTBREAK_CASES - len(at_place), replace=False)
    outbreak = np.unique(np.concatenate([at_place, elsewhere])).astype(np.int64)
    window = (midnight(FIRST_DAY + 3), midnight(FIRST_DAY + 13))
    return Questions(people, untils - PERIOD_DAYS * DAY_S, untils, outbreak, window, (place, planted_day))


def _crowd(city: City, day: int) -> tuple[int, Ints]:
    """A place of middling traffic on a day, and who was there."""
    visits = city.day(day - FIRST_DAY)
    places, counts = np.unique(visits.place, return_counts=True)
    enough = places[counts >= 40] if (counts >= 40).any() else places[[int(counts.argmax())]]
    place = int(enough[len(enough) // 2])
    return place, np.unique(visits.person[visits.place == place])
