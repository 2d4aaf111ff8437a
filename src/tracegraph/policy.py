"""What the data cannot say and a policy must: linger times, open visits, weights.

Every figure here is a **modelling assumption**: no Vietnamese instruction gives a linger time or a score.
QĐ 3638/QĐ-BYT (30/7/2021) names "the same narrow closed space" without minutes; 11042/BYT-DP (29/12/2021)
asks for 15 minutes when masked. The defaults below only order a call sheet; they never decide who is F1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

DAY_S = 86_400
OPEN_VISIT_LIMIT_S = DAY_S


def _frozen(values: Mapping[str, float]) -> Mapping[str, float]:
    return MappingProxyType(dict(values))


@dataclass(frozen=True, slots=True)
class ScoreWeights:
    """How minutes become a score.

    `half_minutes`: weighted minutes at which the score is one half. `direct`, `linger`: weight of a minute
    together, and of a minute in the linger time. `meeting_minutes`: minutes credited for each meeting, so
    that an instant counts and coming back counts. `kinds`: factor per kind of place, 1 when not named.
    """

    half_minutes: float = 60.0
    direct: float = 1.0
    linger: float = 0.25
    meeting_minutes: float = 2.0
    kinds: Mapping[str, float] = field(default_factory=lambda: _frozen({}))

    def of_kind(self, kind: str) -> float:
        return float(self.kinds.get(kind, 1.0))


@dataclass(frozen=True, slots=True)
class LingerPolicy:
    """Seconds per kind of place, with a default for kinds not named.

    `linger`: how long after the case left the place still exposes those who come.
    `open_visit`: how long a visit without a recorded end is taken to last; never more than 24 hours.
    """

    linger_default_s: int = 0
    linger_s: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    open_default_s: int = 7_200
    open_s: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    weights: ScoreWeights = field(default_factory=ScoreWeights)

    def linger_of(self, kind: str) -> int:
        return int(self.linger_s.get(kind, self.linger_default_s))

    def open_duration_of(self, kind: str) -> int:
        return min(int(self.open_s.get(kind, self.open_default_s)), OPEN_VISIT_LIMIT_S)

    def with_linger(self, seconds: int) -> "LingerPolicy":
        """The same policy with one linger time for every kind of place."""
        return replace(self, linger_default_s=seconds, linger_s=MappingProxyType({}))


DEFAULT_POLICY = LingerPolicy(
    linger_default_s=1_800,
    linger_s=MappingProxyType(
        {"home": 3_600, "quarantine_room": 3_600, "market": 900, "outdoor": 0, "checkpoint": 0}
    ),
    open_default_s=7_200,
    open_s=MappingProxyType(
        {
            "home": 43_200,
            "quarantine_room": 86_400,
            "workplace": 28_800,
            "factory": 28_800,
            "school": 28_800,
            "market": 3_600,
            "supermarket": 3_600,
            "restaurant": 3_600,
            "shop": 1_800,
            "pharmacy": 1_800,
            "checkpoint": 0,
        }
    ),
    weights=ScoreWeights(
        kinds=_frozen(
            {
                "home": 2.0,
                "quarantine_room": 2.0,
                "vehicle": 1.5,
                "market": 0.7,
                "supermarket": 0.7,
                "outdoor": 0.3,
                "checkpoint": 0.3,
            }
        )
    ),
)
