"""Scores, ranks and the moves a contact's state may make, as pure functions over values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from phaodai.response.tracing.terms import ContactState
from tracegraph import LingerPolicy, Meeting, ScoreWeights, first_tier_contact
from tracegraph.moments import iso
from tracegraph.policy_file import policy_from
from tracegraph.scoring import score_of_minutes, weighted_minutes

MEETINGS_KEPT = 30
# A score at or above each limit earns one bar more; modelling assumption, orders a list, decides nothing.
BAR_LIMITS = (0.1, 0.25, 0.5, 0.75)

MOVES: dict[str, frozenset[str]] = {
    ContactState.CANDIDATE: frozenset({ContactState.VERIFIED, ContactState.REJECTED, ContactState.WITHDRAWN}),
    ContactState.VERIFIED: frozenset({ContactState.CANDIDATE, ContactState.REJECTED, ContactState.WITHDRAWN}),
    ContactState.REJECTED: frozenset({ContactState.CANDIDATE, ContactState.VERIFIED, ContactState.WITHDRAWN}),
    ContactState.WITHDRAWN: frozenset({ContactState.CANDIDATE}),
}
"""From which state to which; declared once."""


@dataclass(frozen=True)
class FoundExposure:
    """One reason why a person is on a case's list, not yet written. Times in epoch seconds."""

    person_id: int
    kind: str
    path: list[dict[str, Any]]
    visits: int
    direct_s: int
    linger_s: int
    first_at: int
    last_at: int
    score: float
    via_id: int | None = None


def may_move(from_state: str, to_state: str) -> bool:
    """Whether a contact's state may go from one to the other."""
    return to_state in MOVES[from_state]


def bars_of(score: float) -> int:
    """The rank shown as one to five bars."""
    return 1 + sum(score >= limit for limit in BAR_LIMITS)


def tracing_policy(value: Mapping[str, Any]) -> LingerPolicy:
    """The engine's policy out of the value of `tracing.place_kinds`."""
    return policy_from(value)


def copresence_exposure(
    person_id: int, kind: str, meetings: Sequence[Meeting], weights: ScoreWeights, via_id: int | None = None
) -> FoundExposure:
    """All meetings of one person with the case (or the F1) as one exposure, the strongest meetings first."""
    row = first_tier_contact("", str(person_id), meetings, weights)
    strongest = sorted(meetings, key=lambda one: (-weighted_minutes(one, weights), one.first_at, one.place))
    return FoundExposure(
        person_id=person_id,
        kind=kind,
        path=[_node(meeting) for meeting in strongest[:MEETINGS_KEPT]],
        visits=row.visits,
        direct_s=row.direct_s,
        linger_s=row.linger_s,
        first_at=row.first_at,
        last_at=row.last_at,
        score=row.score,
        via_id=via_id,
    )


def _node(meeting: Meeting) -> dict[str, Any]:
    times = {name: iso(getattr(meeting, name)) for name in ("case_start", "case_end", "start", "end")}
    return {
        "place_id": int(meeting.place),
        "kind": meeting.kind,
        **times,
        "direct_s": meeting.direct_s,
        "linger_s": meeting.linger_s,
    }


def relational_exposure(
    person_id: int,
    kind: str,
    where: str,
    between: tuple[datetime, datetime],
    minutes_a_day: float,
    weights: ScoreWeights,
    via_id: int | None = None,
) -> FoundExposure:
    """An exposure known from a relation, not from scans: assumed minutes on each day of the period.

    ``minutes_a_day`` is a modelling assumption that only orders the list; no seconds are claimed.
    """
    begin, until = between
    days = max(1, ceil((until - begin) / timedelta(days=1)))
    first, last = int(begin.timestamp()), int(until.timestamp())
    return FoundExposure(
        person_id=person_id,
        kind=kind,
        path=[
            {
                "relation": kind,
                "place": where,
                "start": iso(first),
                "end": iso(last),
                "direct_s": 0,
                "linger_s": 0,
            }
        ],
        visits=0,
        direct_s=0,
        linger_s=0,
        first_at=first,
        last_at=last,
        score=score_of_minutes(minutes_a_day * days, weights),
        via_id=via_id,
    )


def best_of(found: Sequence[FoundExposure]) -> FoundExposure:
    """The strongest of several reasons of one kind."""
    return min(found, key=lambda one: (-one.score, one.first_at, one.via_id or 0))


def through(link: float, exposure: FoundExposure) -> float:
    """The score of a second-tier exposure: the way to the F1 times the way from the F1."""
    return round(link * exposure.score, 6)
