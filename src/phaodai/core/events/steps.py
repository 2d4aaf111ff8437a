"""The registry of playbook steps: what is to be done when an event of some type happens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from phaodai.core.events.messages import DomainEvent


@dataclass(frozen=True)
class Step:
    """One thing to be done. ``key`` is stored with every delivery: never rename it.

    ``is_wanted`` is asked when an event is published: False, and there is nothing to deliver.
    """

    event_name: str
    key: str
    title: Any
    run: Callable[[Any], None]
    is_wanted: Callable[[], bool] = lambda: True


_steps: dict[str, Step] = {}


def step(
    kind: type[DomainEvent], key: str, title: Any
) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Register the decorated function as a step that follows ``kind``; it must be safe to run again."""

    def decorate(run: Callable[[Any], None]) -> Callable[[Any], None]:
        add_step(Step(kind.event_name, f"{kind.event_name}:{key}", title, run))
        return run

    return decorate


def add_step(added: Step) -> None:
    """Register a step that no module writes by hand: one for every event of some registry."""
    if added.key in _steps:
        raise ValueError(f"Two steps are called {added.key}.")
    _steps[added.key] = added


def steps_for(event_name: str) -> list[Step]:
    """The steps of one event type, in the order they were written."""
    return [found for found in _steps.values() if found.event_name == event_name]


def find_step(key: str) -> Step | None:
    """The step of this key, or None when the code no longer has it."""
    return _steps.get(key)
