"""A second opinion on the reference, by counting seconds: no interval arithmetic anywhere.

A visit is the set of seconds it covers; one of no length is the set of its one instant and counts no time.
"""

from collections import defaultdict
from typing import NamedTuple

from tracegraph import CasePeriod, LingerPolicy, Visit

DAY_S = 86_400


class Presence(NamedTuple):
    moments: frozenset[int]
    counts: bool


class Totals(NamedTuple):
    visits: int
    direct_s: int
    linger_s: int


def presence(visit: Visit, policy: LingerPolicy) -> Presence:
    end = visit.end
    if end is None:
        end = visit.start + min(policy.open_s.get(visit.kind, policy.open_default_s), DAY_S)
    if end == visit.start:
        return Presence(frozenset({end}), counts=False)
    return Presence(frozenset(range(visit.start, end)), counts=True)


def infectious(at: int, period: CasePeriod) -> bool:
    return at >= period.infectious_from and (period.infectious_to is None or at < period.infectious_to)


def candidates(visits: list[Visit], period: CasePeriod, policy: LingerPolicy) -> dict[str, Totals]:
    """Person → totals, from every pair of visits at one place, second by second."""
    totals: dict[str, Totals] = defaultdict(lambda: Totals(0, 0, 0))
    for own in visits:
        for other in visits:
            if own.person == period.person != other.person and own.place == other.place:
                met = _met(presence(own, policy), presence(other, policy), period, own.kind, policy)
                if met is not None:
                    totals[other.person] = Totals(*map(sum, zip(totals[other.person], met, strict=True)))
    return dict(totals)


def _met(
    own: Presence, other: Presence, period: CasePeriod, kind: str, policy: LingerPolicy
) -> Totals | None:
    there = {at for at in own.moments if infectious(at, period)}
    if not there:
        return None
    left = max(there) + 1 if own.counts else max(there)
    window = set(range(left, left + policy.linger_s.get(kind, policy.linger_default_s)))
    together = there & other.moments
    if not together and min(other.moments) not in window:
        return None
    direct_s = len(together) if own.counts and other.counts else 0
    return Totals(1, direct_s, len(window & other.moments) if other.counts else 0)
