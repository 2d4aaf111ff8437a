"""The registry: one entry a model."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class Holding:
    """What one model holds about a person.

    ``path`` leads from a row to the person's id ("person", "case__person"); ``columns`` are (label, field) pairs for
    the readable paper, dots follow relations; ``others`` are fields that speak of other people; ``omit`` what means
    nothing outside the program. ``is_vital`` is shown to somebody who opens the record in an emergency.
    """

    model: str
    path: str
    title: Any
    columns: tuple[tuple[Any, str], ...] = ()
    others: frozenset[str] = field(default_factory=frozenset)
    omit: frozenset[str] = frozenset({"id"})
    is_vital: bool = False

    @property
    def rows(self) -> Any:
        """Every row of the model."""
        return apps.get_model(self.model)._default_manager


_holdings: dict[str, Holding] = {}
_declared: dict[str, str] = {}
_finders: list[Callable[[str], list[int]]] = []
_subject: list[str] = []


def register(holding: Holding) -> None:
    if holding.model in _holdings:
        raise ValueError(f"Two holdings tell of {holding.model}.")
    _holdings[holding.model] = holding


def declare(model: str, why: str) -> None:
    """State that a model with a path to the person holds nothing of theirs."""
    _declared[model] = why


def declared() -> dict[str, str]:
    """The models stated to hold nothing, with the reasons."""
    return dict(_declared)


def all_holdings() -> list[Holding]:
    """Every holding, in the order of the modules."""
    return list(_holdings.values())


def subject_is(model: str) -> None:
    """Say which model is the person."""
    _subject[:] = [model]


def subject_model() -> Any:
    """The model that is the person."""
    return apps.get_model(_subject[0])


def finder(find: Callable[[str], list[int]]) -> Callable[[str], list[int]]:
    """Decorator: a way from a whole number somebody says to the ids of the people it may mean."""
    _finders.append(find)
    return find


def finders() -> list[Callable[[str], list[int]]]:
    return list(_finders)
