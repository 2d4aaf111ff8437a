"""What the two databases under test share: parameters in, rows out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tracegraph.bench.answers import Answer
from tracegraph.bench.questions import LIMIT, Questions
from tracegraph.bench.sql import BACKWARD, RING, SECOND_RING
from tracegraph.segments.rows import Ints


class Tabular:
    """Asks the statements of `sql`; a child says how a statement is run."""

    def ask(self, statement: str, parameters: Mapping[str, Any]) -> Answer:
        raise TypeError("A child says how.")

    def f1(self, case: tuple[int, int, int]) -> Answer:
        return self.ring([0], [case])

    def batch(self, asked: Questions) -> Answer:
        numbers = range(len(asked.people))
        return self.ring(numbers, [asked.case(number) for number in numbers])

    def second_ring(self, case: tuple[int, int, int]) -> Answer:
        first = self.f1(case).rows()
        periods = [(int(row[1]), int(row[5]), case[2]) for row in first]
        known = [case[0], *first[:, 1].tolist()]
        return self.ask(SECOND_RING, {**_periods(range(len(periods)), periods), "known": known})

    def ring(self, keys: Sequence[int], periods: Sequence[tuple[int, int, int]]) -> Answer:
        return self.ask(RING, _periods(keys, periods))

    def backward(self, asked: Questions) -> Answer:
        periods = [(int(person), *asked.window) for person in asked.outbreak]
        return Best(self.ask(BACKWARD, _periods(range(len(periods)), periods)))


@dataclass(frozen=True)
class Best:
    """The first of the place-days by their score, which the common form leaves out."""

    found: Answer

    def rows(self) -> Ints:
        table = self.found.rows()
        order = np.lexsort((table[:, 1], table[:, 0], -np.round(table[:, 4], 9)))
        return table[order[:LIMIT], :4].astype(np.int64)


def _periods(keys: Sequence[int], periods: Sequence[tuple[int, int, int]]) -> dict[str, list[int]]:
    people, begins, untils = ([one[part] for one in periods] for part in range(3))
    return {"keys": list(keys), "people": people, "begins": begins, "untils": untils}
