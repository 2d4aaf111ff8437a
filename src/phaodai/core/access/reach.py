"""Reach: where a user holds a capability."""

from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, QuerySet, Value
from django.http import HttpRequest


class OneOf(Func):
    """``field = ANY(ARRAY(sub-select))``: the sub-select runs once and its values are looked up in an index.

    In a disjunction ``IN (sub-select)`` cannot be: PostgreSQL would read the whole table beside it.
    """

    template = "%(expressions)s"
    arg_joiner = " = "
    output_field = BooleanField()

    def __init__(self, field: str, rows: "QuerySet[Any, Any] | list[int]") -> None:
        """``rows`` may also be many keys, which then travel as one parameter."""
        keys = ArrayField(BigIntegerField())
        values = Value(rows, output_field=keys) if isinstance(rows, list) else ArraySubquery(rows)
        super().__init__(F(field), Func(values, function="ANY", output_field=keys))


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
    looks_up: bool = False

    @property
    def within(self) -> Any:
        """What ``area__in`` compares with: the ids themselves where they are few, so that a ward is found by its
        index among millions; else the sub-select. None without any area.
        """
        return self.areas if self.few is None else list(self.few)

    def covers(self, *area_ids: int | None) -> bool:
        """Whether every one of these areas lies inside; no area lies nowhere."""
        wanted = set(area_ids)
        if self.everywhere:
            return True
        if self.few is not None:
            return wanted <= set(self.few)
        return self.areas is not None and wanted <= set(
            self.areas.filter(descendant__in=wanted).values_list("descendant", flat=True)
        )

    @property
    def is_wide(self) -> bool:
        """Whether so much is reached that rows are better tested against it than looked up by it."""
        return self.everywhere or (self.areas is not None and self.few is None)

    def one_of(self, field: str, rows: "QuerySet[Any, Any]") -> Q:
        """``field`` is among the values of a sub-select that this reach bounds; to be or-ed with other conditions.

        A small reach gives few values: they are looked up. A wide one gives many: rows are tested against their hash,
        unless ``looks_up`` says that the condition stands by itself.
        """
        is_tested = self.is_wide and not self.looks_up
        return Q(**{f"{field}__in": rows}) if is_tested else Q(OneOf(field, rows))

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


class LookingUp:
    """An actor whose reach is asked one alternative of a rule at a time."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.pk, self.is_authenticated = actor.pk, actor.is_authenticated

    def may(self, capability: str) -> bool:
        return self.actor.may(capability)

    def reach(self, capability: str) -> Reach:
        return replace(self.actor.reach(capability), looks_up=True)


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
