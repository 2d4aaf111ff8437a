"""Scope rules: which rows of a model a user may see. Scope first, then filter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404

from phaodai.core.access.reach import Actor, LookingUp

Row = TypeVar("Row", bound=Model, covariant=True)
Done = TypeVar("Done")

EVERY_ROW = Q()
NO_ROW = Q(pk__in=[])


@dataclass(frozen=True)
class ScopeRule:
    """One model's rule, written on the model as ``scope_rule``.

    ``describe`` is what the truth table in docs/access.md prints; ``condition(user, capability)`` the filter.
    ``capability`` is the one needed to see rows when the caller asks for none in particular.
    """

    describe: str
    condition: Callable[[Actor, str | None], Q]
    capability: str | None = None
    alternatives: tuple["ScopeRule", ...] = ()

    @classmethod
    def by_area(cls, capability: str, field: str = "area") -> "ScopeRule":
        """Rows whose area lies in the subtree the capability was granted for."""

        def condition(user: Actor, wanted: str | None) -> Q:
            reach = user.reach(wanted or capability)
            if reach.everywhere:
                return EVERY_ROW
            return NO_ROW if reach.areas is None else Q(**{f"{field}__in": reach.within})

        return cls(f"area: {field} below a granted area ({capability})", condition, capability)

    @classmethod
    def by_organization(cls, capability: str, field: str = "organization") -> "ScopeRule":
        """Rows that belong to an organisation the capability was granted for."""

        def condition(user: Actor, wanted: str | None) -> Q:
            reach = user.reach(wanted or capability)
            if reach.everywhere:
                return EVERY_ROW
            if not reach.organizations:
                return NO_ROW
            return Q(**{f"{field}__in": reach.organizations})

        return cls(f"organisation: {field} is granted ({capability})", condition, capability)

    @classmethod
    def custom(cls, capability: str, describe: str, condition: Callable[[Actor, str], Q]) -> "ScopeRule":
        """A rule of its own, for what crosses borders; ``describe`` must say it in one sentence."""
        return cls(describe, lambda user, wanted: condition(user, wanted or capability), capability)

    @classmethod
    def any_of(cls, *rules: "ScopeRule") -> "ScopeRule":
        """Rows that any of the rules shows."""

        def condition(user: Actor, wanted: str | None) -> Q:
            parts = [rule.condition(user, wanted) for rule in rules]
            if any(part == EVERY_ROW for part in parts):
                return EVERY_ROW
            combined = NO_ROW
            for part in parts:
                combined = combined | part
            return combined

        described = " or ".join(rule.describe for rule in rules)
        return cls(described, condition, rules[0].capability, rules)

    def conditions(self, user: Actor, wanted: str | None) -> list[Q]:
        """What the rule's alternatives let through, each by itself; one that lets everything through is the only one."""
        parts = [rule.condition(user, wanted) for rule in self.alternatives or (self,)]
        if EVERY_ROW in parts:
            return [EVERY_ROW]
        return [part for part in parts if part != NO_ROW]

    @classmethod
    def via(cls, parent: Callable[[], type[Model]], field: str) -> "ScopeRule":
        """Rows whose parent row is visible; ``parent`` is a callable so that models can refer forward."""

        def condition(user: Actor, wanted: str | None) -> Q:
            rule: ScopeRule = parent().scope_rule  # type: ignore[attr-defined]
            inner = rule.condition(user, wanted)
            if inner == EVERY_ROW:
                return EVERY_ROW
            return Q(**{f"{field}__in": parent()._default_manager.filter(inner).values("pk")})

        return cls(f"as its {field}", condition)

    @classmethod
    def own(cls, field: str = "user") -> "ScopeRule":
        """Rows about the user themself."""
        return cls(f"own: {field} is the user", lambda user, wanted: Q(**{field: user.pk}))

    @classmethod
    def reference(cls) -> "ScopeRule":
        """Reference data: every signed-in user."""
        return cls(
            "reference: every signed-in user",
            lambda user, wanted: EVERY_ROW if user.is_authenticated else NO_ROW,
        )

    @classmethod
    def internal(cls, why: str) -> "ScopeRule":
        """Never shown row by row through scope; reached only by its own guarded query."""
        return cls(f"internal: {why}", lambda user, wanted: NO_ROW)


class ScopedQuerySet(QuerySet[Row]):
    """The QuerySet of every scoped model."""

    def visible_to(self, user: Actor, capability: str | None = None) -> Self:
        """Rows ``user`` may see, by the model's scope rule (for ``capability`` when given)."""
        rule: ScopeRule = self.model.scope_rule  # type: ignore[attr-defined]
        return self.filter(rule.condition(user, capability))

    def visible_parts(self, user: Actor, capability: str | None = None) -> list[Self]:
        """The same rows as disjoint querysets, one an alternative of the rule.

        Each can be found and sorted by an index of its own; a disjunction cannot (see `core.access.keyed`).
        """
        rule: ScopeRule = self.model.scope_rule  # type: ignore[attr-defined]
        parts, before = [], NO_ROW
        for condition in rule.conditions(LookingUp(user), capability):
            parts.append(
                self.filter(condition) if before == NO_ROW else self.filter(condition).exclude(before)
            )
            before = before | condition
        return parts


def refused_as_missing(write: "Callable[[], Done]") -> "Done":
    """Do it; what lies out of reach answers as if it were not there (Http404)."""
    try:
        return write()
    except PermissionDenied:
        raise Http404 from None


def get_visible_or_404(rows: QuerySet, user: Actor, capability: str | None = None, **lookup: Any) -> Any:
    """Return the one visible row; missing and forbidden answer alike (Http404)."""
    found = rows.visible_to(user, capability).filter(**lookup).first()  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found
