"""People in households: ages, names, numbers, and where each goes by habit. One entry a person, in arrays."""

from dataclasses import dataclass

import numpy as np

from phaodai.city.places.terms import PlaceKind
from phaodai.command.drill.generator import names
from phaodai.command.drill.generator.assumptions import HOUSEHOLD_SIZES
from phaodai.command.drill.generator.ground import Ground, address_in

NOBODY = -1
YEAR = 2021
GROUP_SIZE = 7  # colleagues of one room or line
CLASS_SIZE = 25
# Shares of the working-age who work at each kind of place; the rest stay at home.
WORKS_AT = {
    PlaceKind.WORKPLACE: 0.42,
    PlaceKind.FACTORY: 0.14,
    PlaceKind.SHOP: 0.06,
    PlaceKind.RESTAURANT: 0.03,
    PlaceKind.MARKET: 0.04,
    PlaceKind.HEALTH_FACILITY: 0.04,
    PlaceKind.PHARMACY: 0.02,
    PlaceKind.SUPERMARKET: 0.02,
    PlaceKind.SCHOOL: 0.03,
}
BORN_ELSEWHERE = ["030", "031", "033", "034", "035", "036", "037", "038", "026", "027", "019", "025"]


@dataclass
class Population:
    """Arrays of one entry a person unless said otherwise.

    ``household`` indexes homes; ``base`` is the place of work or study (`NOBODY` where none), ``group``
    the team or class there; ``shopper`` who shops for the home. ``home_ward`` and ``home_address`` have one
    entry a home.
    """

    household: np.ndarray
    birth_year: np.ndarray
    is_female: np.ndarray
    full_name: list[str]
    citizen_code: list[str]
    phone: list[str]
    base: np.ndarray
    group: np.ndarray
    is_pupil: np.ndarray
    shopper: np.ndarray
    home_ward: np.ndarray
    home_address: list[str]
    uuids: np.ndarray
    home_uuids: np.ndarray

    @property
    def ward(self) -> np.ndarray:
        """The ward index of each person's home."""
        return self.home_ward[self.household]

    @property
    def age(self) -> np.ndarray:
        return YEAR - self.birth_year

    def __len__(self) -> int:
        return len(self.household)


def build_population(rng: np.random.Generator, ground: Ground, count: int) -> Population:
    """``count`` people; homes are spread over the wards by their shares."""
    household = _households(rng, count)
    homes = int(household[-1]) + 1
    home_ward = rng.choice(len(ground.wards), size=homes, p=ground.shares)
    age, is_female = _ages(rng, household)
    base, is_pupil = _bases(rng, ground, home_ward[household], age)
    return Population(
        household=household,
        birth_year=YEAR - age,
        is_female=is_female,
        full_name=_names(rng, household, is_female),
        citizen_code=_citizen_codes(rng, YEAR - age, is_female),
        phone=_phones(age),
        base=base,
        group=_groups(rng, base, is_pupil),
        is_pupil=is_pupil,
        shopper=_shoppers(household, age),
        home_ward=home_ward,
        home_address=[address_in(rng, ground.wards[ward]) for ward in home_ward.tolist()],
        uuids=rng.integers(0, 256, size=(count, 16), dtype=np.uint8),
        home_uuids=rng.integers(0, 256, size=(homes, 16), dtype=np.uint8),
    )


def _households(rng: np.random.Generator, count: int) -> np.ndarray:
    sizes = rng.choice(np.arange(1, len(HOUSEHOLD_SIZES) + 1), size=count, p=HOUSEHOLD_SIZES)
    return np.repeat(np.arange(count), sizes)[:count]


def _position(household: np.ndarray) -> np.ndarray:
    """0 for the first of each home, 1 for the second, …"""
    starts = np.flatnonzero(np.diff(household, prepend=-1))
    return np.arange(len(household)) - np.repeat(starts, np.diff(np.append(starts, len(household))))


def _ages(rng: np.random.Generator, household: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A couple first (man, woman), then children 22–38 years younger than she, then grandparents in large
    homes.
    """
    position, homes = _position(household), int(household[-1]) + 1
    size = np.bincount(household)[household]
    head = np.clip(rng.gamma(9.0, 5.0, homes), 21, 84)[household]
    alone_and_old = (size <= 2) & (rng.random(homes)[household] < 0.35)
    head = np.where(alone_and_old, rng.uniform(60, 85, homes)[household], head)
    child = np.clip(head - rng.uniform(22, 38, len(household)), 0, 45)
    elder = np.clip(head + rng.uniform(20, 32, len(household)), 45, 95)
    age = np.select(
        [position == 0, position == 1, (position >= 4) & (size >= 5)],
        [head, np.clip(head + rng.normal(-2, 3, len(household)), 19, 90), elder],
        child,
    )
    is_female = np.where(position < 2, position == 1, rng.random(len(household)) < 0.5)
    is_female = np.where(size == 1, rng.random(len(household)) < 0.55, is_female)
    return age.astype(np.int64), is_female


def _names(rng: np.random.Generator, household: np.ndarray, is_female: np.ndarray) -> list[str]:
    """Children bear the first person's family name; the second person of a home has their own."""
    own = names.draw(rng, names.FAMILY, len(household))
    starts = np.flatnonzero(np.diff(household, prepend=-1))
    position = _position(household)
    of_home = [own[start] for start in starts.tolist()]
    first = names.draw_first_names(rng, is_female)
    return [
        f"{own[index] if place == 1 else of_home[home]} {first[index]}"
        for index, (home, place) in enumerate(zip(household.tolist(), position.tolist(), strict=True))
    ]


def _citizen_codes(rng: np.random.Generator, birth_year: np.ndarray, is_female: np.ndarray) -> list[str]:
    """Twelve digits: province of birth, century and sex, year, six random ones; unique; "" below fourteen."""
    count = len(birth_year)
    elsewhere = rng.random(count) < 0.3
    province = np.where(
        elsewhere, np.array(BORN_ELSEWHERE)[rng.integers(len(BORN_ELSEWHERE), size=count)], "001"
    )
    tail = rng.choice(1_000_000, size=count, replace=False)
    century = np.where(birth_year >= 2000, 2, 0) + is_female
    return [
        f"{p}{c}{y % 100:02d}{t:06d}" if YEAR - y >= 14 else ""
        for p, c, y, t in zip(
            province.tolist(), century.tolist(), birth_year.tolist(), tail.tolist(), strict=True
        )
    ]


def _phones(age: np.ndarray) -> list[str]:
    """Numbers 0900 0xx xxx, a block in no subscriber's hands, for everybody of twelve and over."""
    return [f"+849000{number:05d}" if years >= 12 else "" for number, years in enumerate(age.tolist())]


def _bases(
    rng: np.random.Generator, ground: Ground, ward: np.ndarray, age: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Where people work or study: schools by ward where there is one, work anywhere."""
    base = np.full(len(age), NOBODY, dtype=np.int64)
    working = (age >= 19) & (age <= 61)
    kinds = list(WORKS_AT)
    shares = [*WORKS_AT.values(), 1 - sum(WORKS_AT.values())]
    drawn = rng.choice(len(shares), size=len(age), p=shares)
    for number, kind in enumerate(kinds):
        who = np.flatnonzero(working & (drawn == number))
        base[who] = rng.choice(ground.indices(kind), size=len(who))
    is_pupil = (age >= 6) & (age <= 17)
    pupils = np.flatnonzero(is_pupil)
    schools = ground.indices(PlaceKind.SCHOOL)
    base[pupils] = schools[(ward[pupils] + rng.integers(0, 2, len(pupils))) % len(schools)]
    return base, is_pupil


def _groups(rng: np.random.Generator, base: np.ndarray, is_pupil: np.ndarray) -> np.ndarray:
    """Teams of `GROUP_SIZE` and classes of `CLASS_SIZE` within each place, numbered over the whole city."""
    order = np.lexsort((rng.random(len(base)), is_pupil, base))
    rank = np.empty(len(base), dtype=np.int64)
    keys = base[order] * 2 + is_pupil[order]
    starts = np.flatnonzero(np.diff(keys, prepend=keys[0] - 1))
    rank[order] = np.arange(len(base)) - np.repeat(starts, np.diff(np.append(starts, len(base))))
    within = rank // np.where(is_pupil, CLASS_SIZE, GROUP_SIZE)
    return np.where(base == NOBODY, NOBODY, (base * 2 + is_pupil) * 10_000 + within)


def _shoppers(household: np.ndarray, age: np.ndarray) -> np.ndarray:
    """One adult of each home: the second person where there is one, else the first."""
    position = _position(household)
    size = np.bincount(household)[household]
    chosen = (position == 1) | ((size == 1) & (position == 0))
    return chosen & (age >= 16)
