"""Questions to sealed days. Numbers in and columns out; `candidates.contacts` are the reference's own rows.

Times are epoch seconds, intervals half-open, people and places are numbers below 2³⁰. Where several persons were
merged, every number stands for the one it means.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tracegraph.meetings import Stay, meet
from tracegraph.policy import LingerPolicy
from tracegraph.segments import kernels, shapes
from tracegraph.segments.frames import Ints, Places, aliases_frame, days_frame, rules_frame
from tracegraph.segments.localtime import DAY_S
from tracegraph.segments.reading import Snapshot
from tracegraph.values import Meeting

NEVER = shapes.NEVER
WORKERS = os.cpu_count() or 1
# Cases given to a thread at a time; persons of a first ring from which threads share the second.
BATCH_PIECE, ALONE_BELOW = 32, 64
# Room for a second ring, by person of the first and at most. Untouched room costs nothing, growing costs a copy.
RING_ROWS, MOST_ROWS = 1_024, 1 << 20

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class SubjectPeriod:
    """Somebody whose contacts are sought, ``[begin, until)``; ``until`` None means to the last sealed day."""

    person: int
    begin: int
    until: int | None = None


@dataclass(frozen=True)
class Candidates:
    """Candidates of one person, one entry each, in no order. Times in epoch seconds.

    ``whole``: (n, `shapes.COLUMNS`) whole numbers; ``path``: (n, `shapes.PATH_COLUMNS`), the strongest meeting;
    ``scores``: (n,) in 0..1.
    """

    whole: Ints
    path: Ints
    scores: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.whole)

    def column(self, number: int) -> Ints:
        return self.whole[:, number]

    def ranked(self) -> "Candidates":
        """Best score first; among equals the earliest exposure, then the lower number."""
        order = np.lexsort((self.column(shapes.PERSON), self.column(shapes.FIRST), -self.scores))
        return Candidates(self.whole[order], self.path[order], self.scores[order])


@dataclass(frozen=True)
class Engine:
    """A snapshot with a policy, the kinds of places and the merged persons, ready to be asked."""

    snapshot: Snapshot
    policy: LingerPolicy
    places: Places
    merged: Mapping[int, int] = field(default_factory=dict)
    frame: shapes.Days | None = None

    @cached_property
    def days(self) -> shapes.Days:
        return days_frame(self.snapshot) if self.frame is None else self.frame

    def under(
        self, policy: LingerPolicy, places: Places, merged: Mapping[int, int] | None = None
    ) -> "Engine":
        """The same days asked under another policy, with other kinds of places, or with other people merged."""
        people = self.merged if merged is None else merged
        return Engine(self.snapshot, policy, places, people, self.days)

    @cached_property
    def rules(self) -> shapes.Rules:
        return rules_frame(self.policy, self.places)

    @cached_property
    def aliases(self) -> shapes.Aliases:
        return aliases_frame(self.merged)

    @cached_property
    def longest_linger(self) -> int:
        return int(max(self.rules.linger))

    def person(self, number: int) -> int:
        """The number a number means."""
        return int(kernels.canonical(self.aliases, number))

    def aliases_of(self, number: int) -> Ints:
        """Every other number that means this person."""
        frame = self.aliases
        found: Ints = frame.members[frame.group == number]
        return found

    def candidates(self, periods: Sequence[SubjectPeriod]) -> Candidates:
        """The first ring of one person over its periods. Raises `BrokenDay` when a needed day cannot be read."""
        return _candidates(self._first_ring(periods))

    def second_ring(
        self, periods: Sequence[SubjectPeriod], isolated_at: Mapping[int, int] | None = None
    ) -> tuple[Candidates, Candidates]:
        """First ring, and whoever met it from its first exposure until its isolation where that is known."""
        first = self._first_ring(periods)
        untils = self._isolations(first, isolated_at or {})
        self.check(periods[0].begin, int(untils.max(initial=0)))
        who = self.person(periods[0].person)
        ask = partial(kernels.second_ring, self.days, self.rules, self.aliases, who, first, untils)
        shares = shares_for(len(untils))
        rows = min(RING_ROWS * len(untils), MOST_ROWS) // len(shares) + 1
        return _candidates(first), _joined(
            list(in_parallel([partial(ask, share, roomy_table(rows)) for share in shares]))
        )

    def batch(self, cases: Sequence[Sequence[SubjectPeriod]]) -> Iterator[Candidates]:
        """The first rings of many, in order. Read as they come: only a few of them are held at a time."""
        asks = [partial(self._some, cases[low:high]) for low, high in pieces(len(cases), BATCH_PIECE)]
        for found in in_parallel(asks):
            yield from found

    def _some(self, cases: Sequence[Sequence[SubjectPeriod]]) -> list[Candidates]:
        return [self.candidates(periods) for periods in cases]

    def meetings(self, periods: Sequence[SubjectPeriod]) -> Iterator[tuple[int, int, Meeting]]:
        """Position of the period, the other person, and each of their meetings; periods are not merged."""
        people, begins, untils = self.columns(periods)
        for row in kernels.meetings(self.days, self.rules, self.aliases, people, begins, untils).tolist():
            yield row[0], row[1], self._meeting(*row[2:])

    def stays(self, periods: Sequence[SubjectPeriod]) -> Ints:
        """The stays of each period, cut to it: (n, 4) columns position of the period, place, start, end."""
        people, begins, untils = self.columns(periods)
        found: Ints = kernels.stays_of_many(self.days, self.rules, self.aliases, people, begins, untils)
        return found

    def places_visited(self, periods: Sequence[SubjectPeriod]) -> list[int]:
        """Every place that somebody of the periods was at, whatever a policy says of open visits."""
        open_a_day = LingerPolicy(open_default_s=DAY_S)
        found = self.under(open_a_day, Places((), np.empty(0, np.uint8))).stays(periods)
        return sorted(set(found[:, 1].tolist()))

    def check(self, begin: int, until: int) -> None:
        """Raises `BrokenDay` when a day that a question about ``[begin, until)`` looks at cannot be read."""
        self.snapshot.check(begin - DAY_S + 1, until + self.longest_linger - 1)

    def _first_ring(self, periods: Sequence[SubjectPeriod]) -> shapes.Table:
        people, begins, untils = self.columns(merged_periods(periods))
        return kernels.first_ring(self.days, self.rules, self.aliases, int(people[0]), begins, untils)

    def columns(self, periods: Sequence[SubjectPeriod]) -> tuple[Ints, Ints, Ints]:
        """People, begins and ends of periods, as the kernels take them. Raises `BrokenDay`."""
        people = np.array([self.person(one.person) for one in periods], np.int64)
        begins = np.array([one.begin for one in periods], np.int64)
        untils = np.array([NEVER if one.until is None else one.until for one in periods], np.int64)
        if len(periods) and self.snapshot.broken:
            self.check(int(begins.min()), int(untils.max()))
        return people, begins, untils

    def _isolations(self, first: shapes.Table, isolated_at: Mapping[int, int]) -> Ints:
        known = {self.person(number): at for number, at in isolated_at.items()}
        people = first.whole[: first.used[0], shapes.PERSON].tolist()
        return np.array([known.get(person, NEVER) for person in people], np.int64)

    def _meeting(self, place: int, case_start: int, case_end: int, start: int, end: int) -> Meeting:
        kind = self.places.kind(place)
        linger = self.policy.linger_of(kind)
        found = meet(Stay(case_start, case_end), Stay(start, end), linger, place=str(place), kind=kind)
        assert found is not None, "the kernel and the reference disagree"
        return found


def pieces(count: int, size: int) -> list[tuple[int, int]]:
    """Ranges that cover ``count`` in steps of ``size``."""
    return [(low, min(low + size, count)) for low in range(0, count, size)]


def in_parallel(asks: Sequence[Callable[[], Answer]]) -> Iterator[Answer]:
    """The answers in order, by as many threads as there are processors; a few are worked on ahead, no more."""
    if len(asks) < 2:
        yield from (ask() for ask in asks)
        return
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting: deque[Future[Answer]] = deque()
        for ask in asks:
            waiting.append(pool.submit(ask))
            if len(waiting) > 2 * WORKERS:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def merged_periods(periods: Sequence[SubjectPeriod]) -> list[SubjectPeriod]:
    """The periods of one person, merged where they overlap or touch."""
    merged: list[SubjectPeriod] = []
    for one in sorted(periods, key=lambda period: period.begin):
        last = merged[-1] if merged else None
        if last is None or (last.until is not None and last.until < one.begin):
            merged.append(one)
        else:
            merged[-1] = SubjectPeriod(last.person, last.begin, _later(last.until, one.until))
    return merged


def _later(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def shares_for(people: int) -> list[shapes.Share]:
    """The others, shared among threads by the last bits of their numbers."""
    bits = (WORKERS.bit_length() - 1) if people >= ALONE_BELOW else 0
    return [shapes.Share((1 << bits) - 1, want) for want in range(1 << bits)]


def roomy_table(rows: int) -> shapes.Table:
    """An empty table that numpy has made: large arrays of its making lie on large pages."""
    slots = 1 << (2 * rows - 1).bit_length()
    return shapes.Table(
        np.full(slots, -1, np.int64),
        np.empty((rows, shapes.COLUMNS), np.int64),
        np.empty((rows, shapes.PATH_COLUMNS), np.int64),
        np.empty((rows, shapes.FLOATS), np.float64),
        np.zeros(1, np.int64),
    )


def _joined(tables: Sequence[shapes.Table]) -> Candidates:
    """The rows of all shares, one behind the other."""
    if len(tables) == 1:
        return _candidates(tables[0])
    ends = np.cumsum([table.used[0] for table in tables])
    found = Candidates(
        np.empty((ends[-1], shapes.COLUMNS), np.int64),
        np.empty((ends[-1], shapes.PATH_COLUMNS), np.int64),
        np.empty(ends[-1], np.float64),
    )
    copies = [
        partial(kernels.copy_rows, table, int(end - table.used[0]), found.whole, found.path, found.scores)
        for table, end in zip(tables, ends, strict=True)
    ]
    list(in_parallel(copies))
    return found


def _candidates(table: shapes.Table) -> Candidates:
    used = int(table.used[0])
    return Candidates(table.whole[:used], table.path[:used], table.parts[:used, shapes.SCORE])
