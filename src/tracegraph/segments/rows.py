"""Visits as columns, before they are sealed: checked, counted, and summed up in a digest.

Record: ``second_of_day:17 | duration:17 | id:30`` bits, most significant first, so that sorting records sorts
visits by arrival. ``id`` is the place in the order by person, the person in the order by place. A duration of
``OPEN`` means that nobody recorded the departure; how long such a visit lasts is a question of policy, asked later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tracegraph.segments.errors import RowsRefused
from tracegraph.segments.localtime import DAY_S, day_number, midnight

ID_BITS, DURATION_BITS = 30, 17
START_SHIFT = np.uint64(ID_BITS + DURATION_BITS)
DURATION_SHIFT = np.uint64(ID_BITS)
MAX_ID = (1 << ID_BITS) - 1
OPEN = (1 << DURATION_BITS) - 1
ID_MASK, DURATION_MASK = np.uint64(MAX_ID), np.uint64(OPEN)

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]


@dataclass(frozen=True)
class Rows:
    """Visits of one local day, one entry a visit in each column.

    ``person``, ``place``: numbers in ``[0, 2^30)``. ``start``: second of the local day, ``[0, 86400)``.
    ``duration``: seconds, ``[0, 86400]``, or ``OPEN``.
    """

    person: Ints
    place: Ints
    start: Ints
    duration: Ints

    def __len__(self) -> int:
        return len(self.person)

    def take(self, keep: NDArray[np.bool_]) -> "Rows":
        return Rows(self.person[keep], self.place[keep], self.start[keep], self.duration[keep])


def rows_of_day(day: date, person: Ints, place: Ints, start: Ints, end: Ints) -> Rows:
    """Rows out of epoch seconds; ``end`` is -1 where nobody recorded it. Raises `RowsRefused`.

    Rows of another local day are refused as a whole: a clock an hour off is a fault to mend, not to seal.
    """
    columns = [np.asarray(one, dtype=np.int64) for one in (person, place, start, end)]
    person, place, start, end = columns
    began = start - midnight(day_number(day))
    duration = np.where(end < 0, OPEN, end - start)
    _refuse(day, "begin on another local day", (began < 0) | (began >= DAY_S))
    _refuse(day, "end before they begin", (end >= 0) & (duration < 0))
    _refuse(day, "last longer than 24 hours", (end >= 0) & (duration > DAY_S))
    _refuse(day, "name a person outside 0 to 2^30", (person < 0) | (person > MAX_ID))
    _refuse(day, "name a place outside 0 to 2^30", (place < 0) | (place > MAX_ID))
    return Rows(person, place, began, duration)


def rows_of_visits(day: date, visits: Iterable[tuple[int, int, int, int | None]]) -> Rows:
    """The same from tuples (person, place, start, end)."""
    table = np.array([(*one[:3], -1 if one[3] is None else one[3]) for one in visits], dtype=np.int64)
    person, place, start, end = table.reshape(-1, 4).T.copy()
    return rows_of_day(day, person, place, start, end)


def no_rows() -> Rows:
    nothing = np.empty(0, np.int64)
    return Rows(nothing, nothing, nothing, nothing)


def joined(parts: Iterable[Rows]) -> Rows:
    """Several sets of rows of one day as one."""
    every = [no_rows(), *parts]
    return Rows(
        np.concatenate([one.person for one in every]),
        np.concatenate([one.place for one in every]),
        np.concatenate([one.start for one in every]),
        np.concatenate([one.duration for one in every]),
    )


def packed(start: Ints, duration: Ints, identity: Ints) -> Words:
    """Records of 8 bytes."""
    words: Words = start.astype(np.uint64) << START_SHIFT
    words |= duration.astype(np.uint64) << DURATION_SHIFT
    words |= identity.astype(np.uint64)
    return words


def unpacked(records: Words) -> tuple[Ints, Ints, Ints]:
    """Start, duration and id of each record."""
    start = (records >> START_SHIFT).astype(np.int64)
    duration = ((records >> DURATION_SHIFT) & DURATION_MASK).astype(np.int64)
    return start, duration, (records & ID_MASK).astype(np.int64)


def digest(rows: Rows) -> int:
    """A sum over the visits that is the same in whatever order they come, and differs when one differs.

    Each visit is mixed to 64 bits (the finaliser of splitmix64, Steele et al. 2014) and the results are added.
    """
    mixed = _mix(packed(rows.start, rows.duration, rows.person) + _mix(rows.place.astype(np.uint64)))
    return int(np.add.reduce(mixed, dtype=np.uint64)) if len(mixed) else 0


def _mix(words: Words) -> Words:
    words = words + np.uint64(0x9E3779B97F4A7C15)
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def _refuse(day: date, why: str, bad: NDArray[np.bool_]) -> None:
    count = int(np.count_nonzero(bad))
    if count:
        raise RowsRefused(f"{count} of {len(bad)} visits of {day} {why}; nothing of that day was sealed.")
