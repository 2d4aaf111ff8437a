"""What makes a reported figure improbable: a few simple rules, each with its threshold from the policy.

Pure functions over values. None of them proves a figure wrong; they ask for a second look.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

PER = 100_000


@dataclass(frozen=True)
class Background:
    """What is known around a figure: the unit's own past, the units beside it, its people.

    ``recent`` are the unit's counted figures of the days before, oldest first; ``neighbours`` the figures of the units
    beside it on the same days. None is unknown.
    """

    level: str
    kind: str
    recent: Sequence[Decimal] = ()
    neighbours: Sequence[Decimal] = ()
    previous_total: Decimal | None = None
    population: int | None = None
    adults: int | None = None
    of_adults: bool = False


@dataclass(frozen=True)
class Limits:
    """The thresholds in force for one indicator."""

    ratio: float
    fewest: int
    floor: float
    per_head: float
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """One rule that a figure breaks: what was the limit, what was compared."""

    rule: str
    limit: float
    seen: float

    def as_document(self, versions: dict[str, str]) -> dict[str, Any]:
        """As it is kept beside the figure."""
        return {"rule": self.rule, "limit": self.limit, "seen": self.seen, "policy": versions}


def limits_of(
    code: str,
    level: str,
    *,
    jump: dict[str, Any],
    scale: dict[str, Any],
    per_head: dict[str, Any],
    versions: dict[str, str],
) -> Limits:
    """The thresholds of one indicator at one level, from the three policies."""
    floors = jump["at_least"]
    floor = floors.get(level, max(floors.values())) * scale.get(code, 10)
    return Limits(jump["ratio"], jump["fewest"], floor, per_head.get(code, PER), versions)


def doubts(value: Decimal, known: Background, limits: Limits) -> list[Finding]:
    """The rules this figure breaks; none means it counts at once."""
    found = [_per_head(value, known, limits), _falling(value, known), _above_whole(value, known)]
    if known.kind == "flow":
        found.append(_jump(value, known, limits))
    return [finding for finding in found if finding is not None]


def _jump(value: Decimal, known: Background, limits: Limits) -> Finding | None:
    """Above so many times the highest of the days before, and above the floor of its level."""
    has_past = len(known.recent) >= limits.fewest
    compared = known.recent if has_past else [*known.recent, *known.neighbours]
    highest = float(max(compared, default=Decimal(0)))
    limit = max(limits.floor, limits.ratio * highest)
    if float(value) <= limit:
        return None
    return Finding("jump" if has_past or not known.neighbours else "neighbours", limit, highest)


def _per_head(value: Decimal, known: Background, limits: Limits) -> Finding | None:
    if not known.population:
        return None
    limit = limits.per_head * known.population / PER
    return Finding("per_head", limit, known.population) if float(value) > limit else None


def _falling(value: Decimal, known: Background) -> Finding | None:
    if known.kind != "cumulative" or known.previous_total is None or value >= known.previous_total:
        return None
    return Finding("falling", float(known.previous_total), float(known.previous_total))


def _above_whole(value: Decimal, known: Background) -> Finding | None:
    if not known.of_adults or not known.adults or value <= known.adults:
        return None
    return Finding("above_whole", known.adults, known.adults)


def is_due(rhythm: str, weekday: str, day: date) -> bool:
    """Whether a sheet is owed for this day."""
    return rhythm == "daily" or str(day.isoweekday()) == weekday


def last_due_day(rhythm: str, weekday: str, day: date) -> date:
    """The latest day up to ``day`` a sheet is owed for."""
    return next(d for d in (day - timedelta(days=back) for back in range(7)) if is_due(rhythm, weekday, d))


def moving_sum(values: Sequence[float | None], days: int = 7) -> list[float | None]:
    """Sum of the last ``days`` days up to each; None while one of them is unknown or not there."""
    sums: list[float | None] = []
    for place in range(len(values)):
        window = values[max(0, place - days + 1) : place + 1]
        known = [value for value in window if value is not None]
        sums.append(sum(known) if len(known) == days else None)
    return sums


def rate(value: float | None, people: int | None) -> float | None:
    """Per 100,000; unknown without people."""
    return None if value is None or not people else value * PER / people


def share(value: float | None, whole: float | None) -> float | None:
    """Per cent of a whole; unknown without one."""
    return None if value is None or not whole else value * 100 / whole
