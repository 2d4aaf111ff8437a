"""The shapes that the compiled loops read and write: columns by number, and bundles of arrays."""

from typing import Any, NamedTuple

from numpy.typing import NDArray

Array = NDArray[Any]

DAY_S, OFFSET_S, OPEN = 86_400, 25_200, 131_071
NEVER = 1 << 60

# Columns of `Days.meta`, one row a file: day number, number of records, then where its sections begin, in words.
(DAY, BY_PLACE, BY_PERSON, PLACE_IDS, PLACE_SLOTS, PLACE_OFFSETS, PLACE_LONGEST) = range(7)
(PERSON_IDS, PERSON_SLOTS, PERSON_OFFSETS) = range(7, 10)
# And where its arrays lie in memory: address and length of the whole file as 8-byte and as 4-byte words, and of the
# positions that no longer count. Addresses and not arrays, because handing some dozens of arrays to a compiled loop
# takes longer than a question, and counting who refers to them makes threads wait for each other.
(WORDS64, SIZE64, WORDS32, SIZE32, DEAD_PLACE, DEAD_PLACES, DEAD_PERSON, DEAD_PERSONS, META_COLUMNS) = range(
    10, 19
)

# Whole numbers of one row of a table of candidates: one line of a processor's cache. `VIA`: the person in between
# (second ring); `SLOT`: where the row stands in the hash table.
(PERSON, VISITS, DIRECT, LINGER, FIRST, LAST, VIA, SLOT, COLUMNS) = range(9)
# The strongest meeting: place, the case's stay as cut, the other's stay, seconds, first moment.
(PLACE, CASE_START, CASE_END, START, END, MET_DIRECT, MET_LINGER, MET_FIRST, PATH_COLUMNS) = range(9)
# Floats of one row: the two halves of the sum of weighted minutes, the strongest meeting's minutes, the score.
(HIGH, LOW, BEST, SCORE, FLOATS) = range(5)


class Days(NamedTuple):
    """Every file of every day in reach. ``first``: files of day ``d`` are ``first[d - day0] : first[d - day0 + 1]``.

    Whoever keeps it keeps the snapshot it was made from: the addresses are good as long as its files are mapped.
    """

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


class Share(NamedTuple):
    """The people one thread answers for: those whose number ends in ``want`` under ``mask``."""

    mask: int
    want: int


EVERYBODY = Share(0, 0)


class Table(NamedTuple):
    """Rows found by person: an open hash table of row numbers, then the rows. ``used[0]``: how many."""

    slots: Any
    whole: Any
    path: Any
    parts: Any
    used: Any
