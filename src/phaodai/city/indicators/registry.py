"""The registry of indicators."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import DateTimeField, F, FloatField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast


@dataclass(frozen=True)
class Indicator:
    """One number.

    ``facts()`` returns a queryset whose rows are counted: `fact_rows` brings it to (area_id, at, weight).
    ``kind`` is "flow" (counted over the days asked, by ``at``) or "stock" (counted as it stands now).
    ``better`` says which way is good, for "worse than yesterday"; ``rows_url`` names the page of its rows.
    """

    code: str
    title: Any
    facts: Callable[[], QuerySet]
    area: str
    at: str
    kind: Literal["flow", "stock"] = "flow"
    weight: Any = 1
    unit: Any = ""
    better: Literal["down", "up", "neither"] = "down"
    rows_url: str = ""
    rows_query: str = ""
    note: Any = ""

    def fact_rows(self, number: int) -> QuerySet:
        """The facts in the common projection: (indicator number, area_id, at, weight)."""
        weight = Value(self.weight) if isinstance(self.weight, int) else self.weight
        return (
            self.facts()
            .order_by()
            .values_list(
                Cast(Value(number), IntegerField()),
                F(self.area),
                Cast(F(self.at), DateTimeField()),
                Cast(weight, FloatField()),
            )
        )


_indicators: dict[str, Indicator] = {}


def register(indicator: Indicator) -> None:
    if indicator.code in _indicators:
        raise ValueError(f"Two indicators are called {indicator.code}.")
    _indicators[indicator.code] = indicator


def all_indicators() -> list[Indicator]:
    return list(_indicators.values())


def find(code: str) -> Indicator:
    return _indicators[code]
