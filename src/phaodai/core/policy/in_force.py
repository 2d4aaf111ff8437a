"""The rule in force at a moment. Models are asked of the registry: this package is imported before they may be."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from phaodai.core import clock
from phaodai.core.policy.values import PolicyDefault, PolicyUnknown, PolicyValue, defaults

APPROVED = "approved"

_held: ContextVar["Held | None"] = ContextVar("held_policies", default=None)


class Held:
    """What was read so far: the approved versions in one query at the first question, then each answer once."""

    def __init__(self) -> None:
        self.answers: dict[tuple[str, date], PolicyValue] = {}

    @cached_property
    def approved(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for row in _approved().order_by("-effective_from", "-id"):
            found.setdefault(row.code, []).append(row)
        return found

    def get(self, code: str, day: date) -> PolicyValue:
        if (code, day) not in self.answers:
            self.answers[code, day] = self._find(code, day)
        return self.answers[code, day]

    def _find(self, code: str, day: date) -> PolicyValue:
        shipped = _shipped_in_force(code, day)
        for row in self.approved.get(code, ()):
            if shipped.effective_from <= row.effective_from <= day:
                return _as_value(row, shipped)
        return shipped


@contextmanager
def held() -> Iterator[None]:
    """Inside, the rules are read once: for a page, and for long jobs during which no rule changes."""
    token = _held.set(Held())
    try:
        yield
    finally:
        _held.reset(token)


def default_of(code: str) -> PolicyDefault:
    """The shipped rule.

    Raises:
        PolicyUnknown: no module ships this code.
    """
    try:
        return defaults()[code]
    except KeyError:
        raise PolicyUnknown(code) from None


def _as_value(row: Any, shipped: PolicyValue) -> PolicyValue:
    return replace(
        shipped,
        value=row.value,
        version=f"db:{row.pk}",
        document=row.document,
        effective_from=row.effective_from,
        confirmed=row.confirmed,
        note=row.note,
    )


def _shipped_in_force(code: str, day: date) -> PolicyValue:
    versions = default_of(code).versions
    in_force = [version for version in versions if version.effective_from <= day]
    return (in_force or list(versions[:1]))[-1]


def get(code: str, at: datetime | None = None) -> PolicyValue:
    """The version in force at ``at`` (now): the latest effective one; on one day the approved one wins.

    Raises:
        PolicyUnknown: no module ships this code.
    """
    day, kept = clock.local_day(at or clock.now()), _held.get()
    return _in_force(code, day) if kept is None else kept.get(code, day)


def _approved() -> "QuerySet[Any]":
    return apps.get_model("policy", "PolicyVersion").objects.filter(state=APPROVED)


def _in_force(code: str, day: date) -> PolicyValue:
    shipped = _shipped_in_force(code, day)
    effective = _approved().filter(
        code=code, effective_from__lte=day, effective_from__gte=shipped.effective_from
    )
    row = effective.order_by("-effective_from", "-id").first()
    return shipped if row is None else _as_value(row, shipped)
