"""Telling what is held: as data for programs, as lines for people. Only reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from phaodai.core import clock
from phaodai.core.holdings.masking import STAFF, is_staff_name, masked
from phaodai.core.holdings.registry import Holding, all_holdings, finders, subject_model

ROW_CAP = 20_000


@dataclass(frozen=True)
class Section:
    """What one model holds: its rows as data, and as (label, text) lines."""

    holding: Holding
    data: list[dict[str, Any]]
    lines: list[list[tuple[str, str]]]

    @property
    def title(self) -> str:
        return str(self.holding.title)


def find_subject(text: str) -> Any:
    """The one person a whole number means; None where it means nobody, or several."""
    found = {pk for find in finders() for pk in find(text.strip())}
    return subject_model()._default_manager.filter(pk__in=found).first() if len(found) == 1 else None


def rows_of(holding: Holding, subject_id: int) -> "QuerySet[Any]":
    """The rows of one person, oldest first; what they point at comes in the same query."""
    model = holding.rows.model
    related = [f.name for f in model._meta.concrete_fields if f.is_relation and not f.null]
    rows = holding.rows.filter(**{holding.path: subject_id}).select_related(*related).order_by("pk")
    return rows.distinct()[:ROW_CAP]


def sections_of(subject_id: int, *, is_vital: bool = False, with_staff: bool = False) -> Iterator[Section]:
    """What is held about a person, a query a model; only what counts in an emergency where ``is_vital``."""
    for holding in all_holdings():
        if is_vital and not holding.is_vital:
            continue
        rows = list(rows_of(holding, subject_id))
        if rows:
            yield Section(
                holding,
                [_as_data(row, holding, subject_id, with_staff) for row in rows],
                [list(_as_lines(row, holding, subject_id, with_staff)) for row in rows],
            )


def _as_data(row: Any, holding: Holding, subject_id: int, with_staff: bool) -> dict[str, Any]:
    fields = [f for f in row._meta.concrete_fields if f.name not in holding.omit]
    return {f.name: _data_value(row, f, holding, subject_id, with_staff) for f in fields}


def _data_value(row: Any, field: Any, holding: Holding, subject_id: int, with_staff: bool) -> Any:
    if field.is_relation and field.related_model is subject_model():
        return _person(row, field, subject_id)
    if field.name in holding.others:
        return masked(plain(getattr(row, field.name)))
    if is_staff_name(field.name) and not with_staff:
        return STAFF if getattr(row, field.attname) else ""
    return plain(getattr(row, field.name))


def _person(row: Any, field: Any, subject_id: int) -> str | None:
    held = getattr(row, field.attname)
    if held is None:
        return None
    return "self" if held == subject_id else str(masked(str(getattr(row, field.name))))


def plain(value: Any) -> Any:
    """A value as JSON has it: moments in local time, ranges as pairs, everything that is a row as its name."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    if isinstance(value, datetime):
        return clock.to_local(value).isoformat()
    if isinstance(value, date | UUID):
        return value.isoformat() if isinstance(value, date) else str(value)
    if hasattr(value, "lower") and hasattr(value, "upper"):
        return [plain(value.lower), plain(value.upper)]
    return str(value)


def _as_lines(row: Any, holding: Holding, subject_id: int, with_staff: bool) -> Iterator[tuple[str, str]]:
    names = {f.name: f for f in row._meta.concrete_fields}
    for label, source in holding.columns:
        field = names.get(source)
        if field is not None and (source in holding.others or is_staff_name(source) or field.is_relation):
            text = readable(_data_value(row, field, holding, subject_id, with_staff))
        else:
            text = readable(_follow(row, source))
        if text:
            yield str(label), text


def _follow(row: Any, source: str) -> Any:
    """The value at the end of a dotted path; a choice as its words."""
    *path, last = source.split(".")
    for name in path:
        row = getattr(row, name, None)
    words = getattr(row, f"get_{last}_display", None)
    return words() if words else getattr(row, last, None)


def readable(value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, datetime):
        return clock.to_local(value).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, list):
        return ", ".join(filter(None, map(readable, value)))
    if hasattr(value, "lower") and hasattr(value, "upper") and not isinstance(value, str):
        return " – ".join(filter(None, (readable(value.lower), readable(value.upper))))
    return str(value)
