"""Days of visits out of Parquet files, as a ledger elsewhere or an archive writes them. Needs duckdb.

Columns: `person`, `place` (whole numbers below 2³⁰), `start`, `end` (epoch seconds; `end` null where open).
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from tracegraph.segments.errors import RowsRefused
from tracegraph.segments.localtime import DAY_S, OFFSET_S, day_number, day_of_number, midnight
from tracegraph.segments.rows import Rows, rows_of_day
from tracegraph.segments.sealing import Store

DAYS = """
SELECT (start + ?) // ? AS day, count(*), CAST(sum(hash(person, place, start, "end") % 4294967296) AS BIGINT)
FROM read_parquet(?) GROUP BY day ORDER BY day
"""
ROWS = """
SELECT person::BIGINT AS person, place::BIGINT AS place, start::BIGINT AS start,
       coalesce("end", -1)::BIGINT AS "end"
FROM read_parquet(?) WHERE start >= ? AND start < ?
"""


def seal_parquet(store: Store, files: Sequence[Path]) -> list[date]:
    """Seal every local day the files hold; returns the days written.

    Resumable: a day sealed before from the same rows is left alone, so a run that was killed goes on where it
    stopped. Raises `StoreError` kinds.
    """
    names = [str(path) for path in files]
    with duckdb.connect() as connection:
        days = _days(connection, names)
        known = store.manifest().days
        wanted = {
            day: word
            for day, word in days.items()
            if not (day in known and len(known[day]) == 1 and known[day][0].source == word)
        }
        for day, word in wanted.items():
            store.seal_day(day, _rows(connection, names, day), source=word)
    return list(wanted)


def _days(connection: duckdb.DuckDBPyConnection, names: list[str]) -> dict[date, str]:
    """Local day → a word that changes with its rows."""
    try:
        found = connection.execute(DAYS, [OFFSET_S, DAY_S, names]).fetchall()
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise RowsRefused(f"The Parquet files cannot be read as visits: {first}") from None
    return {day_of_number(day): f"parquet:{count}:{mark}" for day, count, mark in found}


def _rows(connection: duckdb.DuckDBPyConnection, names: list[str], day: date) -> Rows:
    begin = midnight(day_number(day))
    columns = connection.execute(ROWS, [names, begin, begin + DAY_S]).fetchnumpy()
    return rows_of_day(day, columns["person"], columns["place"], columns["start"], columns["end"])
