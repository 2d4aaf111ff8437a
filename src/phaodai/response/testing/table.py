"""Reading a table of results: pasted from a spreadsheet, or CSV, with or without a heading. Pure."""

import csv
import io

from phaodai.core.text import search_key
from phaodai.response.testing.services.batch import RawResult

COLUMNS = ("tube", "value", "resulted_at", "ct")
HEADINGS = {
    "tube": {"tube", "code", "ma_xn", "ma xn", "ma ong", "ma mau", "ong"},
    "value": {"value", "result", "ket_qua", "ket qua"},
    "resulted_at": {
        "resulted_at",
        "time",
        "thoi_gian_tra_ket_qua",
        "thoi gian tra ket qua",
        "gio tra",
        "thoi gian",
    },
    "ct": {"ct", "gia tri ct"},
}
"""Our names, and those of the city CDC's export, without diacritics."""


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max("\t;,", key=first.count)


def _columns_of(cells: list[str]) -> dict[str, int] | None:
    """Where each column stands, if this row is a heading."""
    keys = [search_key(cell) for cell in cells]
    places = {name: keys.index(key) for name, known in HEADINGS.items() for key in keys if key in known}
    return places if "tube" in places and "value" in places else None


def read_table(text: str) -> list[RawResult]:
    """Rows of (tube, value, resulted_at, ct), numbered from 1 under the heading; empty lines are left out.

    Without a heading the columns stand in this order. Cells may lose the apostrophe of a spreadsheet.
    """
    rows = [
        row for row in csv.reader(io.StringIO(text), delimiter=_separator(text)) if any(map(str.strip, row))
    ]
    if not rows:
        return []
    places = _columns_of(rows[0])
    body = rows if places is None else rows[1:]
    where = places or {name: index for index, name in enumerate(COLUMNS)}
    return [_raw(number, row, where) for number, row in enumerate(body, start=1)]


def _raw(number: int, row: list[str], where: dict[str, int]) -> RawResult:
    def cell(name: str) -> str:
        place = where.get(name, len(row))
        return row[place].strip().lstrip("'") if place < len(row) else ""

    return RawResult(number, cell("tube"), cell("value"), cell("resulted_at"), cell("ct"))
