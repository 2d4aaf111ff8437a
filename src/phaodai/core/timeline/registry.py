"""Sources register here; the person page reads all that the user may see, one query a source."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class TimelineEntry:
    """One line: when, what (already in the user's language), and where to read on."""

    at: datetime
    text: str
    url: str = ""
    by: str = ""
    is_major: bool = False


@dataclass(frozen=True)
class TimelineSource:
    """``entries(person_id, user)`` yields what this module knows and the user may see."""

    code: str
    capability: str
    entries: Callable[[int, Any], Iterable[TimelineEntry]]


_sources: dict[str, TimelineSource] = {}


def register(source: TimelineSource) -> None:
    if source.code in _sources:
        raise ValueError(f"Two timeline sources are called {source.code}.")
    _sources[source.code] = source


def entries_of(person_id: int, user: Any, limit: int = 100) -> list[TimelineEntry]:
    """Everything known of the person, newest first."""
    found = [
        entry
        for source in _sources.values()
        if user.may(source.capability)
        for entry in source.entries(person_id, user)
    ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:limit]
