"""What the two databases under test share: parameters in, rows out."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tracegraph.bench.questions import LIMIT, Questions
from tracegraph.bench.sql import BACKWARD, RING, SECOND_RING
from tracegraph.segments.rows import Ints


class Tabular:
    """Asks the statements of `sql`; a child says how a statement is run."""

    def rows(self, statement: str, parameters: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        raise TypeError("A child says how.")

    def f1(self, case: tuple[int, int, int]) -> Ints:
        return self.ring([0], [case])

    def batch(self, asked: Questions) -> Ints:
        numbers = range(len(asked.people))
        return self.ring(numbers, [asked.case(number) for number in numbers])

    def second_ring(self, case: tuple[int, int, int]) -> Ints:
        first = self.f1(case)
        periods = [(int(row[1]), int(row[5]), case[2]) for row in first]
        known = [case[0], *first[:, 1].tolist()]
        parameters = {**_periods(range(len(periods)), periods), "known": known}
        return _table(self.rows(SECOND_RING, parameters), 7)

    def ring(self, keys: Sequence[int], periods: Sequence[tuple[int, int, int]]) -> Ints:
        return _table(self.rows(RING, _periods(keys, periods)), 7)

    def backward(self, asked: Questions) -> Ints:
        periods = [(int(person), *asked.window) for person in asked.outbreak]
        found = self.rows(BACKWARD, _periods(range(len(periods)), periods))
        best = sorted(found, key=lambda row: (-round(row[4], 9), row[0], row[1]))[:LIMIT]
        return _table([row[:4] for row in best], 4)


def _periods(keys: Sequence[int], periods: Sequence[tuple[int, int, int]]) -> dict[str, list[int]]:
    people, begins, untils = ([one[part] for one in periods] for part in range(3))
    return {"keys": list(keys), "people": people, "begins": begins, "untils": untils}


def _table(rows: Sequence[Sequence[Any]], columns: int) -> Ints:
    return np.array(rows, np.int64).reshape(-1, columns)
