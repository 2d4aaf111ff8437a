"""What files are for. A module names its purposes in ``file_purposes.py``: who reads, which kinds, how large, how long."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model

from phaodai.core.files.terms import Kind

MB = 1_000_000


@dataclass(frozen=True)
class Purpose:
    """One use of files.

    ``owner()`` is the model of the thing a file belongs to (with ``uuid`` and a scope rule): whoever sees the thing
    under ``capability`` may read the file. ``shows_health_data`` puts every reading on record under the owner.
    ``term`` is the policy with the days a file is kept after it was put with its thing; without one it stays as
    long as the thing. ``still_needs(ids)`` says which owners keep theirs beyond the term.
    """

    code: str
    title: Any
    owner: Callable[[], type[Model]]
    capability: str
    kinds: frozenset[Kind]
    most_bytes: int = 10 * MB
    shows_health_data: bool = False
    term: str = ""
    still_needs: Callable[[Iterable[UUID]], set[UUID]] | None = None


_purposes: dict[str, Purpose] = {}


def register(purpose: Purpose) -> Purpose:
    """Add a purpose; every code once."""
    if purpose.code in _purposes:
        raise ValueError(f"Two purposes of files are called {purpose.code}.")
    _purposes[purpose.code] = purpose
    return purpose


def all_purposes() -> list[Purpose]:
    return list(_purposes.values())


def find(code: str) -> Purpose:
    return _purposes[code]
