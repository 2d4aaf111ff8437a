"""`python -m phaodai.core.sheets IN OUT --rows N [--sheet NAME]`: rows of plain cells, one JSON array a line.

The last line on stdout is one JSON document: {"sheets", "sheet", "encoding", "rows"} or {"refused", "params"}.
"""

import argparse
import json
import resource
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from phaodai.core.sheets import guard, separated, workbook
from phaodai.core.sheets.legacy import CONVERTERS, detect_legacy
from phaodai.core.sheets.unreadable import Unreadable

MOST_MEMORY = 3 << 30
MOST_SECONDS = 240
MOST_WRITTEN = 4 << 30
MOST_COLUMNS = 200
SAMPLED = 400

Row = tuple[int, list[Any]]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--sheet", default="")
    asked = parser.parse_args()
    limit()
    try:
        answer = transcribe(asked.source, asked.target, asked.rows, asked.sheet)
    except Unreadable as why:
        answer = {"refused": why.code, "params": why.params}
    except MemoryError:
        answer = {"refused": "swollen", "params": {}}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return 0


def limit() -> None:
    """A file may take this much of the machine, and no more."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def transcribe(source: Path, target: Path, most_rows: int, sheet: str) -> dict[str, Any]:
    """Write the rows of a file, and say what it was.

    Raises:
        Unreadable: the file is refused as a whole.
    """
    kind = guard.kind_of(source)
    if kind == "text":
        text, encoding = separated.read(source)
        return _write(
            separated.rows_of(text), target, most_rows, {"sheets": [], "sheet": "", "encoding": encoding}
        )
    guard.check_workbook(source, most_rows)
    book = workbook.open_book(source)
    names = workbook.sheet_names(book)
    if not names:
        raise Unreadable("no_sheet")
    name = sheet if sheet in names else _fullest(book, names)
    rows = workbook.rows_of(book, name, workbook.odd_cells(source, name))
    return _write(rows, target, most_rows, {"sheets": names, "sheet": name, "encoding": ""})


def _fullest(book: Any, names: list[str]) -> str:
    """The first sheet that holds two lines at least; a cover page has a title only."""
    for name in names:
        if len(list(islice(workbook.rows_of(book, name, {}), 2))) == 2:
            return name
    return names[0]


def _write(rows: Iterator[Row], target: Path, most_rows: int, about: dict[str, Any]) -> dict[str, Any]:
    first = list(islice(rows, SAMPLED))
    name = detect_legacy(cell for _number, cells in first for cell in cells if isinstance(cell, str))
    convert = CONVERTERS.get(name)
    count = 0
    with target.open("w", encoding="utf-8") as file:
        for number, cells in chain(first, rows):
            count += 1
            if count > most_rows + 21:  # titles above the heading are no rows
                raise Unreadable("too_many_rows", most=most_rows)
            file.write(json.dumps([number, _tidy(number, cells, convert)], ensure_ascii=False) + "\n")
    if not count:
        raise Unreadable("empty")
    return {**about, "encoding": name or about["encoding"], "rows": count}


def _tidy(number: int, cells: Iterable[Any], convert: Callable[[str], str] | None) -> list[Any]:
    out = list(islice(cells, MOST_COLUMNS))
    for at, cell in enumerate(out):
        if not isinstance(cell, str):
            continue
        if len(cell) > separated.LONGEST_CELL:
            raise Unreadable("long_cell", row=number, most=separated.LONGEST_CELL)
        out[at] = convert(cell) if convert and not cell.isascii() else cell
    while out and out[-1] == "":
        out.pop()
    return out


if __name__ == "__main__":
    sys.exit(main())
