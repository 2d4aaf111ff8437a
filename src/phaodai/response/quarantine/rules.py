"""The law of an order as pure functions: who may move it where, how long it lasts, who lies beside whom.

Nothing here knows the clock, the database or the policy store; moments, days and tables are given.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

DRAFT, CONFIRMED, SIGNED, ENDED, WITHDRAWN = "draft", "confirmed", "signed", "ended", "withdrawn"
LIVE = frozenset({DRAFT, CONFIRMED, SIGNED})
DECIDED = frozenset({CONFIRMED, SIGNED})
LIVE_CASE = frozenset({"suspected", "probable", "confirmed"})
QUARANTINE, ISOLATION = "quarantine", "isolation"
ANY = "any"
SUBJECTS = {QUARANTINE: "f1", ISOLATION: "f0"}


class Move(StrEnum):
    """What can be done to an order."""

    CONFIRM = "confirm"
    UNDO_CONFIRM = "undo_confirm"
    SIGN = "sign"
    END = "end"
    WITHDRAW = "withdraw"


MOVES: Mapping[Move, tuple[frozenset[str], str]] = {
    Move.CONFIRM: (frozenset({DRAFT}), CONFIRMED),
    Move.UNDO_CONFIRM: (frozenset({CONFIRMED}), DRAFT),
    Move.SIGN: (frozenset({CONFIRMED}), SIGNED),
    Move.END: (frozenset({SIGNED}), ENDED),
    Move.WITHDRAW: (LIVE, WITHDRAWN),
}
"""From which states, to which state. There is no way back from ended and withdrawn."""


class Refusal(StrEnum):
    """Why a move is not legal."""

    WRONG_STATE = "wrong_state"
    CONTACT_NOT_VERIFIED = "contact_not_verified"
    CASE_NOT_LIVE = "case_not_live"
    CONFIRMER_SIGNS = "confirmer_signs"


@dataclass(frozen=True)
class OrderFacts:
    """What the law asks of an order. ``contact_state`` and ``case_status`` are None where it has none."""

    state: str
    kind: str
    contact_state: str | None = None
    contact_tier: int | None = None
    case_status: str | None = None
    confirmed_by: int | None = None


def refusal(move: Move, facts: OrderFacts, *, actor: int | None = None) -> Refusal | None:
    """Why ``actor`` (a user's id) may not make this move now, or None when it is legal."""
    if facts.state not in MOVES[move][0]:
        return Refusal.WRONG_STATE
    if move in (Move.CONFIRM, Move.SIGN):
        ground = missing_ground(facts)
        if ground is not None:
            return ground
    if move is Move.SIGN and actor is not None and actor == facts.confirmed_by:
        return Refusal.CONFIRMER_SIGNS
    return None


def missing_ground(facts: OrderFacts) -> Refusal | None:
    """A quarantine binds only a verified F1, an isolation only a live case."""
    if facts.kind == QUARANTINE and (facts.contact_state, facts.contact_tier) != ("verified", 1):
        return Refusal.CONTACT_NOT_VERIFIED
    if facts.kind == ISOLATION and facts.case_status not in LIVE_CASE:
        return Refusal.CASE_NOT_LIVE
    return None


def state_after(move: Move) -> str:
    """The state a legal move leads to."""
    return MOVES[move][1]


@dataclass(frozen=True)
class Plan:
    """How long an order lasts. ``ends_on`` is the last day, None until recovery; days are local."""

    row: str
    days: int
    ends_on: date | None
    test_days: tuple[date, ...]
    after_days: int
    after_tests: tuple[date, ...]


def schedule_key(table: Mapping[str, Any], kind: str, vaccination: str, setting: str) -> str:
    """The row of the schedule that applies; a vaccination without a row of its own falls back to "any".

    Raises:
        LookupError: the table has no row for this subject and setting.
    """
    subject = SUBJECTS[kind]
    for found in (f"{subject}.{vaccination}.{setting}", f"{subject}.{ANY}.{setting}"):
        if found in table:
            return found
    raise LookupError(f"{subject}.{vaccination}.{setting}")


def make_plan(
    table: Mapping[str, Any],
    *,
    kind: str,
    vaccination: str,
    setting: str,
    last_exposed_on: date,
    ordered_on: date,
) -> Plan:
    """The dates of an order: day 0 is the day of the last exposure, day n the n-th after it.

    Test days that passed before the order was made are replaced by one test on the day it was made.
    """
    key = schedule_key(table, kind, vaccination, setting)
    row = table[key]
    days = int(row["days"])
    ends_on = last_exposed_on + timedelta(days=days) if days else None
    return Plan(
        row=key,
        days=days,
        ends_on=ends_on,
        test_days=test_days(row["tests"], last_exposed_on, ordered_on, ends_on),
        after_days=int(row["after_days"]),
        after_tests=_offsets(row["after_tests"], ends_on),
    )


def _offsets(offsets: Iterable[int], start: date | None) -> tuple[date, ...]:
    return tuple(start + timedelta(days=int(n)) for n in offsets) if start else ()


def test_days(
    offsets: Iterable[int], last_exposed_on: date, ordered_on: date, ends_on: date | None
) -> tuple[date, ...]:
    """The days on which a test is due, in order, none before the order and none after its end."""
    days = {max(day, ordered_on) for day in _offsets(offsets, last_exposed_on)}
    return tuple(sorted(day for day in days if ends_on is None or day <= ends_on))


def is_over(plan: Plan, today: date) -> bool:
    """Whether the time had passed before anybody ordered it: nothing is left to bind."""
    return plan.ends_on is not None and plan.ends_on < today


def is_outdated(state: str, starts_at: datetime, last_exposed_at: datetime | None) -> bool:
    """Whether an order already confirmed or signed counts its days from an exposure that was not the last."""
    return state in DECIDED and last_exposed_at is not None and last_exposed_at > starts_at


def deserves_draft(kinds: Iterable[str], score: float, threshold: Mapping[str, Any]) -> bool:
    """Whether a candidate gets a draft before verification: a close kind of exposure, or a high score."""
    return bool(set(kinds) & set(threshold["kinds"])) or score >= float(threshold["score"])


@dataclass(frozen=True)
class Unmet:
    """What speaks against ending an order: days left, due tests without a negative, a case still ill."""

    days_left: int = 0
    tests_missing: tuple[date, ...] = ()
    case_is_live: bool = False

    @property
    def is_met(self) -> bool:
        return not (self.days_left or self.tests_missing or self.case_is_live)


def unmet_isolation(case_status: str | None) -> Unmet:
    """An isolation lasts until its case is closed."""
    return Unmet(case_is_live=case_status in LIVE_CASE)


def unmet_quarantine(
    *, ends_on: date | None, test_days: Sequence[date], negative_on: Iterable[date], today: date
) -> Unmet:
    """Release needs the days served and every test negative; a test counts for the due day it follows.

    ``negative_on`` are the local days on which a negative sample was taken. The last day is served in full:
    the order may end on the evening of ``ends_on``.
    """
    days_left = max((ends_on - today).days, 0) if ends_on else 0
    limits = [*test_days[1:], date.max]
    negatives = set(negative_on)
    missing = [
        due
        for due, limit in zip(test_days, limits, strict=False)
        if not any(due <= day < limit for day in negatives)
    ]
    return Unmet(days_left, tuple(missing))


def exposure_group(kind: str, case_id: int | None) -> str:
    """Who may lie in one room: the contacts of one case together, cases together, never both."""
    return "f0" if kind == ISOLATION else f"case:{case_id or 'none'}"


@dataclass(frozen=True)
class RoomState:
    """One room: its beds (1…n), those taken, and the exposure groups of the people in it."""

    room_id: int
    beds: int
    taken: frozenset[int] = frozenset()
    groups: frozenset[str] = frozenset()

    @property
    def free(self) -> tuple[int, ...]:
        return tuple(bed for bed in range(1, self.beds + 1) if bed not in self.taken)


def may_share(room: RoomState, group: str) -> bool:
    """Nobody is put beside people of another exposure group."""
    return not room.groups or room.groups == {group}


def pick_bed(rooms: Iterable[RoomState], group: str) -> tuple[int, int] | None:
    """(room, bed) for one more person: beside the same group, else the smallest empty room."""
    fitting = [room for room in rooms if room.free and may_share(room, group)]
    if not fitting:
        return None
    best = min(fitting, key=lambda room: (not room.groups, room.beds, room.room_id))
    return best.room_id, best.free[0]
