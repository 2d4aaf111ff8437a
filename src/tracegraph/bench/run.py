"""The whole measurement: build, ask, compare, one document."""

import os
import platform
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tracegraph.bench.answers import Built, EngineUnderTest, Row, timed
from tracegraph.bench.city import City
from tracegraph.bench.duck import Duck
from tracegraph.bench.postgresql import Postgresql
from tracegraph.bench.questions import ALONE, RINGS, Questions, draw
from tracegraph.bench.sealed import Segments

ALONE_ABOVE = 200_000_000
BACKWARDS = 5
# Bytes of disk for one event: sealed; and all three engines with what PostgreSQL writes while it builds.
DISK_SEALED, DISK_ALL = 18, 18 + 40 + 240


def needs(events: int, only_segments: bool = False) -> str:
    """What a run needs, in one sentence."""
    alone = only_segments or events > ALONE_ABOVE
    disk = events * (DISK_SEALED if alone else DISK_ALL) / 1e9
    memory = 0.4 + events / 21 * 150 / 1e9
    who = "the segments alone" if alone else "segments, PostgreSQL and DuckDB"
    return f"{events:,} events, {who}: about {disk:.1f} GB of disk and {memory:.1f} GB of memory."


def lacking(events: int, folder: Path, only_segments: bool = False) -> str:
    """What is missing for a run, or an empty text."""
    wanted = events * (DISK_SEALED if only_segments or events > ALONE_ABOVE else DISK_ALL)
    free = shutil.disk_usage(folder).free
    return f"only {free / 1e9:.1f} GB of disk are free under {folder}" if free < wanted else ""


def run(events: int, seed: int, url: str, folder: Path, only_segments: bool = False) -> dict[str, Any]:
    """One document of the contract. ``folder``: where the files of the run may lie; they are removed.

    ``only_segments`` asks no database, as a run too large for the others does by itself.
    """
    city = City(events, seed)
    asked = draw(city)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(dir=folder, prefix="trace-bench-") as scratch:
        for engine in _engines(city, url, Path(scratch), only_segments):
            rows += _measured(engine, asked)
            _say(f"{engine.name}: done")
    return {
        "machine": machine(),
        "seed": seed,
        "events": events,
        "people": city.people,
        "places": city.places,
        "equal_answers": _are_equal(rows),
        "rows": [row.document() for row in rows],
        "ratios": _ratios(rows),
    }


def machine() -> dict[str, Any]:
    return {"cpus": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}


def table(document: dict[str, Any]) -> str:
    """The rows as a table for a terminal."""
    head = f"{'':<13}{'engine':<12}{'n':>6}{'p50 ms':>12}{'p95 ms':>12}  {'answer':<18}"
    lines = [
        f"{row['name']:<13}{row['engine']:<12}{row['n']:>6}{row['p50_ms']:>12.3f}{row['p95_ms']:>12.3f}"
        f"  {row['answer_hash']:<18}{_note(row)}"
        for row in document["rows"]
    ]
    return "\n".join([head, *lines])


def _note(row: dict[str, Any]) -> str:
    if row["name"] != "build":
        return f"{row['rows_answered']:,} rows"
    peak = f", peak {row['peak_mb']:,.0f} MB" if row["peak_mb"] else ""
    return f"{row['bytes_per_event']} bytes an event{peak}"


def _engines(city: City, url: str, scratch: Path, alone: bool) -> Iterator[EngineUnderTest]:
    """One after the other, so that none disturbs the next; a large run has the segments alone."""
    yield Segments(city, scratch / "sealed")
    if not alone and city.events <= ALONE_ABOVE:
        yield Duck(city, scratch)
        yield Postgresql(city, url)


def _measured(engine: EngineUnderTest, asked: Questions) -> list[Row]:
    try:
        _say(f"{engine.name}: building")
        return [_build(engine), *_asked(engine, asked)]
    finally:
        engine.close()


def _build(engine: EngineUnderTest) -> Row:
    began = time.perf_counter()
    built: Built = engine.build()
    took = round((time.perf_counter() - began) * 1_000, 1)
    peak = built.peak_mb or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    extra = {"bytes_per_event": round(built.bytes / built.events, 1), "peak_mb": round(peak)}
    return Row("build", engine.name, 1, took, took, f"{built.events} events", extra)


def _asked(engine: EngineUnderTest, asked: Questions) -> Sequence[Row]:
    alone = [asked.case(number) for number in range(min(ALONE, len(asked.people)))]
    _say(f"{engine.name}: asking")
    rings = [partial(engine.second_ring, case) for case in alone[:RINGS]]
    return [
        timed("f1", engine.name, [partial(engine.f1, case) for case in alone]),
        timed("second_ring", engine.name, rings),
        timed("batch_1000", engine.name, [partial(engine.batch, asked)], warm=engine.name == "segments"),
        timed("backward", engine.name, [partial(engine.backward, asked)] * BACKWARDS),
    ]


def _are_equal(rows: Sequence[Row]) -> bool:
    answers: dict[str, set[str]] = {}
    for row in rows:
        answers.setdefault(row.name, set()).add(row.answer_hash)
    return all(len(hashes) == 1 for hashes in answers.values())


def _ratios(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """For each question: how many times longer than the segments each engine took."""
    fast = {row.name: row.p50_ms for row in rows if row.engine == "segments"}
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        if row.engine != "segments":
            found.setdefault(row.name, {})[row.engine] = round(row.p50_ms / fast[row.name], 2)
    return found


def _say(text: str) -> None:
    sys.stderr.write(f"  {text}\n")
    sys.stderr.flush()
