"""One file of sealed visits, byte by byte.

    0      8 bytes   b"PHDSEG" and the version of the format (big-endian, 2 bytes)
    8      8 bytes   CRC-32 of the header text, length of the header text (big-endian, 4 bytes each)
    16               header text, JSON: ledger, day, records, digest, and for each section
                     its name → [offset, bytes, CRC-32]
    4096             the sections, each at a multiple of 64 bytes, little-endian

Sections: `by_place`, `by_person` (u64 records); `place_ids`, `place_offsets`, `place_longest`, `person_ids`,
`person_offsets` (u32); `removed_place` (u32), `removed_record` (u64): visits of earlier files of the same day that
are withdrawn here.
"""

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tracegraph.segments.order import by_person, by_place
from tracegraph.segments.rows import Rows, digest, packed

MAGIC, VERSION = b"PHDSEG", 1
HEADER_BYTES, ALIGNMENT = 4_096, 64
PREFIX = struct.Struct(">6sHII")
SECTIONS = {
    "by_place": np.uint64,
    "by_person": np.uint64,
    "place_ids": np.uint32,
    "place_offsets": np.uint32,
    "place_longest": np.uint32,
    "person_ids": np.uint32,
    "person_offsets": np.uint32,
    "removed_place": np.uint32,
    "removed_record": np.uint64,
}
Section = NDArray[Any]


class BadHeader(ValueError):
    """The first bytes are not those of a segment that this version reads; the message says which part."""


@dataclass(frozen=True)
class Header:
    """What a file says of itself. ``sections``: name → (offset, bytes, CRC-32)."""

    ledger: str
    day: str
    records: int
    removed: int
    digest: int
    sections: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """The length of the whole file."""
        return max([HEADER_BYTES, *(offset + length for offset, length, _ in self.sections.values())])


def sections_of(rows: Rows, removed: Rows) -> dict[str, Section]:
    """Every section of a file that adds ``rows`` and withdraws ``removed``."""
    places, longest = by_place(rows)
    people = by_person(rows)
    return {
        "by_place": places.records,
        "by_person": people.records,
        "place_ids": places.ids,
        "place_offsets": places.offsets,
        "place_longest": longest,
        "person_ids": people.ids,
        "person_offsets": people.offsets,
        "removed_place": removed.place.astype(np.uint32),
        "removed_record": packed(removed.start, removed.duration, removed.person),
    }


def header_for(ledger: str, day: str, rows: Rows, removed: Rows, sections: Mapping[str, Section]) -> Header:
    places, offset = {}, HEADER_BYTES
    for name, section in sections.items():
        places[name] = (offset, section.nbytes, zlib.crc32(_bytes_of(section)) if section.size else 0)
        offset = _aligned(offset + section.nbytes)
    return Header(ledger, day, len(rows), len(removed), digest(rows), places)


def chunks_of(header: Header, sections: Mapping[str, Section]) -> Iterator[bytes | memoryview]:
    """The file piece by piece, in order."""
    yield _head(header)
    at = HEADER_BYTES
    for name, section in sections.items():
        offset, length, _ = header.sections[name]
        yield bytes(offset - at)
        if length:
            yield _bytes_of(section)
        at = offset + length


def _head(header: Header) -> bytes:
    text = json.dumps({**header.__dict__, "sections": dict(header.sections)}).encode()
    if PREFIX.size + len(text) > HEADER_BYTES:
        raise ValueError("The header does not fit its block.")
    head = PREFIX.pack(MAGIC, VERSION, zlib.crc32(text), len(text)) + text
    return head.ljust(HEADER_BYTES, b"\0")


def read_header(block: bytes) -> Header:
    """The header in the first block of a file. Raises `BadHeader`."""
    if len(block) < HEADER_BYTES:
        raise BadHeader("is cut short")
    magic, version, crc, length = PREFIX.unpack_from(block)
    text = block[PREFIX.size : PREFIX.size + length]
    if magic != MAGIC:
        raise BadHeader("is not a segment")
    if version > VERSION:
        raise BadHeader(f"has format {version}, and this engine reads up to {VERSION}")
    if zlib.crc32(text) != crc:
        raise BadHeader("has a damaged header")
    values = json.loads(text)
    return Header(**{**values, "sections": {name: tuple(one) for name, one in values["sections"].items()}})


def _bytes_of(section: Section) -> memoryview:
    return np.ascontiguousarray(section).view(np.uint8).data


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT
