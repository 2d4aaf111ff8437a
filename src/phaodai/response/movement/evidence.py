"""Before visits are deleted, whoever needs evidence from them keeps a copy of their own.

Modules above register a keeper; retention calls every one with the days about to go.
"""

from collections.abc import Callable, Sequence
from datetime import date

Keeper = Callable[[Sequence[date]], int]

_keepers: dict[str, Keeper] = {}


def register(name: str, keeper: Keeper) -> None:
    """Add a keeper: ``keeper(days)`` copies what it needs of these days, returns how many copies it holds."""
    if name in _keepers:
        raise ValueError(f"Two keepers of evidence are called {name}.")
    _keepers[name] = keeper


def keep(days: Sequence[date]) -> int:
    """Let every keeper copy; returns how many copies are held together."""
    return sum(keeper(days) for keeper in _keepers.values())
