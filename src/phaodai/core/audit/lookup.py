"""Where a subject lies and whom it is about, noted with the look itself: both may change later.

A model with an ``area`` says where; ``audit_about`` names its field that says whom. Both are read inside the
INSERT, so that a look costs no further query.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import BigIntegerField, Model
from django.db.models.expressions import RawSQL


@dataclass(frozen=True)
class Lookup:
    """The columns of one kind of subject; None where it has none."""

    table: str = ""
    area: str | None = None
    about: str | None = None

    def area_of(self, subject_id: UUID) -> RawSQL | None:
        return self._read(self.area, subject_id)

    def about_of(self, subject_id: UUID) -> RawSQL | None:
        return self._read(self.about, subject_id)

    def _read(self, column: str | None, subject_id: UUID) -> RawSQL | None:
        if column is None:
            return None
        # Names of a table and a column of ours, never of anybody's input.
        sql = f'SELECT "{column}" FROM "{self.table}" WHERE uuid = %s'
        return RawSQL(sql, [subject_id], output_field=BigIntegerField())


def subject_models() -> Iterator[tuple[str, type[Model]]]:
    """Models with a scope rule and a public id, under the name by which the trail calls them."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        if hasattr(model, "scope_rule") and "uuid" in names:
            yield str(getattr(model, "audit_subject", model._meta.model_name)), model


def _column(model: Any, name: str | None) -> str | None:
    known = {field.name: field.column for field in model._meta.concrete_fields}
    return known.get(name or "")


@cache
def lookup_of(subject_type: str) -> Lookup:
    """How to find area and person of a kind of subject; an unknown kind has neither."""
    model = dict(subject_models()).get(subject_type)
    if model is None:
        return Lookup()
    about = _column(model, getattr(model, "audit_about", None))
    return Lookup(model._meta.db_table, _column(model, "area"), about)
