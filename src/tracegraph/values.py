"""The values the engine takes and gives back.

Times are whole seconds since 1970-01-01T00:00Z; intervals are half-open, `[start, end)`.
"""

from dataclasses import dataclass, field
from typing import Any

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Visit:
    """One stay of one person at one place. `end` is None when nobody recorded the departure."""

    person: str
    place: str
    kind: str
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class CasePeriod:
    """When a person could infect others: `[infectious_from, infectious_to)`; no end means "still"."""

    case: str
    person: str
    infectious_from: int
    infectious_to: int | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One visit of the case and one visit of somebody else that met, or nearly.

    `case_start`, `case_end`: the case's visit, cut to the infectious period. `start`, `end`: the other
    person's visit as it took place. `direct_s`: seconds together. `linger_s`: seconds the other person spent
    there within the linger time after the case had left. `first_at`, `last_at`: first and last moment of
    exposure of either kind.
    """

    place: str
    kind: str
    case_start: int
    case_end: int
    start: int
    end: int
    direct_s: int
    linger_s: int
    first_at: int
    last_at: int


@dataclass(frozen=True, slots=True)
class Contact:
    """A candidate contact of one case: not an F1 until an investigator has verified it.

    `visits` counts the pairs of visits that met. `path` is the strongest explanation as plain nodes (see
    `tracegraph.paths`). `score` lies in 0..1 (see `tracegraph.scoring`).
    """

    case: str
    person: str
    tier: int
    visits: int
    direct_s: int
    linger_s: int
    first_at: int
    last_at: int
    score: float
    path: list[Node] = field(default_factory=list)
