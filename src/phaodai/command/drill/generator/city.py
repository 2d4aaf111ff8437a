"""The whole synthetic city."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from phaodai.command.drill.generator.assumptions import assumptions_for
from phaodai.command.drill.generator.ground import Ground, build_ground
from phaodai.command.drill.generator.noise import Records, record
from phaodai.command.drill.generator.outbreak import Truth, simulate, stayed_home
from phaodai.command.drill.generator.people import Population, build_population
from phaodai.command.drill.generator.routine import Visits, build_visits


@dataclass
class GeneratedCity:
    """Everything the loader writes. ``home_from``: from which second a person stays at home."""

    seed: int
    ground: Ground
    people: Population
    visits: Visits
    records: Records
    truth: Truth
    home_from: dict[int, int]

    def digest(self) -> str:
        """A fingerprint of people, visits, records and infections: equal cities, equal digests."""
        found = hashlib.sha256()
        for name in ("household", "birth_year", "is_female", "base", "group", "uuids"):
            found.update(np.ascontiguousarray(getattr(self.people, name)).tobytes())
        found.update("\n".join(self.people.full_name + self.people.citizen_code).encode())
        for rows in (self.visits, self.records):
            for column in (rows.person, rows.place, rows.start, rows.end):
                found.update(np.ascontiguousarray(column).tobytes())
        found.update(self.records.client_id.tobytes())
        found.update(
            repr([(one.person, one.infector, one.infected_at) for one in self.truth.infections]).encode()
        )
        return found.hexdigest()


def generate_city(people: int = 30_000, seed: int = 1) -> GeneratedCity:
    """Make a city of ``people`` (at least 300) from a seed."""
    rules = assumptions_for(people)
    rng = np.random.default_rng([seed, people])
    ground = build_ground(rng, people)
    population = build_population(rng, ground, people)
    wished = build_visits(rng, ground, population)
    truth, home_from = simulate(seed, ground, population, wished, rules.outbreak)
    visits = stayed_home(wished, home_from)
    return GeneratedCity(
        seed=seed,
        ground=ground,
        people=population,
        visits=visits,
        records=record(rng, ground, visits, rules.noise),
        truth=truth,
        home_from=home_from,
    )


def uuid_at(raw: np.ndarray, index: int) -> UUID:
    """The UUID made of the row's 16 bytes."""
    return UUID(bytes=raw[index].tobytes(), version=4)
