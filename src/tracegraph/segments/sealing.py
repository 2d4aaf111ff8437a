"""Sealing days, adding to them, deleting them. One writer at a time; readers never wait.

Each change writes its file under a new name, reads it back, then replaces the list; only then are files that
no list names any more removed. Killed anywhere in between, the folder still holds the days as they were.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tracegraph.segments.disk import Disk
from tracegraph.segments.errors import RowsRefused, StoreBusy, StoreError
from tracegraph.segments.layout import chunks_of, header_for, sections_of
from tracegraph.segments.manifest import NAME, Manifest, Part, encoded, read_manifest
from tracegraph.segments.parts import OpenPart, open_part, rows_of_part
from tracegraph.segments.removal import dead_positions, without
from tracegraph.segments.rows import Rows, digest, joined, no_rows

LOCK = "lock"


@dataclass(frozen=True)
class Store:
    """A folder of sealed days of one ledger. ``ledger`` is a name that never changes, such as its database's."""

    folder: Path
    ledger: str
    disk: Disk = field(default_factory=Disk)

    def manifest(self) -> Manifest:
        return read_manifest(self.folder, self.ledger)

    def seal_day(self, day: date, rows: Rows, source: str = "") -> Part:
        """The day becomes exactly ``rows``, whatever it was. Raises `StoreError` kinds, then nothing changed."""
        with self.alone() as manifest:
            part = self._write(manifest, day, rows, no_rows(), source)
            self._publish(manifest, day, (part,))
        return part

    def add(self, day: date, rows: Rows, removed: Rows | None = None, source: str = "") -> Part:
        """A small file beside the day: visits that came late, and earlier ones that are withdrawn.

        A correction withdraws the visit as it was and adds it as it is. Withdrawing a visit that the day does
        not hold is refused.
        """
        gone = removed or no_rows()
        with self.alone() as manifest:
            parts = manifest.days.get(day, ())
            if len(gone):
                dead_positions([*self._opened(manifest, day), _pending(day, gone)])
            part = self._write(manifest, day, rows, gone, source)
            self._publish(manifest, day, (*parts, part))
        return part

    def compact(self, day: date) -> Part:
        """The files of a day become one."""
        with self.alone() as manifest:
            source = manifest.days[day][-1].source
            part = self._write(manifest, day, rows_left(self._opened(manifest, day)), no_rows(), source)
            self._publish(manifest, day, (part,))
        return part

    def drop_day(self, day: date) -> None:
        """Retention: the day leaves the list, then the disk. A day that is not there is no error."""
        with self.alone() as manifest:
            if day in manifest.days:
                self._publish(manifest, day, ())

    @contextmanager
    def alone(self) -> Iterator[Manifest]:
        """The list, while nobody else may write. Raises `StoreBusy`; the lock goes with the process that held it."""
        self.disk.make_folder(self.folder)
        with (self.folder / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreBusy(f"Another process is sealing in {self.folder}; try again later.") from None
            manifest = self.manifest()
            self._tidy(manifest)
            yield manifest

    def _write(self, manifest: Manifest, day: date, rows: Rows, removed: Rows, source: str) -> Part:
        name = f"{day.isoformat()}/{manifest.sequence + 1:08d}.seg"
        sections = sections_of(rows, removed)
        header = header_for(manifest.ledger, day.isoformat(), rows, removed, sections)
        self.disk.make_folder(self.folder / day.isoformat())
        self.disk.sync_folder(self.folder)
        self.disk.write(self.folder / name, chunks_of(header, sections))
        part = Part(name, len(rows), len(removed), header.bytes, header.digest, source)
        self._read_back(manifest, day, part)
        return part

    def _read_back(self, manifest: Manifest, day: date, part: Part) -> None:
        """Both orders must give back the rows that were to be sealed."""
        opened = open_part(self.folder, manifest.ledger, day, part)
        for order in ("place", "person"):
            rows = rows_of_part(opened, order)
            if (len(rows), digest(rows)) != (part.records, part.digest):
                raise StoreError(f"{part.file} does not read back as it was written; the disk is at fault.")

    def _publish(self, manifest: Manifest, day: date, parts: tuple[Part, ...]) -> None:
        changed = manifest.with_day(day, parts)
        self.disk.write(self.folder / NAME, [encoded(changed)])
        self._tidy(changed)

    def _tidy(self, manifest: Manifest) -> None:
        """Remove what no list names: leavings of a killed run, and files replaced."""
        named = {part.file for parts in manifest.days.values() for part in parts}
        for path in [*self.folder.glob("*/*.seg"), *self.folder.glob("*/*.tmp"), *self.folder.glob("*.tmp")]:
            if str(path.relative_to(self.folder)) not in named:
                self.disk.remove(path)
        for folder in self.folder.iterdir():
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()

    def _opened(self, manifest: Manifest, day: date) -> list[OpenPart]:
        return [open_part(self.folder, manifest.ledger, day, part) for part in manifest.days.get(day, ())]


def rows_left(parts: list[OpenPart]) -> Rows:
    """The visits of a day that count: everything added, less what was withdrawn later."""
    dead = dead_positions(parts)
    return joined(
        rows_of_part(part, "place").take(without(len(part.by_place), gone.place))
        for part, gone in zip(parts, dead, strict=True)
    )


def _pending(day: date, removed: Rows) -> OpenPart:
    """A part not yet written, to try whether what it withdraws is there."""
    if len(removed) == 0:
        raise RowsRefused(f"Nothing to withdraw from {day}.")
    return OpenPart.in_memory(day, sections_of(no_rows(), removed))
