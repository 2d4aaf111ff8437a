"""Answers in one form, so that equal answers have equal hashes, and the clock that times them."""

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from tracegraph.bench.questions import Questions
from tracegraph.segments.rows import Ints

COLUMNS = ("case", "person", "visits", "direct_s", "linger_s", "first_at", "last_at")


class Answer(Protocol):
    """An answer whole in memory, in the form its engine gives it; put into the common form outside the clock."""

    def rows(self) -> Ints:
        """(n, 7) rows of `COLUMNS`; backward as (n, 4): place, day, cases, visits."""


class EngineUnderTest(Protocol):
    """What every engine is asked."""

    name: str

    def build(self) -> "Built": ...
    def f1(self, case: tuple[int, int, int]) -> Answer: ...
    def second_ring(self, case: tuple[int, int, int]) -> Answer: ...
    def batch(self, asked: Questions) -> Answer: ...
    def backward(self, asked: Questions) -> Answer: ...
    def close(self) -> None: ...


@dataclass(frozen=True)
class Whole:
    """An answer that is in the common form already."""

    table: Ints

    def rows(self) -> Ints:
        return self.table


@dataclass(frozen=True)
class Built:
    """What building took. ``digest``: a number of the visits held, equal for all engines."""

    events: int
    bytes: int
    peak_mb: float | None
    note: str = ""


@dataclass
class Row:
    """One line of the table."""

    name: str
    engine: str
    n: int
    p50_ms: float
    p95_ms: float
    answer_hash: str
    extra: dict[str, Any] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        values = {
            key: getattr(self, key) for key in ("name", "engine", "n", "p50_ms", "p95_ms", "answer_hash")
        }
        return {**values, **self.extra}


def digest(answers: Iterable[Ints]) -> str:
    """A hash of answers, each as a set of rows: their order says nothing."""
    whole = hashlib.sha256()
    for rows in answers:
        ordered = rows[np.lexsort(rows.T[::-1])] if len(rows) else rows
        whole.update(np.ascontiguousarray(ordered, dtype="<i8").tobytes() + b";")
    return whole.hexdigest()[:16]


def timed(
    name: str, engine: str, asks: Sequence[Callable[[], Answer]], *, warm: bool = True, **extra: Any
) -> Row:
    """Ask everything once for the answers (and to warm up), then by the clock; quantiles over the questions."""
    answers = [ask().rows() for ask in asks] if warm else []
    times = []
    for ask in asks:
        began = time.perf_counter()
        answer = ask()
        times.append((time.perf_counter() - began) * 1_000)
        if not warm:
            answers.append(answer.rows())
        del answer  # its memory is given back before the next is timed
    rows = sum(len(answer) for answer in answers)
    p50, p95 = np.quantile(times, [0.5, 0.95])
    return Row(
        name, engine, len(asks), round(float(p50), 4), round(float(p95), 4), digest(answers),
        {"rows_answered": rows, **extra},
    )  # fmt: skip
