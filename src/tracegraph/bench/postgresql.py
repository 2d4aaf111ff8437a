"""PostgreSQL under test: one table with two covering indexes, in a schema of its own that is dropped afterwards."""

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from tracegraph.bench.answers import Answer, Built
from tracegraph.bench.city import City, DayOfVisits
from tracegraph.bench.questions import linger_of_kinds, open_of_kinds
from tracegraph.bench.tabular import Tabular

SCHEMA = "trace_bench"
# Binary COPY: a signature, flags, length of the header; then each row as count of fields, and length and value of each.
COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_END = b"\xff\xff"
ROW = np.dtype(
    [("fields", ">i2")] + [(f"{part}{number}", ">i4") for number in range(4) for part in ("length", "value")]
)
INDEXES = (
    "CREATE INDEX ON visit (person, start_s) INCLUDE (place, end_s)",
    "CREATE INDEX ON visit (place, start_s) INCLUDE (person, end_s)",
)


@dataclass(frozen=True)
class Fetched:
    """An answer as psycopg gives it: tuples."""

    tuples: Sequence[tuple[Any, ...]]
    width: int

    def rows(self) -> NDArray[Any]:
        return np.array(self.tuples).reshape(-1, self.width)


class Postgresql(Tabular):
    """``url``: any PostgreSQL 15 or later; nothing outside the schema is touched."""

    name = "postgresql"

    def __init__(self, city: City, url: str) -> None:
        self.city = city
        self.connection = psycopg.connect(url, autocommit=True)

    def build(self) -> Built:
        self._make_tables()
        for _, visits in self.city.days():
            self._copy(visits)
        for statement in (*INDEXES, "VACUUM ANALYZE visit", "ANALYZE place_rule"):
            self.connection.execute(statement)
        self.connection.execute(
            "CREATE TABLE day_total AS SELECT (start_s + 25200) / 86400 AS day, count(*) AS visits "
            "FROM visit GROUP BY 1"
        )
        count = self._number("SELECT count(*) FROM visit")
        return Built(count, self._number("SELECT pg_total_relation_size('visit')"), self._peak_mb())

    def ask(self, statement: str, parameters: Mapping[str, Any]) -> Answer:
        text = re.sub(r"\$(\w+)", r"%(\1)s", statement.replace("//", "/"))
        cursor = self.connection.execute(text, parameters)
        return Fetched(cursor.fetchall(), len(cursor.description or ()))

    def close(self) -> None:
        self.connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        self.connection.close()

    def _make_tables(self) -> None:
        for statement in (
            f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE",
            f"CREATE SCHEMA {SCHEMA}",
            f"SET search_path = {SCHEMA}",
            "SET jit = off",
            "CREATE TABLE visit (person int NOT NULL, place int NOT NULL, start_s int NOT NULL, end_s int)",
            "CREATE VIEW by_person AS SELECT * FROM visit",
            "CREATE VIEW by_place AS SELECT * FROM visit",
            "CREATE TABLE place_rule (place int PRIMARY KEY, linger int NOT NULL, open_for int NOT NULL)",
        ):
            self.connection.execute(statement)
        self._copy_rules()

    def _copy_rules(self) -> None:
        lingers, opens = np.array(linger_of_kinds()), np.array(open_of_kinds())
        kinds = self.city.kinds
        with self.connection.cursor().copy("COPY place_rule FROM STDIN") as copy:
            for place, (linger, open_for) in enumerate(zip(lingers[kinds], opens[kinds], strict=True)):
                copy.write_row((place, int(linger), int(open_for)))

    def _copy(self, visits: DayOfVisits) -> None:
        with self.connection.cursor().copy("COPY visit FROM STDIN (FORMAT binary)") as copy:
            copy.write(COPY_HEAD)
            for block in _binary(visits):
                copy.write(block)
            copy.write(COPY_END)

    def _number(self, statement: str) -> int:
        row = self.connection.execute(statement).fetchone()
        return int(row[0]) if row else 0

    def _peak_mb(self) -> float | None:
        """The peak of the backend that did the work, its share of the common buffers included; local servers only."""
        with contextlib.suppress(OSError):
            status = Path(f"/proc/{self.connection.info.backend_pid}/status").read_text("ascii")
            found = re.search(r"VmHWM:\s+(\d+) kB", status)
            return int(found[1]) / 1_024 if found else None
        return None


def _binary(visits: DayOfVisits) -> Sequence[bytes]:
    """The visits of a day as rows of a binary COPY; rows without an end have one field of length -1 and no value."""
    columns = (visits.person, visits.place, visits.start, visits.end)
    rows = np.zeros(len(visits.person), ROW)
    rows["fields"] = 4
    for number, column in enumerate(columns):
        rows[f"length{number}"], rows[f"value{number}"] = 4, column
    is_open = visits.end < 0
    rows["length3"][is_open] = -1
    open_rows = rows[is_open]
    short = open_rows.view(np.uint8).reshape(len(open_rows), ROW.itemsize)[:, :-4]
    return [rows[~is_open].tobytes(), np.ascontiguousarray(short).tobytes()]
