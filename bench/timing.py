"""Taking times. Machines are noisy: every row carries its median and its ratio to one bare query of the same run."""

import hashlib
import json
import os
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass
class Row:
    """One measurement: ``n`` repetitions, milliseconds, queries of one repetition, what it answered."""

    name: str
    engine: str
    n: int
    p50_ms: float
    p95_ms: float
    answer_hash: str
    queries: int | None = None
    ratio: float | None = None
    note: str = ""

    def as_document(self) -> dict[str, Any]:
        return asdict(self)


def _quantile(sorted_values: list[float], share: float) -> float:
    return sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))]


def digest(answer: Any) -> str:
    """A short hash of an answer, equal for equal answers."""
    return hashlib.sha256(repr(answer).encode()).hexdigest()[:12]


def measure(name: str, run: Callable[[], Any], *, n: int, engine: str = "page", note: str = "") -> Row:
    """Run once to warm up, once to count queries, then ``n`` times by the clock."""
    run()
    with CaptureQueriesContext(connection) as captured:
        answer = run()
    queries = len(captured)  # counted now: the next request empties the connection's log
    times = []
    for _ in range(n):
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    median, high = _quantile(times, 0.5), _quantile(times, 0.95)
    return Row(name, engine, n, round(median, 2), round(high, 2), digest(answer), queries, note=note)


def with_ratios(rows: list[Row], unit: Row) -> list[Row]:
    """Every median as a multiple of the unit's, taken in the same run."""
    for row in rows:
        row.ratio = round(row.p50_ms / unit.p50_ms, 1) if unit.p50_ms else None
    return rows


def report(rows: list[Row], *, as_json: bool, **about: Any) -> None:
    """Print the rows as one document, with what was measured and on which machine, or as a table."""
    machine = {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    document = {"machine": machine, **about, "rows": [row.as_document() for row in rows]}
    print(json.dumps(document, ensure_ascii=False) if as_json else as_table(rows))


def as_table(rows: list[Row]) -> str:
    """One line a row, as wide as the longest name."""
    width = max((len(row.name) for row in rows), default=0) + 2
    head = f"{'':<{width}}{'p50 ms':>9}{'p95 ms':>9}{'queries':>9}{'× query':>9}  note"
    return "\n".join([head, *(_line(row, width) for row in rows)])


def _line(row: Row, width: int) -> str:
    queries = "" if row.queries is None else row.queries
    times = f"{row.p50_ms:>9.1f}{row.p95_ms:>9.1f}"
    return f"{row.name:<{width}}{times}{queries:>9}{row.ratio or '':>9}  {row.note}".rstrip()
