"""Any list as XLSX or CSV. Rows are consumed one at a time; XLSX is written to a temporary file in constant memory."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse

from phaodai.core.clock import to_local

ROWS_OF_A_SHEET = 1_048_576
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """One column: its heading and how to get the cell from a row."""

    heading: Any
    value: Callable[[Any], Any]
    width: int = 16


def neutralise(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets a leading apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return value


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_local(value).strftime("%d/%m/%Y %H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if value is None or isinstance(value, int | float):
        return value
    return neutralise(str(value))


def _cells(columns: list[Column], rows: Iterable[Any]) -> Iterator[list[Any]]:
    yield [str(column.heading) for column in columns]
    for row in rows:
        yield [_cell(column.value(row)) for column in columns]


class _Echo:
    """A file whose write returns the text, for csv.writer."""

    def write(self, text: str) -> str:
        return text


def _csv_response(name: str, columns: list[Column], rows: Iterable[Any]) -> HttpResponseBase:
    writer = csv.writer(_Echo())
    lines = (writer.writerow(line) for line in _cells(columns, rows))
    body = (("\ufeff" if index == 0 else "") + line for index, line in enumerate(lines))
    response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _write_sheet(file: Any, columns: list[Column], rows: Iterable[Any]) -> None:
    """As many sheets as the rows need: one holds a million and no more, and silence would lose the rest."""
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    lines = _cells(columns, rows)
    heading = next(lines)
    sheet, at = _new_sheet(book, columns, heading, bold), 1
    for cells in lines:
        if at == ROWS_OF_A_SHEET:
            sheet, at = _new_sheet(book, columns, heading, bold), 1
        sheet.write_row(at, 0, cells)
        at += 1
    book.close()


def _new_sheet(book: Any, columns: list[Column], heading: list[Any], bold: Any) -> Any:
    sheet = book.add_worksheet()
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    sheet.write_row(0, 0, heading, bold)
    return sheet


def _xlsx_response(name: str, columns: list[Column], rows: Iterable[Any]) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    _write_sheet(file, columns, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")


def export_response(kind: str, name: str, columns: list[Column], rows: Iterable[Any]) -> HttpResponseBase:
    """The list as a download; ``kind`` is "xlsx" or "csv". Give rows as a queryset's ``iterator()``."""
    make = _csv_response if kind == "csv" else _xlsx_response
    return make(name, columns, rows)
