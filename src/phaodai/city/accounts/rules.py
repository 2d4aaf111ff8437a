"""Who may give which role where, and when a provider's sign-in is enough: pure functions over values."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

SYSTEM, ORGANIZATION = "system", "organization"


@dataclass(frozen=True)
class Where:
    """Where a role holds, or is to hold.

    ``kind`` is "system", "organization" or the level of the area; ``path`` the ids of the area (or of the
    organisation's area) and of all above it, the own first; ``organization`` the organisation's id.
    """

    kind: str
    path: tuple[int, ...] = ()
    organization: int | None = None


def lies_within(there: Where, mine: Where) -> bool:
    """Whether what holds ``there`` lies inside what holds at ``mine``."""
    if mine.kind == SYSTEM:
        return True
    if mine.kind == ORGANIZATION:
        return there.organization is not None and there.organization == mine.organization
    return there.kind != SYSTEM and mine.path[0] in there.path


def lies_strictly_within(there: Where, mine: Where) -> bool:
    """Inside, and not the very same place; the whole system holds everything, itself too."""
    return lies_within(there, mine) and (mine.kind == SYSTEM or there != mine)


def may_give(
    role: str,
    there: Where,
    offices: Iterable[Where],
    table: Mapping[str, Collection[str]],
    managing: Collection[str],
) -> bool:
    """Whether somebody who manages accounts at ``offices`` may give ``role`` there.

    ``table`` names the roles for each kind of office, ``managing`` the roles that give others: these go only
    strictly downwards, so that nobody makes their equal.
    """
    inside = lies_strictly_within if role in managing else lies_within
    return any(role in table.get(mine.kind, ()) and inside(there, mine) for mine in offices)


def is_strong(claims: Mapping[str, Any], accepted: Mapping[str, Collection[str]]) -> bool:
    """Whether a provider's signed claims say that it asked for a second factor the policy accepts."""
    methods = claims.get("amr") or []
    methods = methods if isinstance(methods, list) else [methods]
    return claims.get("acr") in accepted.get("acr", ()) or any(
        method in accepted.get("amr", ()) for method in methods
    )
