"""A city's visits out of a seed, one local day at a time. Numbers only; nobody in it is real.

Each person has a workplace and a neighbourhood; most visits go there, a tenth to places of the whole city, of which
the k-th draws 1/k of what the first does. One visit in fifty is a scan without length, one in fifty was never scanned out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tracegraph.segments.localtime import DAY_S, day_number, midnight
from tracegraph.segments.rows import Ints

FIRST_DAY = day_number(date(2021, 8, 25))
DAYS = 21
EVENTS_A_PERSON, PEOPLE_A_PLACE, PLACES_A_WARD = 100, 10, 200
WORK_SHARE, CITY_SHARE = 0.35, 0.10
KINDS = ("workplace", "shop", "restaurant", "market")
TYPICAL_MINUTES = np.array([420.0, 12.0, 40.0, 35.0])


@dataclass(frozen=True)
class City:
    """How large, and from which seed."""

    events: int
    seed: int

    @property
    def people(self) -> int:
        return max(1_000, self.events // EVENTS_A_PERSON)

    @property
    def places(self) -> int:
        return max(200, self.people // PEOPLE_A_PLACE)

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """The kind of each place number, as a position in `KINDS`: four workplaces in ten, then shops and the like."""
        numbers = np.arange(self.places)
        work = self.places * 4 // 10
        return np.where(numbers < work, 0, 1 + numbers % 3).astype(np.uint8)

    def days(self) -> Iterator[tuple[int, "DayOfVisits"]]:
        """Day number and visits of each local day."""
        for number in range(DAYS):
            yield FIRST_DAY + number, self.day(number)

    def day(self, number: int) -> "DayOfVisits":
        """The visits of the day ``number`` days after the first."""
        count = self.events * (number + 1) // DAYS - self.events * number // DAYS
        chance = np.random.default_rng([self.seed, number])
        person = chance.integers(0, self.people, count)
        place = self._places_for(person, chance)
        start, length = self._times(place, chance)
        began = midnight(FIRST_DAY + number) + start
        end = np.where(chance.random(count) < 0.02, -1, began + length)
        return DayOfVisits(person, place, began, end)

    def _places_for(self, person: Ints, chance: np.random.Generator) -> Ints:
        count, work = len(person), self.places * 4 // 10
        rest = self.places - work
        which = chance.random(count)
        own_work = (person * 7_919) % work
        wards = max(1, rest // PLACES_A_WARD)
        ward = (person % wards) * (rest // wards) + chance.integers(0, rest // wards, count)
        popular = (max(rest // 20, 2) ** chance.random(count)).astype(np.int64) * 17 % rest
        around = np.where(which < WORK_SHARE + CITY_SHARE, popular, ward)
        return np.where(which < WORK_SHARE, own_work, work + around)

    def _times(self, place: Ints, chance: np.random.Generator) -> tuple[Ints, Ints]:
        count = len(place)
        hours = np.clip(chance.normal(12.5, 4.5, count), 0, 23.999)
        minutes = TYPICAL_MINUTES[self.kinds[place]] * np.exp(chance.normal(0, 0.6, count))
        length = np.clip(minutes * 60, 0, DAY_S).astype(np.int64)
        length[chance.random(count) < 0.02] = 0
        return (hours * 3_600).astype(np.int64), length


@dataclass(frozen=True)
class DayOfVisits:
    """Columns of one day: numbers, epoch seconds; ``end`` is -1 where nobody recorded it."""

    person: Ints
    place: Ints
    start: Ints
    end: Ints
