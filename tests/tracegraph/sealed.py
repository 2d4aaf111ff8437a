"""Visits of the reference sealed into a folder, and asked; the answers in the reference's own words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tracegraph import CasePeriod, Contact, LingerPolicy, Visit
from tracegraph.reference import periods_by_case
from tracegraph.segments import contacts
from tracegraph.segments.disk import Disk
from tracegraph.segments.frames import Places
from tracegraph.segments.localtime import day_of_number, number_at
from tracegraph.segments.queries import Engine, SubjectPeriod
from tracegraph.segments.reading import Reader
from tracegraph.segments.rows import Rows, no_rows, rows_of_visits
from tracegraph.segments.sealing import Store

LEDGER = "test"


class QuickDisk(Disk):
    """Leaves flushing to the machine: a test that never pulls the plug need not wait for the disk."""

    def fill(self, path: Path, chunks: Iterable[bytes | memoryview]) -> None:
        path.write_bytes(b"".join(chunks))

    def sync_folder(self, folder: Path) -> None:
        pass


@dataclass(frozen=True)
class Register:
    """Names as numbers, in the order of the names, so that ties fall as they do in the reference."""

    people: Mapping[str, int]
    places: Mapping[str, int]
    kinds: Mapping[str, str]

    @staticmethod
    def of(visits: Iterable[Visit], people: Iterable[str] = ()) -> "Register":
        every = list(visits)
        names = sorted({*(one.person for one in every), *people})
        places = sorted({one.place for one in every})
        kinds = {one.place: one.kind for one in every}
        assert all(kinds[one.place] == one.kind for one in every), "one kind a place"
        return Register(_numbered(names), _numbered(places), kinds)

    def row(self, visit: Visit) -> tuple[int, int, int, int | None]:
        return self.people[visit.person], self.places[visit.place], visit.start, visit.end

    def kinds_of_places(self) -> Places:
        return Places.of({self.places[name]: kind for name, kind in self.kinds.items()})

    def names(self) -> contacts.Names:
        return contacts.Names(_turned(self.people), _turned(self.places))


def rows_by_day(register: Register, visits: Iterable[Visit]) -> dict[int, Rows]:
    found: dict[int, list[tuple[int, int, int, int | None]]] = defaultdict(list)
    for visit in visits:
        found[number_at(visit.start)].append(register.row(visit))
    return {day: rows_of_visits(day_of_number(day), rows) for day, rows in found.items()}


def seal(folder: Path, register: Register, visits: Iterable[Visit]) -> Store:
    """Each local day into one file."""
    store = Store(folder, LEDGER, QuickDisk())
    for day, rows in rows_by_day(register, visits).items():
        store.seal_day(day_of_number(day), rows)
    return store


def add(store: Store, register: Register, late: Iterable[Visit], gone: Iterable[Visit] = ()) -> None:
    """Late visits and withdrawals, in a small file for each day."""
    added, removed = rows_by_day(register, late), rows_by_day(register, gone)
    for day in sorted({*added, *removed}):
        store.add(day_of_number(day), added.get(day, no_rows()), removed.get(day))


def ask(
    folder: Path,
    register: Register,
    cases: Sequence[CasePeriod],
    policy: LingerPolicy,
    *,
    tiers: int = 1,
    isolated_at: Mapping[str, int] | None = None,
    merged: Mapping[int, int] | None = None,
) -> list[Contact]:
    """What `tracegraph.trace` gives, from the sealed days."""
    engine = Engine(Reader(folder, LEDGER).current, policy, register.kinds_of_places(), merged or {})
    isolated = {register.people[who]: at for who, at in (isolated_at or {}).items() if who in register.people}
    found: list[Contact] = []
    for periods in periods_by_case(cases):
        asked = [
            SubjectPeriod(register.people[p.person], p.infectious_from, p.infectious_to) for p in periods
        ]
        found += _contacts(engine, register, periods[0], asked, isolated, tiers)
    return found


def _contacts(
    engine: Engine,
    register: Register,
    case: CasePeriod,
    asked: list[SubjectPeriod],
    isolated: Mapping[int, int],
    tiers: int,
) -> list[Contact]:
    names, places = register.names(), engine.places
    if tiers == 1:
        return contacts.first_tier(case, engine.candidates(asked), places, names)
    one, two = engine.second_ring(asked, isolated)
    first = contacts.first_tier(case, one, places, names)
    return first + contacts.second_tier(case, first, two, places, names)


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names, start=1)}


def _turned(numbers: Mapping[str, int]) -> dict[int, str]:
    return {number: name for name, number in numbers.items()}
