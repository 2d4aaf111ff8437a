"""The outbreak: who was really near whom, who infected whom, and whom the city found.

Day by day over the true visits. A person infects with the shape of the generation interval, at home and
wherever they were near somebody; those found stay at home from their sample on, and so do most of their close
contacts.
"""

from dataclasses import dataclass, field

import numpy as np

from phaodai.command.drill.generator.assumptions import (
    DAYS,
    NEAR_ELSEWHERE,
    NEAR_IN_GROUP,
    NEAR_SHARE,
    PASSES,
    Outbreak,
)
from phaodai.command.drill.generator.ground import Ground
from phaodai.command.drill.generator.people import Population
from phaodai.command.drill.generator.routine import DAY_S, HOUR_S, NOW_S, Visits

NEVER = np.iinfo(np.int64).max
AT_HOME = -1
CLUSTERS = {"Xưởng in Minh Khai": 2.5, "Chợ Mơ": 2.0, "Xưởng may Vĩnh Tuy": 2.0}
"""Planted clusters: how much better the virus passes at these places (a closed hall, a crowded row)."""


@dataclass
class Infection:
    """One true infection; seconds since the first day, `NEVER` where it did not happen. ``place`` -1 is
    home.
    """

    person: int
    infector: int | None
    place: int
    infected_at: int
    onset_at: int | None
    sampled_at: int = NEVER
    resulted_at: int = NEVER
    is_index: bool = False

    @property
    def is_found(self) -> bool:
        """Whether the laboratory's answer was there before the scenario's moment."""
        return self.resulted_at <= NOW_S

    @property
    def infectious_from(self) -> int:
        """Three days before the onset; without one, two days after the infection."""
        return self.onset_at - 3 * DAY_S if self.onset_at is not None else self.infected_at + 2 * DAY_S


@dataclass
class Truth:
    """Infections in their order, and meetings (case, contact, place, seconds) in the infectious period."""

    infections: list[Infection]
    meetings: list[tuple[int, int, int, int]] = field(default_factory=list)


class Meetings:
    """Looks up who was near a person at a visit. Nearness of a pair is drawn once, from the two visits'
    numbers.
    """

    def __init__(self, seed: int, ground: Ground, people: Population, visits: Visits) -> None:
        self.people, self.visits, self.seed = people, visits, seed
        self.kinds = [place.kind for place in ground.places]
        self._keys = visits.place * DAYS + visits.day
        self._order = np.argsort(self._keys, kind="stable")
        self._sorted = self._keys[self._order]
        self._by_person = np.argsort(visits.person, kind="stable")
        self._persons = visits.person[self._by_person]

    def visits_of(self, person: int, day: int) -> np.ndarray:
        """The numbers of a person's visits on a day."""
        low, high = np.searchsorted(self._persons, [person, person + 1])
        mine = self._by_person[low:high]
        return mine[self.visits.day[mine] == day]

    def near(self, visit: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Persons near during a visit, their visits' numbers, and for how many seconds."""
        low, high = np.searchsorted(self._sorted, [self._keys[visit], self._keys[visit] + 1])
        others = self._order[low:high]
        v = self.visits
        start, end = np.maximum(v.start[others], v.start[visit]), np.minimum(v.end[others], v.end[visit])
        meets = (end > start) & (v.person[others] != v.person[visit])
        others, shared = others[meets], (end - start)[meets]
        kind = self.kinds[v.place[visit]]
        together = self.people.group[v.person[others]] == self.people.group[v.person[visit]]
        together &= self.people.base[v.person[visit]] == v.place[visit]
        chance = np.where(together, NEAR_IN_GROUP.get(kind, 0.5), NEAR_ELSEWHERE.get(kind, 0.1))
        is_near = _hash(self.seed, others, visit) < chance
        seconds = (shared * NEAR_SHARE.get(kind, 1.0)).astype(np.int64)
        return v.person[others][is_near], others[is_near], seconds[is_near]


def _hash(seed: int, others: np.ndarray, visit: int) -> np.ndarray:
    """Numbers in [0, 1) that belong to a pair of visits, the same from either side (splitmix64)."""
    with np.errstate(over="ignore"):
        low, high = np.minimum(others, visit).astype(np.uint64), np.maximum(others, visit).astype(np.uint64)
        mixed = low * np.uint64(0x9E3779B97F4A7C15) + high + np.uint64(seed)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
        return (mixed ^ (mixed >> np.uint64(31))).astype(np.float64) / 2.0**64


class Simulation:
    """One run of the outbreak with a given strength."""

    def __init__(
        self, rng: np.random.Generator, meetings: Meetings, ground: Ground, rules: Outbreak, strength: float
    ) -> None:
        self.rng, self.meetings, self.rules, self.strength = rng, meetings, rules, strength
        self.people = meetings.people
        self.found: dict[int, Infection] = {}
        self.home_from: dict[int, int] = {}
        self.boost = {
            index: CLUSTERS[place.name] for index, place in enumerate(ground.places) if place.name in CLUSTERS
        }
        shape, scale = rules.generation
        days = np.arange(1, DAYS + 15)
        weights = days ** (shape - 1) * np.exp(-days / scale)
        self.weights = np.concatenate([[0.0], weights / weights.sum()])
        self.homes: dict[int, np.ndarray] = {}

    def run(self) -> list[Infection]:
        """Infections in the order they happened, at most the upper bound."""
        self._seed()
        for day in range(DAYS):
            for infection in [one for one in self.found.values() if one.infected_at // DAY_S < day]:
                if len(self.found) >= self.rules.infections[1]:
                    break
                self._infect_on(infection, day)
        return sorted(self.found.values(), key=lambda one: (one.infected_at, one.person))

    def _seed(self) -> None:
        """The first cases work where the clusters are planted."""
        places = list(self.boost)
        for number in range(self.rules.index_cases):
            here = np.flatnonzero(self.people.base == places[number % len(places)])
            crowd = here if len(here) else np.flatnonzero(self.people.age > 20)
            person = int(crowd[self.rng.integers(len(crowd))])
            if person not in self.found:
                at = int(-DAY_S * self.rng.uniform(0, 3)) + (number % 3) * DAY_S
                self._add(person, None, AT_HOME, at, is_index=True)

    def _add(self, person: int, infector: int | None, place: int, at: int, is_index: bool = False) -> None:
        rng, rules = self.rng, self.rules
        if len(self.found) >= rules.infections[1]:
            return
        ill = bool(rng.random() < rules.symptomatic)
        onset = at + int(rng.gamma(*rules.incubation) * DAY_S) if ill else None
        infection = Infection(person, infector, place, at, onset, is_index=is_index)
        screening = at + int(rng.gamma(*rules.infection_to_screening) * DAY_S)
        wish = onset + int(rng.gamma(*rules.onset_to_sample) * DAY_S) if onset is not None else screening
        if rng.random() < (rules.found_with_symptoms if ill else rules.found_without):
            infection.sampled_at = _in_office_hours(rng, wish)
            infection.resulted_at = (
                infection.sampled_at + int(rng.gamma(*rules.sample_to_result_h) * HOUR_S) + HOUR_S
            )
            self._stay_home(person, infection.sampled_at)
        self.found[person] = infection

    def _stay_home(self, person: int, at: int) -> None:
        self.home_from[person] = min(self.home_from.get(person, NEVER), at)

    def _infect_on(self, infection: Infection, day: int) -> None:
        age = day - infection.infected_at // DAY_S
        weight = self.strength * float(self.weights[min(age, len(self.weights) - 1)])
        if infection.resulted_at // DAY_S <= day:
            self._ask_contacts_home(infection, day)
            return
        self._infect_home(infection, day, weight)
        for visit in self.meetings.visits_of(infection.person, day).tolist():
            if self.meetings.visits.start[visit] < self.home_from.get(infection.person, NEVER):
                self._infect_at(infection, visit, weight)

    def housemates(self, person: int) -> np.ndarray:
        """Everybody of a person's home, the person too."""
        home = int(self.people.household[person])
        if home not in self.homes:
            self.homes[home] = np.flatnonzero(self.people.household == home)
        return self.homes[home]

    def _ask_contacts_home(self, infection: Infection, day: int) -> None:
        """On the day of the result, most people of the home stay in."""
        if infection.resulted_at // DAY_S == day:
            for person in self.housemates(infection.person).tolist():
                if self.rng.random() < self.rules.contact_stays_home:
                    self._stay_home(person, infection.resulted_at + 6 * HOUR_S)

    def _infect_home(self, infection: Infection, day: int, weight: float) -> None:
        chance = 1 - np.exp(-weight * self.rules.home_hours)
        for person in self.housemates(infection.person).tolist():
            if person not in self.found and self.rng.random() < chance:
                at = day * DAY_S + int(self.rng.uniform(17, 23) * HOUR_S)
                self._add(person, infection.person, AT_HOME, at)

    def _infect_at(self, infection: Infection, visit: int, weight: float) -> None:
        persons, numbers, seconds = self.meetings.near(visit)
        place = int(self.meetings.visits.place[visit])
        passes = PASSES.get(self.meetings.kinds[place], 1.0) * self.boost.get(place, 1.0)
        chance = 1 - np.exp(-weight * passes * seconds / HOUR_S)
        for index in np.flatnonzero(self.rng.random(len(persons)) < chance).tolist():
            person, start = int(persons[index]), int(self.meetings.visits.start[numbers[index]])
            if person not in self.found and start < self.home_from.get(person, NEVER):
                middle = max(start, int(self.meetings.visits.start[visit])) + int(seconds[index]) // 2
                self._add(person, infection.person, place, middle)


def _in_office_hours(rng: np.random.Generator, at: int) -> int:
    """Samples are taken from seven to half past four."""
    day, second = divmod(at, DAY_S)
    if second > 16 * HOUR_S:
        day += 1
    return int(day * DAY_S + rng.uniform(7, 16.5) * HOUR_S)


def simulate(
    seed: int, ground: Ground, people: Population, visits: Visits, rules: Outbreak
) -> tuple[Truth, dict[int, int]]:
    """The first run, from weak to strong, that has the wanted number of infections; and who stays home
    from when.

    Raises:
        RuntimeError: no strength gives the number (a city too small for it).
    """
    meetings = Meetings(seed, ground, people, visits)
    for step in range(60):
        strength = 0.03 * 1.08**step
        run = Simulation(np.random.default_rng([seed, 77]), meetings, ground, rules, strength)
        infections = run.run()
        if rules.infections[0] <= len(infections):
            return Truth(infections, _meetings_of(infections, meetings, run)), run.home_from
    raise RuntimeError("No strength of the outbreak gives the wanted number of infections.")


def _meetings_of(
    infections: list[Infection], meetings: Meetings, run: Simulation
) -> list[tuple[int, int, int, int]]:
    """Who was really near each infected person from the start of the infectious period until they stayed
    home.
    """
    rows: dict[tuple[int, int, int], int] = {}
    for infection in infections:
        until = min(run.home_from.get(infection.person, NEVER), NOW_S)
        for day in range(max(infection.infectious_from // DAY_S, 0), DAYS):
            for visit in meetings.visits_of(infection.person, day).tolist():
                start = int(meetings.visits.start[visit])
                if infection.infectious_from <= start < until:
                    _add_near(
                        rows, infection.person, int(meetings.visits.place[visit]), meetings.near(visit), run
                    )
        for person in run.housemates(infection.person).tolist():
            if person != infection.person and infection.infectious_from < NOW_S:
                rows[infection.person, person, AT_HOME] = 8 * HOUR_S
    return [(*key, seconds) for key, seconds in sorted(rows.items())]


def _add_near(
    rows: dict[tuple[int, int, int], int],
    case: int,
    place: int,
    near: tuple[np.ndarray, np.ndarray, np.ndarray],
    run: Simulation,
) -> None:
    persons, numbers, seconds = near
    starts = run.meetings.visits.start[numbers]
    for person, start, length in zip(persons.tolist(), starts.tolist(), seconds.tolist(), strict=True):
        if start < run.home_from.get(person, NEVER):
            rows[case, person, place] = rows.get((case, person, place), 0) + length


def stayed_home(visits: Visits, home_from: dict[int, int]) -> Visits:
    """The visits that still happened once people were told to stay at home."""
    since = np.full(int(visits.person.max()) + 1, NEVER, dtype=np.int64)
    for person, at in home_from.items():
        if person < len(since):
            since[person] = at
    return visits.where(visits.start < since[visits.person])
