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

# Whole numbers of one row of a table of candidates.
(PERSON, VISITS, DIRECT, LINGER, FIRST, LAST) = range(6)
# The strongest meeting: place, the case's stay as cut, the other's stay, seconds, first moment; then the person in
# between (second ring), and where the row stands in the hash table.
(PLACE, CASE_START, CASE_END, START, END, MET_DIRECT, MET_LINGER, MET_FIRST, VIA, SLOT, COLUMNS) = range(
    6, 17
)
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
    parts: Any
    used: Any


@njit(cache=True)
def new_table(rows: int) -> Table:
    slots = 16
    while slots < 2 * rows:
        slots *= 2
    return Table(
        np.full(slots, -1, np.int64),
        np.empty((rows, COLUMNS), np.int64),
        np.empty((rows, FLOATS), np.float64),
        np.zeros(1, np.int64),
    )


@njit(cache=True)
def slot_in(table: Table, person: int) -> int:
    mask = table.slots.size - 1
    at = ((person * 0x9E3779B1) >> 7) & mask
    while table.slots[at] >= 0 and table.whole[table.slots[at], PERSON] != person:
        at = (at + 1) & mask
    return at


@njit(cache=True)
def clear(table: Table) -> None:
    for row in range(table.used[0]):
        table.slots[table.whole[row, SLOT]] = -1
    table.used[0] = 0


@njit(cache=True)
def new_row(table: Table, person: int) -> tuple[Table, int]:
    """A row for a person not yet in the table, whole numbers at zero; returns the table and the row's number."""
    if table.used[0] == table.whole.shape[0]:
        table = grown(table)
    number, at = table.used[0], slot_in(table, person)
    table.used[0] += 1
    table.slots[at] = number
    table.whole[number] = 0
    table.parts[number] = 0.0
    table.whole[number, PERSON], table.whole[number, SLOT] = person, at
    return table, number


@njit(cache=True)
def grown(table: Table) -> Table:
    bigger = new_table(table.whole.shape[0] * 4)
    used = table.used[0]
    bigger.whole[:used] = table.whole[:used]
    bigger.parts[:used] = table.parts[:used]
    bigger.used[0] = used
    for row in range(used):
        at = slot_in(bigger, bigger.whole[row, PERSON])
        bigger.slots[at], bigger.whole[row, SLOT] = row, at
    return bigger


@njit(cache=True)
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


@njit(cache=True)
def score_of(high: float, low: float, half: float) -> float:
    minutes = high + low
    return round6(minutes / (minutes + half)) if minutes > 0 else 0.0


@njit(cache=True)
def first_at_least(words: Array, low: Any, high: Any, value: Any) -> int:
    while low < high:
        middle = (low + high) >> 1
        if words[middle] < value:
            low = middle + 1
        else:
            high = middle
    return low


@njit(cache=True)
def slot_of(words: Array, ids: int, slots: int, key: int) -> int:
    """Where a key's offset stands, or -1. ``ids`` < 0: every number is its own slot."""
    if ids < 0:
        return key if key < slots else -1
    at = first_at_least(words, ids, ids + slots, key)
    return at - ids if at < ids + slots and words[at] == key else -1


@njit(cache=True)
def is_dead(dead: Array, position: int) -> bool:
    if dead.size == 0:
        return False
    at = first_at_least(dead, 0, dead.size, position)
    return at < dead.size and dead[at] == position


@njit(cache=True)
def canonical(aliases: Aliases, person: int) -> int:
    if aliases.alias.size == 0:
        return person
    at = first_at_least(aliases.alias, 0, aliases.alias.size, person)
    return aliases.means[at] if at < aliases.alias.size and aliases.alias[at] == person else person


@njit(cache=True)
def kind_of(rules: Rules, place: int) -> int:
    return rules.kind[place] if place < rules.kind.size else rules.linger.size - 1


@njit(cache=True)
def unpack(record: Any) -> tuple[Any, Any, Any]:
    """Id, second of the day, duration of one record."""
    length = np.int64(record >> np.uint64(30)) & OPEN
    return np.int64(record & np.uint64(0x3FFFFFFF)), np.int64(record >> np.uint64(47)), length


@njit(cache=True)
def files_between(days: Days, begin: int, until: int) -> tuple[int, int]:
    """The range of files whose day lies between the days of two moments, both included."""
    last = days.first.size - 1
    low = max(0, min(last, (begin + OFFSET_S) // DAY_S - days.day0))
    high = max(0, min(last, (until + OFFSET_S) // DAY_S - days.day0 + 1))
    return days.first[low], days.first[max(low, high)]


@njit(cache=True)
def ensure(buffer: Array, needed: int) -> Array:
    if needed <= buffer.shape[0]:
        return buffer
    bigger = np.empty((max(needed, 2 * buffer.shape[0]), buffer.shape[1]), buffer.dtype)
    bigger[: buffer.shape[0]] = buffer
    return bigger


@njit(cache=True)
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
        for position in range(low, high):
            if is_dead(days.dead_person[file], position):
                continue
            place, start, length = unpack(days.words64[file][meta[BY_PERSON] + position])
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


@njit(cache=True)
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


@njit(cache=True)
def are_together(start: int, end: int, other_start: int, other_end: int) -> bool:
    if start == end and other_start == other_end:
        return start == other_start
    if start == end:
        return other_start <= start < other_end
    if other_start == other_end:
        return start <= other_start < end
    return max(start, other_start) < min(end, other_end)


@njit(cache=True)
def met_at(
    days: Days, rules: Rules, aliases: Aliases, person: int, place: int, start: int, end: int, met: Array
) -> tuple[Array, int]:
    """Whoever met one stay: rows of ``met`` = person, start, end of their visit. Returns the buffer and the count."""
    kind = kind_of(rules, place)
    window_end, open_for = end + rules.linger[kind], rules.open_for[kind]
    first, last = files_between(days, start - DAY_S, window_end)
    count = 0
    for file in range(first, last):
        meta, small, words = days.meta[file], days.words32[file], days.words64[file]
        slot = slot_of(small, meta[PLACE_IDS], meta[PLACE_SLOTS], place)
        if slot < 0:
            continue
        longest = np.int64(small[meta[PLACE_LONGEST] + slot])
        reach = max(longest & 0x7FFFFFFF, open_for) if longest >> 31 else longest
        midnight = meta[DAY] * DAY_S - OFFSET_S
        if start - reach >= midnight + DAY_S:
            continue
        base = meta[BY_PLACE]
        low = base + np.int64(small[meta[PLACE_OFFSETS] + slot])
        high = base + np.int64(small[meta[PLACE_OFFSETS] + slot + 1])
        early = np.uint64(max(0, start - reach - midnight)) << np.uint64(47)
        late = np.uint64(min(max(0, window_end + 1 - midnight), OPEN)) << np.uint64(47)
        low = first_at_least(words, low, high, early)
        dead = days.dead_place[file]
        for position in range(low, high):
            record = words[position]
            if record >= late:
                break
            other, began, length = unpack(record)
            began += midnight
            ended = began + (open_for if length == OPEN else length)
            if ended < start:
                continue
            if not (are_together(start, end, began, ended) or end <= began < window_end):
                continue
            other = canonical(aliases, other)
            if other == person or is_dead(dead, position - base):
                continue
            met = ensure(met, count + 1)
            met[count, 0], met[count, 1], met[count, 2] = other, began, ended
            count += 1
    return met, count


@njit(cache=True)
def is_stronger(
    row: Array,
    minutes: float,
    best: float,
    first: int,
    place: int,
    start: int,
    end: int,
    case_start: int,
    case_end: int,
) -> bool:
    """The order of `tracegraph.paths.strongest`; numbers of places compare as numbers."""
    if minutes != best:
        return minutes > best
    if first != row[MET_FIRST]:
        return first < row[MET_FIRST]
    if place != row[PLACE]:
        return place < row[PLACE]
    if start != row[START]:
        return start < row[START]
    if end != row[END]:
        return end < row[END]
    if case_start != row[CASE_START]:
        return case_start < row[CASE_START]
    return case_end < row[CASE_END]


@njit(cache=True)
def add_meeting(
    table: Table, rules: Rules, person: int, place: int, case_start: int, case_end: int, start: int, end: int
) -> Table:
    """Count one meeting in; returns the table, which may have grown."""
    kind = kind_of(rules, place)
    window_end = case_end + rules.linger[kind]
    direct = max(0, min(case_end, end) - max(case_start, start))
    linger = max(0, min(end, window_end) - max(start, case_end))
    first, last = max(case_start, start), min(end, window_end)
    minutes = rules.kind_weight[kind] * (
        rules.direct * direct / 60 + rules.linger_weight * linger / 60 + rules.meeting_minutes
    )
    number = table.slots[slot_in(table, person)]
    is_new = number < 0
    if is_new:
        table, number = new_row(table, person)
        table.whole[number, FIRST], table.whole[number, LAST] = first, last
    row, floats = table.whole[number], table.parts[number]
    row[VISITS] += 1
    row[DIRECT] += direct
    row[LINGER] += linger
    row[FIRST], row[LAST] = min(row[FIRST], first), max(row[LAST], last)
    # Knuth's two-sum: the part of the sum that the first float cannot hold goes to the second.
    high = floats[HIGH] + minutes
    back = high - floats[HIGH]
    floats[LOW] += (floats[HIGH] - (high - back)) + (minutes - back)
    floats[HIGH] = high
    if is_new or is_stronger(row, minutes, floats[BEST], first, place, start, end, case_start, case_end):
        floats[BEST] = minutes
        row[PLACE], row[CASE_START], row[CASE_END] = place, case_start, case_end
        row[START], row[END], row[MET_FIRST] = start, end, first
        row[MET_DIRECT], row[MET_LINGER] = direct, linger
    return table


@njit(cache=True)
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
        for other in range(count):
            table = add_meeting(table, rules, met[other, 0], place, start, end, met[other, 1], met[other, 2])
    return table, stays, met


@njit(cache=True)
def first_ring(
    days: Days, rules: Rules, aliases: Aliases, person: int, begins: Array, untils: Array
) -> Table:
    """The candidates of one person over its periods, with scores."""
    table = new_table(1024)
    stays, met = np.empty((64, 3), np.int64), np.empty((4096, 3), np.int64)
    for period in range(begins.size):
        table, stays, met = add_contacts(
            days, rules, aliases, person, begins[period], untils[period], table, stays, met
        )
    for row in range(table.used[0]):
        floats = table.parts[row]
        floats[SCORE] = score_of(floats[HIGH], floats[LOW], rules.half_minutes)
    return table


@njit(cache=True)
def many_first_rings(
    days: Days, rules: Rules, aliases: Aliases, people: Array, periods: Array, begins: Array, untils: Array
) -> tuple[Array, Array, Array]:
    """The candidates of many, one after the other: rows of all, floats of all, and where each begins.

    The periods of ``people[i]`` are ``periods[i] : periods[i + 1]``.
    """
    whole, parts = np.empty((4096, COLUMNS), np.int64), np.empty((4096, FLOATS), np.float64)
    starts = np.zeros(people.size + 1, np.int64)
    table = new_table(1024)
    stays, met = np.empty((64, 3), np.int64), np.empty((4096, 3), np.int64)
    for case in range(people.size):
        clear(table)
        for period in range(periods[case], periods[case + 1]):
            table, stays, met = add_contacts(
                days, rules, aliases, people[case], begins[period], untils[period], table, stays, met
            )
        begin, used = starts[case], table.used[0]
        whole, parts = ensure(whole, begin + used), ensure(parts, begin + used)
        whole[begin : begin + used] = table.whole[:used]
        for row in range(used):
            floats = table.parts[row]
            floats[SCORE] = score_of(floats[HIGH], floats[LOW], rules.half_minutes)
        parts[begin : begin + used] = table.parts[:used]
        starts[case + 1] = begin + used
    return whole, parts, starts


@njit(cache=True)
def second_ring(
    days: Days, rules: Rules, aliases: Aliases, person: int, first: Table, untils: Array
) -> Table:
    """Whoever met the first ring from its first exposure until ``untils`` (one entry a row of ``first``).

    One row a person; the strongest way by score, then by the lower number of the one in between.
    """
    found, one = new_table(4096), new_table(1024)
    stays, met = np.empty((64, 3), np.int64), np.empty((4096, 3), np.int64)
    for number in range(first.used[0]):
        via = first.whole[number]
        clear(one)
        one, stays, met = add_contacts(
            days, rules, aliases, via[PERSON], via[FIRST], untils[number], one, stays, met
        )
        for row in range(one.used[0]):
            other = one.whole[row, PERSON]
            if other != person and first.slots[slot_in(first, other)] < 0:
                link = score_of(one.parts[row, HIGH], one.parts[row, LOW], rules.half_minutes)
                score = round6(first.parts[number, SCORE] * link)
                found = fold(found, one.whole[row], score, via[PERSON])
    return found


@njit(cache=True)
def fold(found: Table, row: Array, score: float, via: int) -> Table:
    """Add what one of the first ring had to do with somebody to that person's row."""
    number = found.slots[slot_in(found, row[PERSON])]
    if number < 0:
        found, number = new_row(found, row[PERSON])
        found.whole[number, VISITS : MET_FIRST + 1] = row[VISITS : MET_FIRST + 1]
        found.whole[number, VIA] = via
        found.parts[number, SCORE] = score
        return found
    known = found.whole[number]
    known[VISITS] += row[VISITS]
    known[DIRECT] += row[DIRECT]
    known[LINGER] += row[LINGER]
    known[FIRST], known[LAST] = min(known[FIRST], row[FIRST]), max(known[LAST], row[LAST])
    best = found.parts[number, SCORE]
    if score > best or (score == best and via < known[VIA]):
        found.parts[number, SCORE] = score
        known[VIA] = via
        known[PLACE : MET_FIRST + 1] = row[PLACE : MET_FIRST + 1]
    return found


@njit(cache=True)
def meetings(
    days: Days, rules: Rules, aliases: Aliases, people: Array, begins: Array, untils: Array
) -> Array:
    """Every meeting of many periods, unsummed: columns period, person, place, case's stay, other's stay."""
    pairs, count = np.empty((4096, 7), np.int64), 0
    stays, met = np.empty((64, 3), np.int64), np.empty((4096, 3), np.int64)
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


@njit(cache=True)
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


@njit(cache=True)
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
