"""The rule in force at a moment. Models are asked of the registry: this package is imported before they may be."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.apps import apps

from phaodai.core import clock
from phaodai.core.policy.values import PolicyDefault, PolicyUnknown, PolicyValue, defaults

APPROVED = "approved"

_held: ContextVar[dict[tuple[str, date], PolicyValue] | None] = ContextVar("held_policies", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Inside, each rule is read once a day of the scenario: for long jobs during which no rule changes."""
    token = _held.set({})
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
    if kept is None:
        return _in_force(code, day)
    if (code, day) not in kept:
        kept[code, day] = _in_force(code, day)
    return kept[code, day]


def _in_force(code: str, day: date) -> PolicyValue:
    shipped = _shipped_in_force(code, day)
    approved = apps.get_model("policy", "PolicyVersion").objects.filter(
        code=code, state=APPROVED, effective_from__lte=day, effective_from__gte=shipped.effective_from
    )
    row = approved.order_by("-effective_from", "-id").first()
    return shipped if row is None else _as_value(row, shipped)
