"""Compiled loops over sealed days. The only file that needs numba; compiled once, cached beside the file.

Arithmetic on scores follows `tracegraph.scoring` operation by operation, so that both give the same digits: sums are
kept in two floats each (as exact as `math.fsum` for what a person can meet), and no reordering is allowed.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Array = NDArray[Any]

DAY_S, OFFSET_S, OPEN = 86_400, 25_200, 131_071
NEVER = 1 << 60

# Columns of `Days.meta`, one row a file: day number, number of records, then where its sections begin, in words.
(DAY, BY_PLACE, BY_PERSON, PLACE_IDS, PLACE_SLOTS, PLACE_OFFSETS, PLACE_LONGEST) = range(7)
(PERSON_IDS, PERSON_SLOTS, PERSON_OFFSETS, META_COLUMNS) = range(7, 11)

# Whole numbers of one row of a table of candidates: one line of a processor's cache. `VIA`: the person in between
# (second ring); `SLOT`: where the row stands in the hash table.
(PERSON, VISITS, DIRECT, LINGER, FIRST, LAST, VIA, SLOT, COLUMNS) = range(9)
# The strongest meeting: place, the case's stay as cut, the other's stay, seconds, first moment.
(PLACE, CASE_START, CASE_END, START, END, MET_DIRECT, MET_LINGER, MET_FIRST, PATH_COLUMNS) = range(9)
# Floats of one row: the two halves of the sum of weighted minutes, the strongest meeting's minutes, the score.
(HIGH, LOW, BEST, SCORE, FLOATS) = range(5)


class Days(NamedTuple):
    """Every file of every day in reach. ``first``: files of day ``d`` are ``first[d - day0] : first[d - day0 + 1]``."""

    words64: Any
    words32: Any
    dead_place: Any
    dead_person: Any
    meta: Any
    first: Any
    day0: int


class Rules(NamedTuple):
    """The policy in arrays: ``kind`` of each place number (the last kind is "any other"), then one entry a kind."""

    kind: Any
    linger: Any
    open_for: Any
    kind_weight: Any
    direct: float
    linger_weight: float
    meeting_minutes: float
    half_minutes: float


class Aliases(NamedTuple):
    """Numbers that mean another person: sorted by number, and sorted by whom they mean."""

    alias: Any
    means: Any
    group: Any
    members: Any


class Table(NamedTuple):
    """Rows found by person: an open hash table of row numbers, then the rows. ``used[0]``: how many."""

    slots: Any
    whole: Any
    path: Any
    parts: Any
    used: Any


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
def first_at_least(words: Array, low: Any, high: Any, value: Any) -> int:
    while low < high:
        middle = (low + high) >> 1
        if words[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True, nogil=True)
def slot_of(words: Array, ids: int, slots: int, key: int) -> int:
    """Where a key's offset stands, or -1. ``ids`` < 0: every number is its own slot."""
    if ids < 0:
        return key if key < slots else -1
    at = first_at_least(words, ids, ids + slots, key)
    return at - ids if at < ids + slots and words[at] == key else -1


@njit(cache=True, nogil=True)
def is_dead(dead: Array, position: int) -> bool:
    if dead.size == 0:
        return False
    at = first_at_least(dead, 0, dead.size, position)
    return at < dead.size and dead[at] == position


@njit(cache=True, nogil=True)
def canonical(aliases: Aliases, person: int) -> int:
    if aliases.alias.size == 0:
        return person
    at = first_at_least(aliases.alias, 0, aliases.alias.size, person)
    return aliases.means[at] if at < aliases.alias.size and aliases.alias[at] == person else person


@njit(cache=True, nogil=True)
def kind_of(rules: Rules, place: int) -> int:
    return rules.kind[place] if place < rules.kind.size else rules.linger.size - 1


@njit(cache=True, nogil=True)
def unpack(record: Any) -> tuple[Any, Any, Any]:
    """Id, second of the day, duration of one record."""
    length = np.int64(record >> np.uint64(30)) & OPEN
    return np.int64(record & np.uint64(0x3FFFFFFF)), np.int64(record >> np.uint64(47)), length


@njit(cache=True, nogil=True)
def files_between(days: Days, begin: int, until: int) -> tuple[int, int]:
    """The range of files whose day lies between the days of two moments, both included."""
    last = days.first.size - 1
    low = max(0, min(last, (begin + OFFSET_S) // DAY_S - days.day0))
    high = max(0, min(last, (until + OFFSET_S) // DAY_S - days.day0 + 1))
    return days.first[low], days.first[max(low, high)]


@njit(cache=True, nogil=True)
def ensure(buffer: Array, needed: int) -> Array:
    if needed <= buffer.shape[0]:
        return buffer
    bigger = np.empty((max(needed, 2 * buffer.shape[0]), buffer.shape[1]), buffer.dtype)
    bigger[: buffer.shape[0]] = buffer
    return bigger


@njit(cache=True, nogil=True)
def own_stays(
    days: Days, rules: Rules, person: int, begin: int, until: int, stays: Array, count: int
) -> tuple[Array, int]:
    """Append the person's visits cut to ``[begin, until)``: columns place, start, end."""
    first, last = files_between(days, begin - DAY_S, until)
    for file in range(first, last):
        meta, small = days.meta[file], days.words32[file]
        slot = slot_of(small, meta[PERSON_IDS], meta[PERSON_SLOTS], person)
        if slot < 0:
            continue
        low = np.int64(small[meta[PERSON_OFFSETS] + slot])
        high = np.int64(small[meta[PERSON_OFFSETS] + slot + 1])
        midnight = meta[DAY] * DAY_S - OFFSET_S
        words, dead = days.words64[file], days.dead_person[file]
        for position in range(low, high):
            if is_dead(dead, position):
                continue
            place, start, length = unpack(words[meta[BY_PERSON] + position])
            start += midnight
            end = start + (rules.open_for[kind_of(rules, place)] if length == OPEN else length)
            if start == end:
                inside = begin <= start < until
            else:
                start, end = max(start, begin), min(end, until)
                inside = start < end
            if inside:
                stays = ensure(stays, count + 1)
                stays[count, 0], stays[count, 1], stays[count, 2] = place, start, end
                count += 1
    return stays, count


@njit(cache=True, nogil=True)
def all_stays(
    days: Days, rules: Rules, aliases: Aliases, person: int, begin: int, until: int, stays: Array
) -> tuple[Array, int]:
    """The visits of a person under every number it has."""
    stays, count = own_stays(days, rules, person, begin, until, stays, 0)
    at = first_at_least(aliases.group, 0, aliases.group.size, person)
    while at < aliases.group.size and aliases.group[at] == person:
        stays, count = own_stays(days, rules, aliases.members[at], begin, until, stays, count)
        at += 1
    return stays, count


@njit(cache=True, nogil=True)
def met_at(
    days: Days, rules: Rules, aliases: Aliases, person: int, place: int, start: int, end: int, met: Array
) -> tuple[Array, int]:
    """Whoever met one stay: rows of ``met`` = person, start, end of their visit, position; and how many."""
    kind = kind_of(rules, place)
    window_end, open_for = end + rules.linger[kind], rules.open_for[kind]
    first, last = files_between(days, start - DAY_S, window_end)
    count = 0
    for file in range(first, last):
        low, high = near(days, file, place, start, window_end, open_for)
        if low == high:
            continue
        met = ensure(met, count + high - low + 1)
        since = count
        count = met_among(
            days.words64[file], low, high, days.meta[file, DAY] * DAY_S - OFFSET_S, person,
            start, end, window_end, open_for, met, count,
        )  # fmt: skip
        dead = days.dead_place[file]
        if dead.size + aliases.alias.size > 0:
            count = settled(met, since, count, dead, days.meta[file, BY_PLACE], aliases, person)
    return met, count


@njit(cache=True, nogil=True)
def near(days: Days, file: int, place: int, start: int, window_end: int, open_for: int) -> tuple[Any, Any]:
    """The records of a place in one file that began late enough to reach ``start``, and by ``window_end``."""
    small, words = days.words32[file], days.words64[file]
    slot = slot_of(small, days.meta[file, PLACE_IDS], days.meta[file, PLACE_SLOTS], place)
    if slot < 0:
        return 0, 0
    longest: Any = np.int64(small[days.meta[file, PLACE_LONGEST] + slot])
    reach = max(longest & 0x7FFFFFFF, open_for) if longest >> 31 else longest
    midnight = days.meta[file, DAY] * DAY_S - OFFSET_S
    if start - reach >= midnight + DAY_S:
        return 0, 0
    base, offsets = days.meta[file, BY_PLACE], days.meta[file, PLACE_OFFSETS]
    low = base + np.int64(small[offsets + slot])
    high = base + np.int64(small[offsets + slot + 1])
    early = np.uint64(max(0, start - reach - midnight)) << np.uint64(47)
    late = np.uint64(min(max(0, window_end + 1 - midnight), OPEN)) << np.uint64(47)
    low = first_at_least(words, low, high, early)
    return low, first_at_least(words, low, high, late)


@njit(cache=True, nogil=True)
def met_among(
    words: Array, low: int, high: int, midnight: int, person: int,
    start: int, end: int, window_end: int, open_for: int, met: Array, count: int,
) -> int:  # fmt: skip
    """Write down those of the records ``low`` to ``high`` that met the stay; ``met`` has room for all.

    Without branches, because which records meet is a coin toss to the processor: each is written, and counted or
    written over. The terms are those of `tracegraph.meetings`: both have length and share time; the other is an
    instant; the case is an instant; the other came in the linger time.
    """
    for position in range(low, high):
        other, began, length = unpack(words[position])
        began += midnight
        ended = began + (open_for if length == OPEN else length)
        both = max(start, began) < min(end, ended)
        other_instant = (began == ended) & (start <= began) & ((began < end) | (began == start))
        case_instant = (start == end) & (began <= start) & (start < ended)
        after = (end <= began) & (began < window_end)
        met[count, 0], met[count, 1], met[count, 2], met[count, 3] = other, began, ended, position
        count += (other != person) & (both | other_instant | case_instant | after)
    return count


@njit(cache=True, nogil=True)
def settled(met: Array, since: int, count: int, dead: Array, base: int, aliases: Aliases, person: int) -> int:
    """Of the rows ``since`` to ``count`` those that still count, each under the number it means."""
    kept = since
    for row in range(since, count):
        other = canonical(aliases, met[row, 0])
        if other != person and not is_dead(dead, met[row, 3] - base):
            met[kept, 0], met[kept, 1], met[kept, 2] = other, met[row, 1], met[row, 2]
            kept += 1
    return kept


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
def add_contacts(
    days: Days,
    rules: Rules,
    aliases: Aliases,
    person: int,
    begin: int,
    until: int,
    table: Table,
    stays: Array,
    met: Array,
) -> tuple[Table, Array, Array]:
    """Every meeting with a person within a period, counted into the table."""
    stays, own = all_stays(days, rules, aliases, person, begin, until, stays)
    for number in range(own):
        place, start, end = stays[number, 0], stays[number, 1], stays[number, 2]
        met, count = met_at(days, rules, aliases, person, place, start, end, met)
        table = add_meetings(table, rules, place, start, end, met, count)
    return table, stays, met


@njit(cache=True, nogil=True)
def first_ring(
    days: Days, rules: Rules, aliases: Aliases, person: int, begins: Array, untils: Array
) -> Table:
    """The candidates of one person over its periods, with scores."""
    table = new_table(256)
    stays, met = np.empty((64, 3), np.int64), np.empty((512, 4), np.int64)
    for period in range(begins.size):
        table, stays, met = add_contacts(
            days, rules, aliases, person, begins[period], untils[period], table, stays, met
        )
    for row in range(table.used[0]):
        floats = table.parts[row]
        floats[SCORE] = score_of(floats[HIGH], floats[LOW], rules.half_minutes)
    return table


@njit(cache=True, nogil=True)
def second_ring(
    days: Days, rules: Rules, aliases: Aliases, person: int, first: Table, untils: Array, low: int, high: int
) -> Table:
    """Whoever met rows ``low`` to ``high`` of the first ring, from their first exposure until ``untils[row]``.

    One row a person; the strongest way by score, then by the lower number of the one in between.
    """
    found, one = new_table(4096), new_table(1024)
    stays, met = np.empty((64, 3), np.int64), np.empty((512, 4), np.int64)
    for number in range(low, high):
        via = first.whole[number]
        clear(one)
        one, stays, met = add_contacts(
            days, rules, aliases, via[PERSON], via[FIRST], untils[number], one, stays, met
        )
        for row in range(one.used[0]):
            other = one.whole[row, PERSON]
            if other != person and first.slots[slot_in(first.slots, first.whole, other)] < 0:
                link = score_of(one.parts[row, HIGH], one.parts[row, LOW], rules.half_minutes)
                score = round6(first.parts[number, SCORE] * link)
                found = fold(found, one, row, score, via[PERSON])
    return found


@njit(cache=True, nogil=True)
def together(found: Table, other: Table) -> Table:
    """Two second rings of one person as one."""
    for row in range(other.used[0]):
        found = fold(found, other, row, other.parts[row, SCORE], other.whole[row, VIA])
    return found


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


@njit(cache=True, nogil=True)
def meetings(
    days: Days, rules: Rules, aliases: Aliases, people: Array, begins: Array, untils: Array
) -> Array:
    """Every meeting of many periods, unsummed: columns period, person, place, case's stay, other's stay."""
    pairs, count = np.empty((4096, 7), np.int64), 0
    stays, met = np.empty((64, 3), np.int64), np.empty((512, 4), np.int64)
    for period in range(people.size):
        stays, own = all_stays(days, rules, aliases, people[period], begins[period], untils[period], stays)
        for number in range(own):
            place, start, end = stays[number, 0], stays[number, 1], stays[number, 2]
            met, others = met_at(days, rules, aliases, people[period], place, start, end, met)
            pairs = ensure(pairs, count + others)
            for other in range(others):
                pair = pairs[count]
                pair[0], pair[1], pair[2] = period, met[other, 0], place
                pair[3], pair[4], pair[5], pair[6] = start, end, met[other, 1], met[other, 2]
                count += 1
    return pairs[:count]


@njit(cache=True, nogil=True)
def stays_of_many(
    days: Days, rules: Rules, aliases: Aliases, people: Array, begins: Array, untils: Array
) -> Array:
    """The stays of many periods: columns period, place, start, end (cut)."""
    found, count = np.empty((1024, 4), np.int64), 0
    stays = np.empty((64, 3), np.int64)
    for period in range(people.size):
        stays, own = all_stays(days, rules, aliases, people[period], begins[period], untils[period], stays)
        found = ensure(found, count + own)
        found[count : count + own, 0] = period
        found[count : count + own, 1:] = stays[:own]
        count += own
    return found[:count]


@njit(cache=True, nogil=True)
def traffic(days: Days, keys: Array, day_numbers: Array, by_person: bool) -> Array:
    """How many visits each place (or person) has on a day, from the offsets alone."""
    found = np.zeros(keys.size, np.int64)
    for number in range(keys.size):
        day = day_numbers[number] - days.day0
        if day < 0 or day >= days.first.size - 1:
            continue
        for file in range(days.first[day], days.first[day + 1]):
            meta, small = days.meta[file], days.words32[file]
            ids, slots, offsets = PLACE_IDS, PLACE_SLOTS, PLACE_OFFSETS
            dead = days.dead_place[file]
            if by_person:
                ids, slots, offsets = PERSON_IDS, PERSON_SLOTS, PERSON_OFFSETS
                dead = days.dead_person[file]
            slot = slot_of(small, meta[ids], meta[slots], keys[number])
            if slot >= 0:
                low = np.int64(small[meta[offsets] + slot])
                high = np.int64(small[meta[offsets] + slot + 1])
                gone = first_at_least(dead, 0, dead.size, high) - first_at_least(dead, 0, dead.size, low)
                found[number] += high - low - gone
    return found
