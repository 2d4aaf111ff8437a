"""Where everybody really was: the days of a district under distancing (CT 16), without home.

Teams alternate days at offices; essential work goes on; one person a home shops on the days of its market
pass; schools keep one class in five. Times are whole seconds since the local midnight of `FIRST_DAY`.
"""

from dataclasses import dataclass

import numpy as np

from phaodai.city.places.terms import PlaceKind
from phaodai.command.drill.generator.assumptions import DAYS, FIRST_DAY, SCENARIO_AT
from phaodai.command.drill.generator.ground import Ground
from phaodai.command.drill.generator.people import NOBODY, Population

DAY_S = 86_400
HOUR_S = 3_600
NOW_S = (SCENARIO_AT.hour * HOUR_S) + (SCENARIO_AT.date() - FIRST_DAY).days * DAY_S
ESSENTIAL = (
    PlaceKind.FACTORY,
    PlaceKind.MARKET,
    PlaceKind.SHOP,
    PlaceKind.RESTAURANT,
    PlaceKind.HEALTH_FACILITY,
    PlaceKind.PHARMACY,
    PlaceKind.SUPERMARKET,
)
# kind: (errands per adult and day, from hour, to hour, shortest and longest stay in minutes)
ERRANDS: dict[str, tuple[float, int, int, int, int]] = {
    PlaceKind.SHOP: (0.09, 7, 20, 4, 18),
    PlaceKind.SUPERMARKET: (0.05, 8, 20, 15, 50),
    PlaceKind.RESTAURANT: (0.06, 6, 19, 8, 35),
    PlaceKind.PHARMACY: (0.025, 8, 19, 4, 15),
    PlaceKind.HEALTH_FACILITY: (0.008, 7, 16, 30, 150),
    PlaceKind.OUTDOOR: (0.03, 5, 18, 20, 60),
    PlaceKind.WORSHIP: (0.004, 6, 17, 10, 40),
}


@dataclass
class Visits:
    """Parallel arrays: person and place indices, start and end in seconds, end never before start."""

    person: np.ndarray
    place: np.ndarray
    start: np.ndarray
    end: np.ndarray

    def __len__(self) -> int:
        return len(self.person)

    @property
    def day(self) -> np.ndarray:
        return self.start // DAY_S

    def where(self, chosen: np.ndarray) -> "Visits":
        """The chosen visits (mask or indices)."""
        return Visits(self.person[chosen], self.place[chosen], self.start[chosen], self.end[chosen])

    @classmethod
    def joined(cls, parts: list["Visits"]) -> "Visits":
        """All of them, ordered by start, person and place."""
        columns = [
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("person", "place", "start", "end")
        ]
        order = np.lexsort((columns[1], columns[0], columns[2]))
        return cls(*(column[order].astype(np.int64) for column in columns))


def build_visits(rng: np.random.Generator, ground: Ground, people: Population) -> Visits:
    """Everybody's visits until the scenario's moment; nobody is in two places at once."""
    favourites = _favourites(rng, ground, people)
    parts = []
    for day in range(DAYS):
        parts += [
            _work(rng, ground, people, day),
            _school(rng, people, day),
            _market(rng, people, favourites, day),
        ]
        parts += [_errand(rng, people, favourites, kind, day) for kind in ERRANDS]
    return _one_place_at_a_time(_until_now(Visits.joined(parts)))


def _until_now(visits: Visits) -> Visits:
    return visits.where(visits.end <= NOW_S)


def _one_place_at_a_time(visits: Visits) -> Visits:
    """A visit that begins before an earlier one of the same person ended did not happen."""
    order = np.lexsort((visits.start, visits.person))
    # One running maximum serves everybody: each person's times are shifted beyond those of the one before.
    shift = visits.person[order] * (DAYS + 1) * DAY_S
    busy_until = np.maximum.accumulate(visits.end[order] + shift)
    free = np.concatenate([[True], (visits.start[order] + shift)[1:] >= busy_until[:-1]])
    return visits.where(np.sort(order[free]))


def _favourites(rng: np.random.Generator, ground: Ground, people: Population) -> dict[str, np.ndarray]:
    """For each kind, two places each person goes to: the one nearest the home's ward, and any."""
    centres = np.array([(ward.latitude, ward.longitude) for ward in ground.wards], dtype=float)
    found: dict[str, np.ndarray] = {}
    for kind in (PlaceKind.MARKET, *ERRANDS):
        places = ground.indices(kind)
        spots = np.array(
            [(ground.places[index].latitude, ground.places[index].longitude) for index in places]
        )
        away = ((centres[:, None, :] - spots[None, :, :]) ** 2).sum(axis=2)
        nearest = places[np.argsort(away, axis=1, kind="stable")[:, : min(4, len(places))]]
        pick = rng.integers(nearest.shape[1], size=len(people))
        first = nearest[people.ward, pick]
        found[kind] = np.stack([first, rng.choice(places, size=len(people))])
    return found


def _weekday(day: int) -> int:
    return (FIRST_DAY.weekday() + day) % 7


def _work(rng: np.random.Generator, ground: Ground, people: Population, day: int) -> Visits:
    kinds = np.array([place.kind for place in ground.places])
    works = (people.base != NOBODY) & ~people.is_pupil
    essential = works & np.isin(kinds[np.maximum(people.base, 0)], ESSENTIAL)
    turn = (people.group % 2) == (day % 2)
    share = np.where(essential, 0.72, np.where(turn & (_weekday(day) < 6), 0.62, 0.0))
    who = np.flatnonzero(works & (rng.random(len(people)) < share))
    late_shift = essential[who] & (people.group[who] // 2 % 3 == 0)
    begin = np.where(late_shift, 13.5, 7.75) * HOUR_S + rng.normal(0, 900, len(who))
    length = np.clip(rng.normal(8.0, 0.7, len(who)), 4, 9.5) * HOUR_S
    return _visits(who, people.base[who], day, begin, length)


def _school(rng: np.random.Generator, people: Population, day: int) -> Visits:
    opens = people.is_pupil & (people.group % 5 == 0) & (_weekday(day) < 5)
    who = np.flatnonzero(opens & (rng.random(len(people)) < 0.9))
    begin = 7.5 * HOUR_S + rng.normal(0, 420, len(who))
    return _visits(who, people.base[who], day, begin, np.clip(rng.normal(3.5, 0.2, len(who)), 2, 5) * HOUR_S)


def _market(
    rng: np.random.Generator, people: Population, favourites: dict[str, np.ndarray], day: int
) -> Visits:
    """Each home's pass is good for every third day; mornings mostly."""
    pass_day = (people.household + day) % 3 == 0
    who = np.flatnonzero(people.shopper & pass_day & (rng.random(len(people)) < 0.62))
    morning = rng.random(len(who)) < 0.75
    begin = np.where(morning, rng.normal(7.6, 1.1, len(who)), rng.normal(16.6, 0.8, len(who))) * HOUR_S
    length = rng.uniform(12, 45, len(who)) * 60
    return _visits(who, _choose(rng, favourites[PlaceKind.MARKET], who, 0.1), day, begin, length)


def _errand(
    rng: np.random.Generator, people: Population, favourites: dict[str, np.ndarray], kind: str, day: int
) -> Visits:
    rate, opens, closes, shortest, longest = ERRANDS[kind]
    adult = people.age >= 15
    who = np.flatnonzero(adult & (rng.random(len(people)) < rate))
    begin = rng.uniform(opens, closes, len(who)) * HOUR_S
    length = rng.uniform(shortest, longest, len(who)) * 60
    return _visits(who, _choose(rng, favourites[kind], who, 0.15), day, begin, length)


def _choose(rng: np.random.Generator, pair: np.ndarray, who: np.ndarray, elsewhere: float) -> np.ndarray:
    """Mostly the usual place, sometimes the other."""
    return pair[(rng.random(len(who)) < elsewhere).astype(np.int64), who]


def _visits(who: np.ndarray, place: np.ndarray, day: int, begin: np.ndarray, length: np.ndarray) -> Visits:
    """Visits of one day, kept within it."""
    start = day * DAY_S + np.clip(begin, 5 * HOUR_S, 22 * HOUR_S).astype(np.int64)
    end = np.minimum(start + length.astype(np.int64), day * DAY_S + 23 * HOUR_S + 1800)
    return Visits(who, place, start, end)
