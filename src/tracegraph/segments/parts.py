"""One file of sealed visits, mapped into memory and checked."""

import mmap
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tracegraph.segments.errors import BrokenDay
from tracegraph.segments.layout import HEADER_BYTES, SECTIONS, BadHeader, Header, Section, read_header
from tracegraph.segments.manifest import Part
from tracegraph.segments.rows import Rows, unpacked


@dataclass(frozen=True)
class OpenPart:
    """The sections of one file. They are views of the mapped file: nothing is copied.

    The words are the whole file as 8-byte and as 4-byte numbers; ``offsets`` says at which byte a section begins.
    """

    day: date
    sections: Mapping[str, Section]
    offsets: Mapping[str, int]
    words64: NDArray[np.uint64]
    words32: NDArray[np.uint32]

    @property
    def by_place(self) -> Section:
        return self.sections["by_place"]

    @staticmethod
    def in_memory(day: date, sections: Mapping[str, Section]) -> "OpenPart":
        """A part that was never written."""
        nothing = np.empty(0, np.uint64)
        return OpenPart(day, sections, {}, nothing, nothing.view(np.uint32))


def open_part(folder: Path, ledger: str, day: date, part: Part) -> OpenPart:
    """Map a file and check all of it: about a second for each gigabyte. Raises `BrokenDay`."""
    try:
        with (folder / part.file).open("rb") as file:
            # A private copy-on-write mapping: pages are shared between processes as long as nobody writes.
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    except (OSError, ValueError):
        raise BrokenDay(day, f"has lost its file {part.file}") from None
    header = _checked_header(content, ledger, day, part)
    sections = {name: _section(content, header, day, part, name) for name in SECTIONS}
    whole = memoryview(content)[: len(content) // 8 * 8]
    return OpenPart(
        day,
        sections,
        {name: offset for name, (offset, _, _) in header.sections.items()},
        np.frombuffer(whole, np.uint64),
        np.frombuffer(whole, np.uint32),
    )


def _checked_header(content: mmap.mmap, ledger: str, day: date, part: Part) -> Header:
    try:
        header = read_header(content[:HEADER_BYTES])
    except BadHeader as bad:
        raise BrokenDay(day, f"{bad} ({part.file})") from None
    if header.ledger != ledger:
        raise BrokenDay(day, f"holds visits of ledger {header.ledger} instead of {ledger} ({part.file})")
    told = (day.isoformat(), part.records, part.removed, part.digest)
    if (header.day, header.records, header.removed, header.digest) != told:
        raise BrokenDay(day, f"is not the file that was sealed ({part.file})")
    if len(content) < header.bytes:
        raise BrokenDay(day, f"is cut short ({part.file})")
    return header


def _section(content: mmap.mmap, header: Header, day: date, part: Part, name: str) -> Section:
    offset, length, crc = header.sections[name]
    piece = memoryview(content)[offset : offset + length]
    if zlib.crc32(piece) != crc:
        raise BrokenDay(day, f"is damaged in its section {name} ({part.file})")
    return np.frombuffer(piece, SECTIONS[name])


def rows_of_part(part: OpenPart, order: str) -> Rows:
    """The visits of a file, read from one of its orders ("place" or "person")."""
    records = part.sections[f"by_{order}"]
    ids, offsets = part.sections[f"{order}_ids"], part.sections[f"{order}_offsets"]
    keys = ids.astype(np.int64) if len(ids) else np.arange(max(len(offsets) - 1, 0))
    bounds = offsets.astype(np.int64)
    keys = np.repeat(keys, bounds[1:] - bounds[:-1])
    start, duration, other = unpacked(records)
    person, place = (other, keys) if order == "place" else (keys, other)
    return Rows(person, place, start, duration)
