"""Visits and cases out of CSV files, with one clear sentence for the first thing that is wrong."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tracegraph.moments import BadMoment, beginning, ending, is_bare_day
from tracegraph.values import CasePeriod, Visit

VISIT_COLUMNS = ("person", "place", "kind", "start", "end")
CASE_COLUMNS = ("person", "infectious_from", "infectious_to")

Value = TypeVar("Value")


class WrongInput(ValueError):
    """The input cannot be used; the message is one sentence for the person who typed the command."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, which knows where it stands so that it can complain precisely."""

    file: str
    number: int
    cells: dict[str, str]

    def wrong(self, column: str, why: str) -> WrongInput:
        return WrongInput(f"{self.file}, row {self.number}, column {column}: {why}.")

    def required(self, column: str) -> str:
        text = self.cells[column]
        if not text:
            raise self.wrong(column, "is empty")
        return text

    def moment(self, column: str, read: Callable[[str], int]) -> int:
        try:
            return read(self.required(column))
        except BadMoment as bad:
            raise self.wrong(column, str(bad)) from None

    def optional_end(self, column: str, begin_column: str, begin: int) -> int | None:
        """The end; the end of the day when only a bare day was given as beginning; None when blank."""
        if self.cells[column]:
            end = self.moment(column, ending)
        elif is_bare_day(self.cells[begin_column]):
            end = self.moment(begin_column, ending)
        else:
            return None
        if self.is_before(column, end, begin):
            raise self.wrong(column, f"ends before {begin_column}")
        return end

    def is_before(self, column: str, end: int, begin: int) -> bool:
        # A bare day ends with its midnight, so one that ends where the beginning lies is the day before.
        return end < begin or (end == begin and is_bare_day(self.cells[column]))


def read_visits(path: Path) -> list[Visit]:
    """The visits of a file with the columns person, place, kind, start, end, in any order."""
    return _read(path, VISIT_COLUMNS, _visit)


def read_cases(path: Path) -> list[CasePeriod]:
    """The infectious periods of a file with the columns person, infectious_from, infectious_to, in any order.

    A blank `infectious_to` means "still infectious", also after a bare day.
    """
    return _read(path, CASE_COLUMNS, _case)


def _visit(row: Row) -> Visit:
    person, place = row.required("person"), row.required("place")
    start = row.moment("start", beginning)
    return Visit(person, place, row.cells["kind"], start, row.optional_end("end", "start", start))


def _case(row: Row) -> CasePeriod:
    person = row.required("person")
    begin = row.moment("infectious_from", beginning)
    until = row.moment("infectious_to", ending) if row.cells["infectious_to"] else None
    if until is not None and row.is_before("infectious_to", until, begin):
        raise row.wrong("infectious_to", "ends before infectious_from")
    return CasePeriod(case=person, person=person, infectious_from=begin, infectious_to=until)


def _read(path: Path, columns: tuple[str, ...], build: Callable[[Row], Value]) -> list[Value]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return [build(row) for row in _rows(path.name, csv.reader(lines), columns)]
    except OSError as error:
        raise WrongInput(f"{path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise WrongInput(f"{path} is not UTF-8 text.") from None
    except csv.Error as error:
        raise WrongInput(f"{path} is not a CSV file: {error}.") from None


def _rows(file: str, lines: Iterator[list[str]], columns: tuple[str, ...]) -> Iterator[Row]:
    header = [name.strip().lower() for name in next(lines, [])]
    _check_header(file, header, columns)
    for number, line in enumerate(lines, start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) > len(header):
            raise WrongInput(f"{file}, row {number}: has {len(line)} cells under {len(header)} column names.")
        padded = line + [""] * (len(header) - len(line))
        yield Row(file, number, {name: cell.strip() for name, cell in zip(header, padded, strict=True)})


def _check_header(file: str, header: list[str], columns: tuple[str, ...]) -> None:
    missing = [name for name in columns if name not in header]
    if missing:
        raise WrongInput(f"{file}, row 1: the column {', '.join(missing)} is missing.")
    twice = sorted({name for name in columns if header.count(name) > 1})
    if twice:
        raise WrongInput(f"{file}, row 1: the column {', '.join(twice)} is named twice.")
