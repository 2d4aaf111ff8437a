"""Reach: where a user holds a capability."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import HttpRequest


@dataclass(frozen=True)
class Reach:
    """Where one capability is held.

    ``areas`` is a queryset of area ids (every area below the granted ones), used as a sub-select; ``few`` the same
    ids where they are few; ``organizations`` the ids of granted organisations. None is consulted when ``everywhere``.
    """

    everywhere: bool = False
    areas: QuerySet | None = None
    few: tuple[int, ...] | None = None
    organizations: frozenset[int] = field(default_factory=frozenset)

    @property
    def within(self) -> Any:
        """What ``area__in`` compares with: the ids themselves where they are few, so that a ward is found by its
        index among millions; else the sub-select. None without any area.
        """
        return self.areas if self.few is None else list(self.few)

    @property
    def is_empty(self) -> bool:
        return not self.everywhere and self.areas is None and not self.organizations


NOWHERE = Reach()


class Actor(Protocol):
    """What this package needs of a user; `accounts.User` and the anonymous user both satisfy it."""

    pk: int | None
    is_authenticated: bool

    def may(self, capability: str) -> bool: ...

    def reach(self, capability: str) -> Reach: ...


class GuardedRequest(HttpRequest):
    """A request behind `requires` or `signed_in`: its user is an `Actor`. For annotations only."""

    user: Any


class SystemActor:
    """The system itself, when a step of the playbook or a command acts: may everything, everywhere."""

    pk = None
    is_authenticated = True
    full_name = "Hệ thống"

    def may(self, capability: str) -> bool:
        return True

    def reach(self, capability: str) -> Reach:
        return Reach(everywhere=True)


SYSTEM_ACTOR = SystemActor()
