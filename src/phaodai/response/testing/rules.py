"""The rules of tubes and results. Pure: values in, values out; times and policy are given.

Sources: Công điện 1305/CĐ-BYT (02/9/2021) for the same day; QĐ 3638/QĐ-BYT (30/7/2021) for what confirms;
the counting of persons as in the reports of HCMC CDC (singles and members of negative pools).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from phaodai.response.testing.terms import Method, OrderReason, ResultValue, Standing, TubeState

MOVES: dict[str, frozenset[str]] = {
    TubeState.LABELLED: frozenset({TubeState.TAKEN, TubeState.DISCARDED}),
    # A lab must be able to report a positive although nobody scanned the tube on its way.
    TubeState.TAKEN: frozenset({TubeState.SENT, TubeState.RECEIVED, TubeState.RESULTED, TubeState.DISCARDED}),
    TubeState.SENT: frozenset({TubeState.RECEIVED, TubeState.RESULTED, TubeState.DISCARDED}),
    TubeState.RECEIVED: frozenset({TubeState.RESULTED, TubeState.DISCARDED}),
    TubeState.RESULTED: frozenset(),
    TubeState.DISCARDED: frozenset(),
}
"""The legal moves of a tube. A wrong result is corrected by another result, never by moving back."""

MEANINGS: dict[tuple[str, str], Standing] = {
    (Method.PCR, ResultValue.POSITIVE): Standing.POSITIVE,
    (Method.PCR, ResultValue.NEGATIVE): Standing.NEGATIVE,
    (Method.ANTIGEN, ResultValue.POSITIVE): Standing.SUSPECTED,
    (Method.ANTIGEN, ResultValue.NEGATIVE): Standing.NEGATIVE,
    (Method.PCR_POOL, ResultValue.POSITIVE): Standing.WAITING_UNPOOL,
    (Method.PCR_POOL, ResultValue.NEGATIVE): Standing.NEGATIVE,
}

FOLLOW_UPS: dict[Standing, OrderReason] = {
    Standing.WAITING_UNPOOL: OrderReason.UNPOOL,
    Standing.SUSPECTED: OrderReason.CONFIRM_ANTIGEN,
    Standing.AGAIN: OrderReason.RETEST,
}

CONCLUSIONS = frozenset({Standing.NEGATIVE, Standing.SUSPECTED, Standing.POSITIVE})
EVIDENCE = frozenset({Standing.SUSPECTED, Standing.POSITIVE})


def may_move(state: str, to: str) -> bool:
    """Whether a tube in ``state`` may go to ``to``."""
    return to in MOVES[state]


def meaning_of(method: str, value: str) -> Standing:
    """What a result says about each person in the tube.

    A positive pool makes nobody positive: everybody waits to be unpooled. A positive antigen test makes a
    suspicion. Indeterminate and invalid mean: sample again.
    """
    return MEANINGS.get((method, value), Standing.AGAIN)


def is_evidence(method: str, value: str) -> bool:
    """Whether the result is evidence for a case (of one person)."""
    return meaning_of(method, value) in EVIDENCE


def confirms(method: str, value: str) -> bool:
    """Whether the result alone is evidence that confirms: a positive PCR of one person's own tube."""
    return meaning_of(method, value) == Standing.POSITIVE


def follow_up_of(method: str, value: str) -> OrderReason | None:
    """For what reason each person in the tube has to be sampled once more, if they have to."""
    return FOLLOW_UPS.get(meaning_of(method, value))


def due_at(taken_at: datetime, hour: int) -> datetime:
    """When the result is due: at ``hour`` (1–24) of the local day the sample was taken.

    ``taken_at`` is in local time; taken at or after that hour, it is due the day after.
    """
    midnight = taken_at.replace(hour=0, minute=0, second=0, microsecond=0)
    deadline = midnight + timedelta(hours=hour)
    return deadline if taken_at < deadline else deadline + timedelta(days=1)


def turnaround(taken_at: datetime | None, resulted_at: datetime | None) -> timedelta | None:
    """From the swab to the result; None while either is unknown."""
    return None if taken_at is None or resulted_at is None else resulted_at - taken_at


def are_forward(*moments: datetime | None) -> bool:
    """Whether the known moments of a tube follow each other."""
    known = [moment for moment in moments if moment is not None]
    return all(earlier <= later for earlier, later in pairwise(known))


def pool_fault(method: str, size: int, smallest: int, largest: int) -> str:
    """What is wrong with the number of people: "empty", "not_single", "too_small", "too_large" or ""."""
    if size == 0:
        return "empty"
    if method != Method.PCR_POOL:
        return "not_single" if size > 1 else ""
    if size < smallest:
        return "too_small"
    return "too_large" if size > largest else ""


def methods_satisfied_by(method: str) -> frozenset[str]:
    """Which ordered methods a tube of ``method`` satisfies: its own, and a single PCR any other as well."""
    return frozenset(Method) if method == Method.PCR else frozenset({method})


def counted_persons(results: Iterable[tuple[str, str, int]]) -> int:
    """Persons tested, of (method, value, size): people of single tubes and of *negative* pools.

    A positive pool counts through the singles that follow; a sample to be taken again not at all.
    """
    return sum(size for method, value, size in results if meaning_of(method, value) in CONCLUSIONS)


@dataclass(frozen=True)
class TubeFact:
    """One of a person's tubes: sampled when, by what method, with what current result ("" while pending)."""

    code: str
    method: str
    taken_at: datetime
    value: str = ""
    resulted_at: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True)
class PersonStatus:
    """What the tests say about one person: the latest tube's word, and the last conclusion before it."""

    standing: Standing
    at: datetime | None = None
    method: str = ""
    tube_code: str = ""
    due_at: datetime | None = None
    before: "PersonStatus | None" = None

    @property
    def is_waiting(self) -> bool:
        """Whether nothing can be concluded yet."""
        return self.standing not in CONCLUSIONS


def _status_of(fact: TubeFact) -> PersonStatus:
    if not fact.value:
        return PersonStatus(Standing.PENDING, fact.taken_at, fact.method, fact.code, fact.due_at)
    standing = meaning_of(fact.method, fact.value)
    return PersonStatus(standing, fact.resulted_at, fact.method, fact.code)


def person_status(tubes: Sequence[TubeFact], ordered_at: datetime | None = None) -> PersonStatus:
    """The word of the latest tube by sampling time; ``before`` is the last conclusion while that one is open.

    ``ordered_at`` is when the oldest open order for sampling was given, if there is one. It speaks only where
    no tube does: who waits to be unpooled has an open order as well.
    """
    known = [_status_of(fact) for fact in sorted(tubes, key=lambda fact: (fact.taken_at, fact.code))]
    if not known:
        standing = Standing.UNTESTED if ordered_at is None else Standing.ORDERED
        return PersonStatus(standing, ordered_at)
    last = known[-1]
    before = next((status for status in reversed(known) if not status.is_waiting), None)
    if last.is_waiting and before is not None:
        return PersonStatus(last.standing, last.at, last.method, last.tube_code, last.due_at, before)
    return last
