"""A workbook's sheet as rows of plain cells, by calamine."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import python_calamine

from phaodai.core.sheets.guard import column_number
from phaodai.core.sheets.unreadable import Unreadable

Cell = Any
"""str, int, float, bool, or a dictionary: {"date"}, {"time"} (ISO), {"fault"}."""
MERGED_LIMIT = 20_000
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet_names(book: Any) -> list[str]:
    """The sheets somebody can see, in order; charts and hidden sheets are none."""
    return [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]


def open_book(path: Path) -> Any:
    """The workbook.

    Raises:
        Unreadable: protected, damaged, or no workbook after all.
    """
    try:
        return python_calamine.load_workbook(str(path))
    except python_calamine.PasswordError:
        raise Unreadable("protected") from None
    except Exception:
        raise Unreadable("damaged") from None


def rows_of(book: Any, name: str, odd: dict[tuple[int, int], str]) -> Iterator[tuple[int, list[Cell]]]:
    """(line of the sheet, cells); empty lines are left out, cells merged downwards are filled.

    ``odd`` are the cells of `odd_cells`: calamine gives them as empty, which would lose them without a word.
    """
    try:
        sheet = book.get_sheet_by_name(name)
        if sheet.start is None:
            return
        merged = _Merged(sheet.merged_cell_ranges or [])
        lead, lines = [""] * sheet.start[1], iter(sheet.iter_rows())  # lines begin at the top, columns do not
    except Exception:
        raise Unreadable("damaged") from None
    rows_with_odd = {row for row, _column in odd}
    for number, cells in enumerate(lines):
        out = merged.fill(number, lead + [_plain(cell) for cell in cells])
        if number in rows_with_odd:
            out = [{"fault": odd[number, at]} if (number, at) in odd else cell for at, cell in enumerate(out)]
        if any(cell != "" for cell in out):
            yield number + 1, out


ODD = re.compile(
    rb"<c\s[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"([^>]*)>\s*(<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>)?"
)
MOST_ODD = 50_000


def odd_cells(path: Path, name: str) -> dict[tuple[int, int], str]:
    """(row, column), from 0 → "error" for cells in error, "formula" for formulas nobody has calculated."""
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, name)
        if part is None:
            return {}
        text = archive.read(part)
    found: dict[tuple[int, int], str] = {}
    for cell in ODD.finditer(text):
        what = "error" if b't="e"' in cell.group(3) else "formula" if cell.group(4) else ""
        if what and len(found) < MOST_ODD:
            found[int(cell.group(2)) - 1, column_number(cell.group(1)) - 1] = what
    return found


def _part_of(archive: zipfile.ZipFile, name: str) -> str | None:
    try:
        sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{{{MAIN}}}sheet")
        wanted = next(sheet.get(f"{{{RELATIONS}}}id") for sheet in sheets if sheet.get("name") == name)
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        target = next(str(link.get("Target")) for link in links if link.get("Id") == wanted)
    except (KeyError, StopIteration, ElementTree.ParseError):
        return None
    part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return part if part in archive.namelist() else None


class _Merged:
    """Cells merged downwards repeat their value; cells merged across are marked."""

    def __init__(self, ranges: list[Any]) -> None:
        self.columns: dict[int, list[tuple[int, int]]] = {}
        self.across: set[tuple[int, int]] = set()
        self.held: dict[int, tuple[int, Cell]] = {}
        for (top, left), (bottom, right) in ranges[:MERGED_LIMIT]:
            if right > left:
                last = min(bottom, top + MERGED_LIMIT)
                self.across |= {
                    (row, column)
                    for row in range(top, last + 1)
                    for column in range(left, min(right, left + 99) + 1)
                }
            else:
                self.columns.setdefault(left, []).append((top, bottom))
        self.starts = {(top, column): bottom for column, all_ in self.columns.items() for top, bottom in all_}

    def fill(self, number: int, cells: list[Cell]) -> list[Cell]:
        for column in self.columns:
            if column >= len(cells):
                continue
            if (number, column) in self.starts:
                self.held[column] = (self.starts[number, column], cells[column])
            bottom, value = self.held.get(column, (-1, ""))
            if number <= bottom:
                cells[column] = value
        return [
            {"fault": "merged", "text": _text(cell)} if (number, at) in self.across else cell
            for at, cell in enumerate(cells)
        ]


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else ""


def _plain(value: Any) -> Cell:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return "" if value is None else value
    if isinstance(value, int | float):
        return int(value) if float(value).is_integer() and abs(value) < 1e15 else float(value)
    return _moment(value)


def _moment(value: Any) -> Cell:
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return {"date": value.date().isoformat()} if is_day else {"time": value.isoformat(timespec="seconds")}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
