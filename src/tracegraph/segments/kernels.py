"""Compiled loops over sealed days: who met whom. Compiled once, cached beside the file; needs numba, as `tally` does."""

from typing import Any

import numpy as np
from numba import njit

from tracegraph.segments.memory import dead_by_person, dead_by_place, words32, words64
from tracegraph.segments.shapes import (
    BY_PERSON,
    BY_PLACE,
    DAY,
    DAY_S,
    EVERYBODY,
    FIRST,
    HIGH,
    LOW,
    OFFSET_S,
    OPEN,
    PERSON,
    PERSON_IDS,
    PERSON_OFFSETS,
    PERSON_SLOTS,
    PLACE_IDS,
    PLACE_LONGEST,
    PLACE_OFFSETS,
    PLACE_SLOTS,
    SCORE,
    Aliases,
    Array,
    Days,
    Rules,
    Share,
    Table,
)
from tracegraph.segments.tally import add_meetings, clear, fold, kind_of, new_table, round6, score_of, slot_in


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
        meta, small = days.meta[file], words32(days.meta, file)
        slot = slot_of(small, meta[PERSON_IDS], meta[PERSON_SLOTS], person)
        if slot < 0:
            continue
        low = np.int64(small[meta[PERSON_OFFSETS] + slot])
        high = np.int64(small[meta[PERSON_OFFSETS] + slot + 1])
        midnight = meta[DAY] * DAY_S - OFFSET_S
        words, dead = words64(days.meta, file), dead_by_person(days.meta, file)
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
    days: Days,
    rules: Rules,
    aliases: Aliases,
    person: int,
    place: int,
    start: int,
    end: int,
    share: Share,
    met: Array,
) -> tuple[Array, int]:
    """Whoever of a share met one stay: rows of ``met`` = person, start, end of their visit, position; how many."""
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
            words64(days.meta, file), low, high, days.meta[file, DAY] * DAY_S - OFFSET_S, person,
            start, end, window_end, open_for, share.mask * (aliases.alias.size == 0), share.want, met, count,
        )  # fmt: skip
        dead = dead_by_place(days.meta, file)
        if dead.size + aliases.alias.size > 0:
            count = settled(met, since, count, dead, days.meta[file, BY_PLACE], aliases, person, share)
    return met, count


@njit(cache=True, nogil=True)
def near(days: Days, file: int, place: int, start: int, window_end: int, open_for: int) -> tuple[Any, Any]:
    """The records of a place in one file that began late enough to reach ``start``, and by ``window_end``."""
    small, words = words32(days.meta, file), words64(days.meta, file)
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
    start: int, end: int, window_end: int, open_for: int, mask: int, want: int, met: Array, count: int,
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
        asked = (other != person) & (other & mask == want & mask)
        count += asked & (both | other_instant | case_instant | after)
    return count


@njit(cache=True, nogil=True)
def settled(
    met: Array, since: int, count: int, dead: Array, base: int, aliases: Aliases, person: int, share: Share
) -> int:
    """Of the rows ``since`` to ``count`` those of the share that still count, each under the number it means."""
    kept = since
    for row in range(since, count):
        other = canonical(aliases, met[row, 0])
        is_asked = other != person and other & share.mask == share.want
        if is_asked and not is_dead(dead, met[row, 3] - base):
            met[kept, 0], met[kept, 1], met[kept, 2] = other, met[row, 1], met[row, 2]
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def add_contacts(
    days: Days,
    rules: Rules,
    aliases: Aliases,
    person: int,
    begin: int,
    until: int,
    share: Share,
    table: Table,
    stays: Array,
    met: Array,
) -> tuple[Table, Array, Array]:
    """Every meeting of a person with a share of the others within a period, counted into the table."""
    stays, own = all_stays(days, rules, aliases, person, begin, until, stays)
    for number in range(own):
        place, start, end = stays[number, 0], stays[number, 1], stays[number, 2]
        met, count = met_at(days, rules, aliases, person, place, start, end, share, met)
        table = add_meetings(table, rules, place, start, end, met, count)
    return table, stays, met


@njit(cache=True, nogil=True)
def first_ring(
    days: Days, rules: Rules, aliases: Aliases, person: int, begins: Array, untils: Array
) -> Table:
    """The candidates of one person over its periods, with scores."""
    table = new_table(1024)
    stays, met = np.empty((64, 3), np.int64), np.empty((2_048, 4), np.int64)
    for period in range(begins.size):
        table, stays, met = add_contacts(
            days, rules, aliases, person, begins[period], untils[period], EVERYBODY, table, stays, met
        )
    for row in range(table.used[0]):
        floats = table.parts[row]
        floats[SCORE] = score_of(floats[HIGH], floats[LOW], rules.half_minutes)
    return table


@njit(cache=True, nogil=True)
def second_ring(
    days: Days,
    rules: Rules,
    aliases: Aliases,
    person: int,
    first: Table,
    untils: Array,
    share: Share,
    found: Table,
) -> Table:
    """Whoever of a share met somebody of the first ring, from their first exposure until ``untils[row]``.

    One row a person; the strongest way by score, then by the lower number of the one in between. ``found`` is empty.
    """
    one = new_table(1024)
    stays, met = np.empty((64, 3), np.int64), np.empty((2_048, 4), np.int64)
    for number in range(untils.size):
        via = first.whole[number]
        clear(one)
        one, stays, met = add_contacts(
            days, rules, aliases, via[PERSON], via[FIRST], untils[number], share, one, stays, met
        )
        for row in range(one.used[0]):
            other = one.whole[row, PERSON]
            if other != person and first.slots[slot_in(first.slots, first.whole, other)] < 0:
                link = score_of(one.parts[row, HIGH], one.parts[row, LOW], rules.half_minutes)
                score = round6(first.parts[number, SCORE] * link)
                found = fold(found, one, row, score, via[PERSON])
    return found


@njit(cache=True, nogil=True)
def copy_rows(found: Table, at: int, whole: Array, path: Array, scores: Array) -> None:
    """Put the rows of one share behind those of the others."""
    used = found.used[0]
    whole[at : at + used] = found.whole[:used]
    path[at : at + used] = found.path[:used]
    scores[at : at + used] = found.parts[:used, SCORE]


@njit(cache=True, nogil=True)
def meetings(
    days: Days, rules: Rules, aliases: Aliases, people: Array, begins: Array, untils: Array
) -> Array:
    """Every meeting of many periods, unsummed: columns period, person, place, case's stay, other's stay."""
    pairs, count = np.empty((4096, 7), np.int64), 0
    stays, met = np.empty((64, 3), np.int64), np.empty((2_048, 4), np.int64)
    for period in range(people.size):
        stays, own = all_stays(days, rules, aliases, people[period], begins[period], untils[period], stays)
        for number in range(own):
            place, start, end = stays[number, 0], stays[number, 1], stays[number, 2]
            met, others = met_at(days, rules, aliases, people[period], place, start, end, EVERYBODY, met)
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
            meta, small = days.meta[file], words32(days.meta, file)
            ids, slots, offsets = PLACE_IDS, PLACE_SLOTS, PLACE_OFFSETS
            dead = dead_by_place(days.meta, file)
            if by_person:
                ids, slots, offsets = PERSON_IDS, PERSON_SLOTS, PERSON_OFFSETS
                dead = dead_by_person(days.meta, file)
            slot = slot_of(small, meta[ids], meta[slots], keys[number])
            if slot >= 0:
                low = np.int64(small[meta[offsets] + slot])
                high = np.int64(small[meta[offsets] + slot + 1])
                gone = first_at_least(dead, 0, dead.size, high) - first_at_least(dead, 0, dead.size, low)
                found[number] += high - low - gone
    return found
