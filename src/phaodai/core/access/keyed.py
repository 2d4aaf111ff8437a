"""Lists of millions: first the keys of one page, read from indexes alone; then the rows of that page.

A scope rule with alternatives ("lives in a granted area, or is in somebody's custody") is a disjunction, and the
database would read and sort everything that it lets through for the sake of fifty rows. Here each alternative is
asked by itself, in the order of an index that fits it and only as far as the page reaches; their keys are merged, and
the rows with all they show are fetched for the fifty that remain.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet


class KeyedRows:
    """A list that pages cut out of: disjoint querysets, an order over their columns, and how to fetch rows by key.

    ``order`` ends in ``pk``, so that every row has one place; ``known`` is their number where it is known already,
    ``most`` how many of them pages show.
    """

    def __init__(
        self,
        parts: Sequence[QuerySet],
        order: Sequence[str],
        fetch: Callable[[list[Any]], Iterable[Model]],
        known: int | None = None,
        most: int | None = None,
    ) -> None:
        self.parts = [part.order_by() for part in parts]
        self.order = tuple(order)
        self.fetch = fetch
        self.known = known
        self.most = most

    def count_to(self, most: int) -> int:
        """How many rows there are, counted up to ``most``."""
        if self.known is not None:
            return min(most, self.known)
        parts = [part.values("pk")[:most] for part in self.parts]
        return min(most, _together(parts).count()) if parts else 0

    def keys(self, wanted: slice) -> list[Any]:
        """The keys of some rows, in order."""
        if not self.parts or wanted.stop == 0:
            return []
        if self.known is not None:
            return self._sorted_here[wanted]
        columns = ["pk", *(name.lstrip("-") for name in self.order if name.lstrip("-") != "pk")]
        listed = [part.values_list(*columns).order_by(*self.order) for part in self.parts]
        if len(listed) > 1:
            listed = [part[: wanted.stop] for part in listed]
        return [row[0] for row in _together(listed).order_by(*self.order)[wanted]]

    @cached_property
    def _sorted_here(self) -> list[Any]:
        """Keys that are known already: asked to sort them, the database would walk an index past millions of others."""
        names = [name.lstrip("-") for name in self.order]
        rows = [row for part in self.parts for row in part.values_list("pk", *names)]
        for place, name in reversed(list(enumerate(self.order, start=1))):
            rows.sort(key=_nulls_last(place), reverse=name.startswith("-"))
        return [row[0] for row in rows]

    def __getitem__(self, wanted: slice) -> list[Any]:
        keys = self.keys(wanted)
        found = {row.pk: row for row in self.fetch(keys)} if keys else {}
        return [found[key] for key in keys if key in found]


def _nulls_last(place: int) -> Callable[[Any], tuple[bool, Any]]:
    return lambda row: (row[place] is None, row[place] if row[place] is not None else 0)


def _together(parts: list[QuerySet]) -> QuerySet:
    first, *others = parts
    return first.union(*others, all=True) if others else first
