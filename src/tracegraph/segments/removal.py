"""Visits withdrawn after their day was sealed: which records of the earlier files no longer count."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tracegraph.segments.errors import RowsRefused
from tracegraph.segments.parts import OpenPart
from tracegraph.segments.rows import DURATION_MASK, DURATION_SHIFT, ID_MASK, START_SHIFT

Positions = NDArray[np.int64]


@dataclass
class Dead:
    """Positions of dead records of one file, ascending, in the order by place and in the order by person."""

    place: Positions
    person: Positions


def dead_positions(parts: list[OpenPart]) -> list[Dead]:
    """For each file of a day, in order: what later files withdrew. Each withdrawal takes one visit.

    Raises `RowsRefused` when a visit to withdraw is not there.
    """
    dead = [(set[int](), set[int]()) for _ in parts]
    for number, part in enumerate(parts):
        pairs = zip(part.sections["removed_place"], part.sections["removed_record"], strict=True)
        for place, record in pairs:
            _withdraw(parts[:number], dead, int(place), record)
    return [Dead(_ascending(place), _ascending(person)) for place, person in dead]


def without(length: int, gone: Positions) -> NDArray[np.bool_]:
    keep = np.ones(length, bool)
    keep[gone] = False
    return keep


def _withdraw(
    parts: list[OpenPart], dead: list[tuple[set[int], set[int]]], place: int, record: np.uint64
) -> None:
    person = int(record & ID_MASK)
    twin = (record >> DURATION_SHIFT << DURATION_SHIFT) | np.uint64(place)
    for part, (dead_place, dead_person) in zip(parts, dead, strict=False):
        at = _find(part, "place", place, record, dead_place)
        if at is not None:
            dead_place.add(at)
            dead_person.add(_certain(_find(part, "person", person, twin, dead_person)))
            return
    start, duration = int(record >> START_SHIFT), int((record >> DURATION_SHIFT) & DURATION_MASK)
    raise RowsRefused(
        f"The visit of person {person} at place {place} ({start} s, {duration} s) of {_day_of(parts)} "
        "is not there to be withdrawn."
    )


def _find(part: OpenPart, order: str, key: int, record: np.uint64, dead: set[int]) -> int | None:
    """The first living position of a record under a key."""
    ids, offsets = part.sections[f"{order}_ids"], part.sections[f"{order}_offsets"]
    slot = int(np.searchsorted(ids, key)) if len(ids) else key
    if slot >= len(offsets) - 1 or (len(ids) and ids[slot] != key):
        return None
    low, high = int(offsets[slot]), int(offsets[slot + 1])
    records = part.sections[f"by_{order}"][low:high]
    # Sorted by arrival and duration only, so the equal ones are looked through.
    first, last = (
        int(np.searchsorted(records >> DURATION_SHIFT, record >> DURATION_SHIFT, side))
        for side in ("left", "right")
    )
    same = low + first + np.flatnonzero(records[first:last] == record)
    return next((int(at) for at in same if int(at) not in dead), None)


def _certain(position: int | None) -> int:
    if position is None:
        raise RowsRefused("The two orders of a sealed day disagree.")
    return position


def _day_of(parts: list[OpenPart]) -> date | str:
    return parts[0].day if parts else "a day that was never sealed"


def _ascending(positions: set[int]) -> Positions:
    return np.array(sorted(positions), np.int64)
