"""Event types: frozen dataclasses with a name and a version, to and from JSON."""

import dataclasses
import typing
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

_types: dict[str, type["DomainEvent"]] = {}
_readers: dict[Any, Callable[[Any], Any]] = {
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}

EventClass = TypeVar("EventClass", bound="type[DomainEvent]")


class DomainEvent:
    """Base of all events. Fields are ids (UUID), times, texts, numbers; never names of people."""

    event_name: str
    event_version: int


def event(name: str, version: int = 1) -> typing.Callable[[EventClass], EventClass]:
    """Register a frozen dataclass as the event type ``name``."""

    def decorate(cls: EventClass) -> EventClass:
        if name in _types:
            raise ValueError(f"Two events are called {name}.")
        cls.event_name, cls.event_version = name, version
        _types[name] = cls
        return cls

    return decorate


def to_data(message: DomainEvent) -> dict[str, Any]:
    """The event's fields as JSON values."""
    fields = dataclasses.asdict(message)  # type: ignore[call-overload]
    return {key: _to_json(value) for key, value in fields.items()}


def _to_json(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_to_json(item) for item in value]
    return value


def _from_json(kind: Any, value: Any) -> Any:
    choices = [kind, *typing.get_args(kind)]
    reader = next((_readers[choice] for choice in choices if choice in _readers), None)
    if value is None or reader is None:
        return value
    if isinstance(value, list):
        return tuple(reader(item) for item in value)
    return reader(value)


def from_data(name: str, data: dict[str, Any]) -> DomainEvent:
    """Rebuild an event; fields that a later version added take their defaults."""
    cls = _types[name]
    hints = typing.get_type_hints(cls)
    known = {field.name for field in dataclasses.fields(cls)}  # type: ignore[arg-type]
    return cls(**{key: _from_json(hints[key], value) for key, value in data.items() if key in known})
