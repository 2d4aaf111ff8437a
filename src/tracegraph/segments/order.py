"""Rows into the two orders: records sorted under an index of offsets, once by place, once by person."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tracegraph.segments.rows import DURATION_SHIFT, OPEN, Ints, Rows, Words, packed

HAS_OPEN = np.uint32(1 << 31)
Index = NDArray[np.uint32]


@dataclass(frozen=True)
class Order:
    """Records under their keys.

    ``records``: sorted by key, then by arrival and duration. ``offsets``: slot → first record, one more at the end. ``ids``:
    slot → key, ascending; empty when every number is its own slot, which is smaller where most have visits.
    """

    records: Words
    ids: Index
    offsets: Index


def by_place(rows: Rows) -> tuple[Order, Index]:
    """The order by place, and for each slot the longest visit in seconds, with `HAS_OPEN` where one is open."""
    order = _ordered(rows.place, packed(rows.start, rows.duration, rows.person))
    return order, _longest(order)


def by_person(rows: Rows) -> Order:
    return _ordered(rows.person, packed(rows.start, rows.duration, rows.place))


def _ordered(keys: Ints, records: Words) -> Order:
    order = _sorting(keys, records)
    keys, records = keys[order], records[order]
    ids, first = np.unique(keys, return_index=True)
    highest = int(keys[-1]) + 1 if len(keys) else 0
    if highest <= 2 * len(ids) + 1:
        dense = np.searchsorted(keys, np.arange(highest + 1))
        return Order(records, np.empty(0, np.uint32), dense.astype(np.uint32))
    return Order(records, ids.astype(np.uint32), np.append(first, len(keys)).astype(np.uint32))


def _sorting(keys: Ints, records: Words) -> NDArray[np.int64]:
    """The permutation that sorts by key, then arrival and duration: 30, 17 and 17 bits, exactly one word.

    Visits equal in all three lie in any order; nothing depends on it.
    """
    return np.argsort((keys.astype(np.uint64) << np.uint64(34)) | (records >> DURATION_SHIFT))


def _longest(order: Order) -> Index:
    duration = ((order.records >> np.uint64(30)) & np.uint64(OPEN)).astype(np.uint32)
    is_open = duration == OPEN
    closed = np.where(is_open, np.uint32(0), duration)
    slots = len(order.offsets) - 1
    longest = np.zeros(slots, np.uint32)
    bounds = order.offsets.astype(np.int64)
    slot_of = np.repeat(np.arange(slots), bounds[1:] - bounds[:-1])
    np.maximum.at(longest, slot_of, closed)
    longest[np.unique(slot_of[is_open])] |= HAS_OPEN
    return longest
