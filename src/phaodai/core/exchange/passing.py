"""One pass over the rows of a file: cells into values, chunks to the module, verdicts to whoever keeps them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from phaodai.core import clock
from phaodai.core.exchange.cells import BadCell, Born, Day, Habits, Moment, day_parts, text_of
from phaodai.core.exchange.kinds import Field, ImportKind, Row, Run
from phaodai.core.exchange.terms import CellFault, RowOutcome
from phaodai.core.exchange.transcribing import read_rows

DATED = (Day, Born, Moment)


@dataclass(frozen=True)
class Source:
    """The rows of a file and what its columns mean."""

    path: Path
    heading_line: int
    columns: dict[str, int]


@dataclass
class Tally:
    """How many rows became what."""

    rows: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    faults: int = 0

    def count(self, rows: Sequence[Row]) -> None:
        self.rows += len(rows)
        self.accepted += sum(row.outcome == RowOutcome.ACCEPTED for row in rows)
        self.duplicates += sum(row.outcome == RowOutcome.DUPLICATE for row in rows)
        self.rejected += sum(row.outcome == RowOutcome.REJECTED for row in rows)
        self.faults += sum(len(row.faults) for row in rows)


def run_pass(
    kind: ImportKind, source: Source, run: Run, keep: Callable[[list[Row]], None], tell: Callable[[int], None]
) -> Tally:
    """Take all rows of a file, a chunk at a time; ``keep`` gets every chunk with its verdicts."""
    tally, rows = Tally(), _rows(kind, source)
    while chunk := list(islice(rows, kind.chunk)):
        kind.take(chunk, run)
        for row in chunk:
            _settle(row)
        tally.count(chunk)
        keep(chunk)
        tell(tally.rows)
    return tally


def _settle(row: Row) -> None:
    """Whatever a module said of a row with faults, the row is rejected."""
    if row.faults or not row.outcome:
        row.outcome = str(RowOutcome.REJECTED.value)


def _rows(kind: ImportKind, source: Source) -> Iterator[Row]:
    fields = [(one, source.columns[one.name]) for one in kind.fields if one.name in source.columns]
    absent = [one for one in kind.fields if one.name not in source.columns]
    months = month_first(fields, source)
    habits = {one.name: Habits(clock.today(), one.name in months) for one, _position in fields}
    for line, cells in read_rows(source.path):
        if line <= source.heading_line or not any(
            position < len(cells) and cells[position] != "" for _f, position in fields
        ):
            continue
        row = Row(line - source.heading_line, {one.name: one.reader.empty for one in absent})
        for one, position in fields:
            _read_cell(row, one, cells[position] if position < len(cells) else "", habits[one.name])
        yield row


def _read_cell(row: Row, one: Field, cell: Any, habits: Habits) -> None:
    row.values[one.name] = one.reader.empty
    try:
        value = one.reader.read(cell, habits)
    except BadCell as bad:
        row.refuse(one.name, bad.code, bad.message)
        return
    row.values[one.name] = value
    if one.required and value == one.reader.empty:
        row.refuse(one.name, CellFault.MISSING.value)


def month_first(fields: Sequence[tuple[Field, int]], source: Source) -> set[str]:
    """The date columns that write the month first: some value says so, and none says the opposite."""
    dated = [(one.name, position) for one, position in fields if isinstance(one.reader, DATED)]
    says: dict[str, set[bool]] = {name: set() for name, _position in dated}
    for line, cells in read_rows(source.path) if dated else ():
        if line > source.heading_line:
            for name, position in dated:
                says[name] |= _vote(cells[position] if position < len(cells) else "")
    return {name for name, votes in says.items() if votes == {True}}


def _vote(cell: Any) -> set[bool]:
    if not isinstance(cell, str) or not cell:
        return set()
    try:
        parts = day_parts(text_of(cell))
    except BadCell:
        return set()
    if parts is None or (parts[0] > 12) == (parts[1] > 12):
        return set()
    return {parts[1] > 12}
