"""Sealed days opened for reading: by any number of processes at once, none of which locks anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tracegraph.segments.errors import BrokenDay
from tracegraph.segments.localtime import day_number, day_of_number, number_at
from tracegraph.segments.manifest import Manifest, Part, read_manifest
from tracegraph.segments.parts import OpenPart, open_part
from tracegraph.segments.removal import Dead, dead_positions

ATTEMPTS = 3


@dataclass(frozen=True)
class OpenDay:
    """One day with all its files, and which of their records no longer count."""

    day: date
    parts: list[OpenPart]
    dead: list[Dead]


@dataclass(frozen=True)
class Snapshot:
    """The sealed days as one list named them. It stays as it is, whatever is sealed or deleted meanwhile.

    ``broken``: days that are listed and cannot be read, each with what to say about it.
    """

    manifest: Manifest
    days: Mapping[date, OpenDay]
    broken: Mapping[date, BrokenDay] = field(default_factory=dict)

    def check(self, begin: int, until: int) -> None:
        """Raises `BrokenDay` when a day between two moments (epoch seconds) is listed and cannot be read."""
        for day, fault in self.broken.items():
            if number_at(begin) <= day_number(day) <= number_at(until):
                raise fault

    def unsealed(self, begin: int, until: int) -> list[date]:
        """Days between two moments of which nothing is sealed: "not found" says nothing about them."""
        numbers = range(number_at(begin), number_at(until) + 1)
        return [day for day in map(day_of_number, numbers) if day not in self.manifest.days]

    def only(self, days: Iterable[date]) -> "Snapshot":
        """The same with these days alone."""
        return Snapshot(self.manifest, {day: self.days[day] for day in days})


class Reader:
    """Keeps a snapshot and follows the list: days already open and unchanged are not opened again."""

    def __init__(self, folder: Path, ledger: str) -> None:
        self.folder, self.ledger = folder, ledger
        self.current = self._open(read_manifest(folder, ledger), {})

    def refresh(self) -> Snapshot:
        """The days as they are listed now. Raises as `read_manifest`."""
        manifest = read_manifest(self.folder, self.ledger)
        if manifest != self.current.manifest:
            self.current = self._open(manifest, self._unchanged(manifest))
        return self.current

    def _unchanged(self, manifest: Manifest) -> dict[date, OpenDay]:
        known = self.current.manifest.days
        return {day: one for day, one in self.current.days.items() if manifest.days.get(day) == known[day]}

    def _open(self, manifest: Manifest, known: Mapping[date, OpenDay]) -> Snapshot:
        """A file replaced while we look is no fault: the list is read again."""
        for _ in range(ATTEMPTS):
            days, broken = self._open_days(manifest, known)
            again = read_manifest(self.folder, self.ledger)
            if not broken or again == manifest:
                return Snapshot(manifest, days, broken)
            manifest = again
        return Snapshot(manifest, days, broken)

    def _open_days(
        self, manifest: Manifest, known: Mapping[date, OpenDay]
    ) -> tuple[dict[date, OpenDay], dict[date, BrokenDay]]:
        days, broken = {}, {}
        for day, parts in manifest.days.items():
            try:
                days[day] = known[day] if day in known else open_day(self.folder, self.ledger, day, parts)
            except BrokenDay as fault:
                broken[day] = fault
        return days, broken


def open_day(folder: Path, ledger: str, day: date, parts: Iterable[Part]) -> OpenDay:
    """Map and check every file of a day. Raises `BrokenDay`."""
    opened = [open_part(folder, ledger, day, part) for part in parts]
    return OpenDay(day, opened, dead_positions(opened))
