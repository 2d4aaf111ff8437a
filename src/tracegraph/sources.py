"""Who may have infected whom: probabilities, never one answer.

    weight of an infector   =  s(days between the two onsets) · exposure
    P(infector | case)      =  (1 − π) · weight / (π · background + (1 − π) · Σ weights)
    P(from outside | case)  =  π · background / (the same)

`s` is the serial interval, `exposure` the score of the meetings (`tracegraph.scoring`), so somebody never met cannot be
the source. `background` is the weight of an infector met at a score of one half on any day of the reach of `s`. `π`,
the share infected by nobody on the list, is fitted by expectation and maximisation over all cases, the traced links held
fixed (after Wallinga and Teunis 2004).

Sources: serial interval normal with mean 3.96 and standard deviation 4.75 days (Du et al., Emerging Infectious Diseases
2020; 468 pairs in China, early 2020); the variant of the day is shorter: give its own. `background` is a **modelling
assumption**.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import erf, sqrt

SHOWN = 3
HALF = 0.5
ROUNDS, ENOUGH = 200, 1e-9


@dataclass(frozen=True, slots=True)
class SerialInterval:
    """Days from the onset of the infector to that of the infected: normal, cut to ``[earliest, latest]``, in days."""

    mean: float = 3.96
    sd: float = 4.75
    earliest: int = -5
    latest: int = 21

    def share(self, days: int) -> float:
        """The probability of exactly so many days; 0 beyond the ends."""
        if not self.earliest <= days <= self.latest:
            return 0.0
        return (self._below(days + 0.5) - self._below(days - 0.5)) / self._mass

    @property
    def background(self) -> float:
        """The weight of coming from outside: a flat interval and a score of one half."""
        return HALF / (self.latest - self.earliest + 1)

    @property
    def _mass(self) -> float:
        return self._below(self.latest + 0.5) - self._below(self.earliest - 0.5)

    def _below(self, days: float) -> float:
        return (1 + erf((days - self.mean) / (self.sd * sqrt(2)))) / 2


@dataclass(frozen=True, slots=True)
class DatedCase:
    """A case with the number of the local day of its onset (or what stands in for it).

    ``exposures``: other case → score of their meetings, 0..1. ``traced_to``: the infector an investigation confirmed;
    ``is_imported``: it found that the infection came from outside.
    """

    case: str
    onset: int
    exposures: Mapping[str, float] = field(default_factory=dict)
    traced_to: str = ""
    is_imported: bool = False

    @property
    def is_settled(self) -> bool:
        return bool(self.traced_to) or self.is_imported


@dataclass(frozen=True, slots=True)
class Reason:
    """One possible infector: probability, days between the onsets, score of the meetings."""

    case: str
    probability: float
    days: int | None
    score: float


@dataclass(frozen=True, slots=True)
class LikelySource:
    """What can be said of one case: the three likeliest, the rest together, and from outside. They sum to one."""

    case: str
    reasons: tuple[Reason, ...]
    others: float
    outside: float
    is_settled: bool

    @property
    def is_unlinked(self) -> bool:
        """Nobody on the list explains it: a case for the queue of unknown sources."""
        return not self.is_settled and not self.reasons


@dataclass(frozen=True, slots=True)
class Sources:
    """Every case, in the order given, and the share infected from outside the list."""

    cases: tuple[LikelySource, ...]
    outside_share: float

    def unlinked(self) -> list[str]:
        return [one.case for one in self.cases if one.is_unlinked]


def likely_sources(cases: Sequence[DatedCase], interval: SerialInterval | None = None) -> Sources:
    """The likely sources of all cases together. An infector not among the cases is left out."""
    used = interval or SerialInterval()
    onsets = {one.case: one.onset for one in cases}
    weights = [_weights(one, onsets, used) for one in cases]
    share = _outside_share(cases, weights, used.background)
    found = [_source(one, ways, onsets, share, used) for one, ways in zip(cases, weights, strict=True)]
    return Sources(tuple(found), share)


def _weights(one: DatedCase, onsets: Mapping[str, int], interval: SerialInterval) -> dict[str, float]:
    ways = {
        other: interval.share(one.onset - onsets[other]) * score
        for other, score in one.exposures.items()
        if other in onsets and other != one.case
    }
    return {other: weight for other, weight in ways.items() if weight > 0}


def _outside_share(
    cases: Sequence[DatedCase], weights: Sequence[Mapping[str, float]], background: float
) -> float:
    """π: settled cases count as what they are, the others as what the last round makes likely."""
    share = HALF
    for _ in range(ROUNDS if cases else 0):
        parts = [
            _outside(one, sum(ways.values()), share, background)
            for one, ways in zip(cases, weights, strict=True)
        ]
        before, share = share, sum(parts) / len(parts)
        if abs(share - before) < ENOUGH:
            break
    return share


def _outside(one: DatedCase, local: float, share: float, background: float) -> float:
    if one.is_settled:
        return float(one.is_imported)
    whole = share * background + (1 - share) * local
    return share * background / whole if whole > 0 else 1.0


def _source(
    one: DatedCase,
    ways: Mapping[str, float],
    onsets: Mapping[str, int],
    share: float,
    interval: SerialInterval,
) -> LikelySource:
    if one.is_settled:
        return _settled(one, onsets)
    local = sum(ways.values())
    outside = _outside(one, local, share, interval.background)
    ranked = sorted(
        (
            Reason(other, (1 - outside) * weight / local, one.onset - onsets[other], one.exposures[other])
            for other, weight in ways.items()
        ),
        key=lambda reason: (-reason.probability, reason.case),
    )
    rest = sum(reason.probability for reason in ranked[SHOWN:])
    return LikelySource(one.case, tuple(ranked[:SHOWN]), rest, outside, is_settled=False)


def _settled(one: DatedCase, onsets: Mapping[str, int]) -> LikelySource:
    if one.is_imported:
        return LikelySource(one.case, (), 0.0, 1.0, is_settled=True)
    days = one.onset - onsets[one.traced_to] if one.traced_to in onsets else None
    reason = Reason(one.traced_to, 1.0, days, one.exposures.get(one.traced_to, 0.0))
    return LikelySource(one.case, (reason,), 0.0, 0.0, is_settled=True)
