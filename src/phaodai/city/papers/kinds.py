"""Kinds of papers. A module names its own in ``paper_kinds.py``: the template, who sees the thing, how it stands."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Model

from phaodai.city.papers.terms import Standing


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    ``subject()`` is the model of the thing it tells of (with ``uuid`` and a scope rule): whoever sees that under
    ``capability`` sees the paper and its printings. ``standing_of(uuid)`` says how the thing stands now; a paper
    that is only a picture of a moment (a list) has none. ``is_own`` papers are seen by whoever made them alone:
    what they show depends on who asked. ``page`` is the URL name of the thing's page.
    """

    code: str
    title: Any
    template: Path
    subject: Callable[[], type[Model]]
    capability: str
    page: str
    standing_of: Callable[[UUID], Standing] | None = None
    is_own: bool = False


_kinds: dict[str, PaperKind] = {}


def register(kind: PaperKind) -> PaperKind:
    """Add a kind; every code once."""
    if kind.code in _kinds:
        raise ValueError(f"Two kinds of papers are called {kind.code}.")
    _kinds[kind.code] = kind
    return kind


def all_kinds() -> list[PaperKind]:
    return list(_kinds.values())


def find(code: str) -> PaperKind:
    return _kinds[code]
