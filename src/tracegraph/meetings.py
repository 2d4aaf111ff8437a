"""When two visits meet: the whole geometry of tracing, in four small functions.

All intervals are half-open. A visit of no length is present at its instant.
"""

from typing import NamedTuple

from tracegraph.policy import LingerPolicy
from tracegraph.values import CasePeriod, Meeting, Visit


class Stay(NamedTuple):
    """A visit whose end is known: `[start, end)`, or the instant `start` when both are equal."""

    start: int
    end: int


def closed(visit: Visit, policy: LingerPolicy) -> Stay:
    """The visit with an end. A missing end is replaced by the policy's duration for that kind of place."""
    if visit.end is not None:
        return Stay(visit.start, visit.end)
    return Stay(visit.start, visit.start + policy.open_duration_of(visit.kind))


def cut_to_period(stay: Stay, period: CasePeriod) -> Stay | None:
    """The part of the case's stay inside the infectious period, or None when nothing of it lies inside."""
    begin, until = period.infectious_from, period.infectious_to
    if stay.start == stay.end:
        inside = begin <= stay.start and (until is None or stay.start < until)
        return stay if inside else None
    start = max(stay.start, begin)
    end = stay.end if until is None else min(stay.end, until)
    return Stay(start, end) if start < end else None


def are_together(one: Stay, other: Stay) -> bool:
    """Whether both were there at one moment. Symmetric."""
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    if one.start == one.end:
        return other.start <= one.start < other.end
    if other.start == other.end:
        return one.start <= other.start < one.end
    return max(one.start, other.start) < min(one.end, other.end)


def meet(case: Stay, other: Stay, linger_s: int, *, place: str = "", kind: str = "") -> Meeting | None:
    """How the case's (cut) stay and another person's stay at the same place met, or None.

    They met when they were there together, or when the other came within `[left, left + linger_s)` after the
    case left. Whoever was there together and stayed on has both direct and linger seconds.
    """
    left, window_end = case.end, case.end + linger_s
    if not (are_together(case, other) or left <= other.start < window_end):
        return None
    return Meeting(
        place=place,
        kind=kind,
        case_start=case.start,
        case_end=case.end,
        start=other.start,
        end=other.end,
        direct_s=max(0, min(case.end, other.end) - max(case.start, other.start)),
        linger_s=max(0, min(other.end, window_end) - max(other.start, left)),
        first_at=max(case.start, other.start),
        last_at=min(other.end, window_end),
    )
