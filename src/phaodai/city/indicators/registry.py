"""The registry of indicators: every number of the system, defined once."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from django.db.models import DateTimeField, F, FloatField, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast

Kind = Literal["flow", "stock", "cumulative"]


@dataclass(frozen=True)
class Watch:
    """A table whose changes change the number: ``moments`` are the columns that say on which days.

    A column may be an expression over ``{x}``. ``via`` reads the moments elsewhere: ("tube_id", "testing_tube") are
    those of the tube a changed row names.
    """

    table: str
    moments: tuple[str, ...]
    via: tuple[str, str] | None = None


@dataclass(frozen=True)
class Indicator:
    """One number.

    Computed ones count facts: ``facts()`` is a queryset whose rows lie in ``area`` and happened ``at``. A "flow" counts
    those of the days asked, a "stock" those that stand now; ``ever()`` gives all that ever stood, each ending ``until``,
    and so the stock of any day. A reported one has no facts: units tell it (`Observation`); "cumulative" is told as the
    total so far. ``better`` says which way is good. ``denominator`` is another indicator's code, or "adults": a share.
    """

    code: str
    title: Any
    facts: Callable[[], QuerySet] | None = None
    area: str = "area"
    at: str = ""
    until: str = ""
    ever: Callable[[], QuerySet] | None = None
    kind: Kind = "flow"
    weight: Any = 1
    unit: Any = ""
    better: Literal["down", "up", "neither"] = "down"
    rows_url: str = ""
    rows_query: str = ""
    row_page: str = ""
    row_key: str = "uuid"
    subject: str = ""
    topic: Any = ""
    source: Any = ""
    denominator: str = ""
    per_capita: bool = True
    note: Any = ""
    watches: tuple[Watch, ...] = ()

    @property
    def is_reported(self) -> bool:
        """Whether units tell it by hand, as no module measures it."""
        return self.facts is None

    @property
    def is_stock(self) -> bool:
        return self.kind == "stock"

    @property
    def has_days(self) -> bool:
        """Whether past days can be told: a stock without ends is known only now."""
        return self.kind != "stock" or self.ever is not None or self.is_reported

    @property
    def is_rolled(self) -> bool:
        """Whether its days stand in the daily table: it must say which tables it watches."""
        return not self.is_reported and self.has_days and bool(self.watches)

    def rows(self) -> QuerySet:
        """The facts themselves.

        Raises:
            TypeError: the number is reported, it has no facts.
        """
        if self.facts is None:
            raise TypeError(f"{self.code} is reported by hand.")
        return self.facts()

    def history(self) -> QuerySet:
        """All facts that past days need."""
        return self.ever() if self.ever else self.rows()

    def fact_rows(self, number: int) -> QuerySet:
        """The facts in the common projection: (indicator number, area_id, at, weight)."""
        return self._projected(self.rows(), number, self.at, 1)

    def change_rows(self, number: int, ranges: Callable[[str], Q]) -> list[QuerySet]:
        """What changed the number within ranges of time: facts that came, and for stocks those that ended."""
        moments = [(self.at, 1), (self.until, -1)] if self.ever else [(self.at, 1)]
        rows = self.history()
        return [self._projected(rows.filter(ranges(name)), number, name, sign) for name, sign in moments]

    def _projected(self, rows: QuerySet, number: int, moment: str, sign: int) -> QuerySet:
        weight = Value(self.weight * sign) if isinstance(self.weight, int) else self.weight * sign
        return rows.order_by().values_list(
            Cast(Value(number), IntegerField()),
            F(self.area),
            Cast(F(moment), DateTimeField()),
            Cast(weight, FloatField()),
        )


_indicators: dict[str, Indicator] = {}


def register(indicator: Indicator) -> None:
    if indicator.code in _indicators:
        raise ValueError(f"Two indicators are called {indicator.code}.")
    _indicators[indicator.code] = indicator
    definition_digest.cache_clear()


def all_indicators() -> list[Indicator]:
    """Every number: the measured ones in the order of the modules, topic by topic, then what units report."""
    topics: dict[str, int] = {}
    for row in _indicators.values():
        topics.setdefault(str(row.topic), len(topics))
    return sorted(_indicators.values(), key=lambda row: (row.is_reported, topics[str(row.topic)]))


def find(code: str) -> Indicator:
    return _indicators[code]


def known(codes: Iterable[str]) -> list[Indicator]:
    """The indicators of these codes, each once; what no module offers is left out."""
    return [_indicators[code] for code in dict.fromkeys(codes) if code in _indicators]


def rolled_indicators() -> list[Indicator]:
    """The computed ones whose days stand in the daily table, by code."""
    rows = [row for row in _indicators.values() if row.is_rolled]
    return sorted(rows, key=lambda row: row.code)


@cache
def definition_digest() -> str:
    """Changes when the definition of any computed number changes: what was rolled up before is then worth nothing."""
    parts = []
    for row in rolled_indicators():
        sql, params = row.history().order_by().query.sql_with_params()
        parts.append(f"{row.code} {sql} {params} {row.area} {row.at} {row.until} {row.weight}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:20]
