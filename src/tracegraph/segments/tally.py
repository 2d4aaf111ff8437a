"""Compiled: meetings summed up by person in a hash table, with the digits of `tracegraph.scoring`.

Arithmetic on scores follows `tracegraph.scoring` operation by operation: sums are kept in two floats each (as exact as
`math.fsum` for what a person can meet), and no reordering is allowed.
"""

import numpy as np
from numba import njit

from tracegraph.segments.shapes import (
    BEST,
    CASE_END,
    CASE_START,
    COLUMNS,
    DIRECT,
    END,
    FIRST,
    FLOATS,
    HIGH,
    LAST,
    LINGER,
    LOW,
    MET_DIRECT,
    MET_FIRST,
    MET_LINGER,
    PATH_COLUMNS,
    PERSON,
    PLACE,
    SCORE,
    SLOT,
    START,
    VIA,
    VISITS,
    Array,
    Rules,
    Table,
)


@njit(cache=True, nogil=True)
def new_table(rows: int) -> Table:
    slots = 16
    while slots < 2 * rows:
        slots *= 2
    return Table(
        np.full(slots, -1, np.int64),
        np.empty((rows, COLUMNS), np.int64),
        np.empty((rows, PATH_COLUMNS), np.int64),
        np.empty((rows, FLOATS), np.float64),
        np.zeros(1, np.int64),
    )


@njit(cache=True, nogil=True)
def slot_in(slots: Array, whole: Array, person: int) -> int:
    """Where the row of a person stands in the hash table, or where it would."""
    mask = slots.size - 1
    at = ((person * 0x9E3779B1) >> 7) & mask
    while slots[at] >= 0 and whole[slots[at], PERSON] != person:
        at = (at + 1) & mask
    return at


@njit(cache=True, nogil=True)
def clear(table: Table) -> None:
    for row in range(table.used[0]):
        table.slots[table.whole[row, SLOT]] = -1
    table.used[0] = 0


@njit(cache=True, nogil=True)
def with_room(table: Table, more: int) -> Table:
    """The same table with room for ``more`` rows."""
    used, rows = table.used[0], table.whole.shape[0]
    if used + more <= rows:
        return table
    while rows < used + more:
        rows *= 4
    bigger = new_table(rows)
    bigger.whole[:used] = table.whole[:used]
    bigger.path[:used] = table.path[:used]
    bigger.parts[:used] = table.parts[:used]
    bigger.used[0] = used
    for row in range(used):
        at = slot_in(bigger.slots, bigger.whole, bigger.whole[row, PERSON])
        bigger.slots[at], bigger.whole[row, SLOT] = row, at
    return bigger


@njit(cache=True, nogil=True)
def round6(value: float) -> float:
    """`round(value, 6)` of Python for 0 ≤ value < 1, to the last bit."""
    scaled = value * 1e6
    # The error of the product, exactly (Dekker 1971): 1e6 needs 14 bits, so only the value is split.
    big = value * 134_217_729.0
    high = big - (big - value)
    low = value - high
    error = (high * 1e6 - scaled) + low * 1e6
    whole = np.floor(scaled)
    above = scaled - whole - 0.5
    if above == 0.0:
        above = error
    if above > 0.0 or (above == 0.0 and whole % 2.0 == 1.0):
        whole += 1.0
    return whole / 1e6


@njit(cache=True, nogil=True)
def score_of(high: float, low: float, half: float) -> float:
    minutes = high + low
    return round6(minutes / (minutes + half)) if minutes > 0 else 0.0


@njit(cache=True, nogil=True)
def kind_of(rules: Rules, place: int) -> int:
    return rules.kind[place] if place < rules.kind.size else rules.linger.size - 1


@njit(cache=True, nogil=True)
def is_stronger(
    path: Array, number: int, first: int, place: int, start: int, end: int, case_start: int, case_end: int
) -> bool:
    """The order of `tracegraph.paths.strongest` among meetings of equal minutes; numbers of places compare as numbers."""
    if first != path[number, MET_FIRST]:
        return first < path[number, MET_FIRST]
    if place != path[number, PLACE]:
        return place < path[number, PLACE]
    if start != path[number, START]:
        return start < path[number, START]
    if end != path[number, END]:
        return end < path[number, END]
    if case_start != path[number, CASE_START]:
        return case_start < path[number, CASE_START]
    return case_end < path[number, CASE_END]


@njit(cache=True, nogil=True)
def add_meetings(
    table: Table, rules: Rules, place: int, case_start: int, case_end: int, met: Array, count: int
) -> Table:
    """Count the meetings of one stay in; returns the table, which may have grown."""
    kind = kind_of(rules, place)
    window_end, weight = case_end + rules.linger[kind], rules.kind_weight[kind]
    table = with_room(table, count)
    slots, whole, path, parts = table.slots, table.whole, table.path, table.parts
    used = table.used[0]
    for at in range(count):
        person, start, end = met[at, 0], met[at, 1], met[at, 2]
        direct = max(0, min(case_end, end) - max(case_start, start))
        linger = max(0, min(end, window_end) - max(start, case_end))
        first, last = max(case_start, start), min(end, window_end)
        minutes = weight * (
            rules.direct * direct / 60 + rules.linger_weight * linger / 60 + rules.meeting_minutes
        )
        slot = slot_in(slots, whole, person)
        number = slots[slot]
        is_new = number < 0
        if is_new:
            number = used
            used += 1
            slots[slot] = number
            whole[number, PERSON], whole[number, SLOT] = person, slot
            whole[number, VISITS], whole[number, DIRECT], whole[number, LINGER] = 0, 0, 0
            whole[number, FIRST], whole[number, LAST] = first, last
            parts[number, HIGH], parts[number, LOW] = 0.0, 0.0
        row = np.uint64(number)
        whole[row, VISITS] += 1
        whole[row, DIRECT] += direct
        whole[row, LINGER] += linger
        whole[row, FIRST] = min(whole[row, FIRST], first)
        whole[row, LAST] = max(whole[row, LAST], last)
        # Knuth's two-sum: the part of the sum that the first float cannot hold goes to the second.
        so_far = parts[row, HIGH]
        high = so_far + minutes
        back = high - so_far
        parts[row, LOW] += (so_far - (high - back)) + (minutes - back)
        parts[row, HIGH] = high
        best = parts[row, BEST]
        if (
            is_new
            or minutes > best
            or (minutes == best and is_stronger(path, number, first, place, start, end, case_start, case_end))
        ):
            parts[row, BEST] = minutes
            path[row, PLACE], path[row, CASE_START], path[row, CASE_END] = place, case_start, case_end
            path[row, START], path[row, END], path[row, MET_FIRST] = start, end, first
            path[row, MET_DIRECT], path[row, MET_LINGER] = direct, linger
    table.used[0] = used
    return table


@njit(cache=True, nogil=True)
def fold(found: Table, one: Table, row: int, score: float, via: int) -> Table:
    """Add a row of ``one``, met through ``via``, to that person's row."""
    found = with_room(found, 1)
    whole, person = found.whole, one.whole[row, PERSON]
    slot = slot_in(found.slots, whole, person)
    number = found.slots[slot]
    is_new = number < 0
    if is_new:
        number = found.used[0]
        found.used[0] += 1
        found.slots[slot] = number
        whole[number] = one.whole[row]
        whole[number, SLOT] = slot
    else:
        whole[number, VISITS] += one.whole[row, VISITS]
        whole[number, DIRECT] += one.whole[row, DIRECT]
        whole[number, LINGER] += one.whole[row, LINGER]
        whole[number, FIRST] = min(whole[number, FIRST], one.whole[row, FIRST])
        whole[number, LAST] = max(whole[number, LAST], one.whole[row, LAST])
    best = found.parts[number, SCORE]
    if is_new or score > best or (score == best and via < whole[number, VIA]):
        found.parts[number, SCORE] = score
        whole[number, VIA] = via
        found.path[number] = one.path[row]
    return found
