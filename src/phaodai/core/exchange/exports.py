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
    book = xlsxwriter.Workbook(
        file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
    for row_number, cells in enumerate(_cells(columns, rows)):
        sheet.write_row(row_number, 0, cells, bold if row_number == 0 else None)
    book.close()


def _xlsx_response(name: str, columns: list[Column], rows: Iterable[Any]) -> HttpResponseBase:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    _write_sheet(file, columns, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")


def export_response(kind: str, name: str, columns: list[Column], rows: Iterable[Any]) -> HttpResponseBase:
    """The list as a download; ``kind`` is "xlsx" or "csv". Give rows as a queryset's ``iterator()``."""
    make = _csv_response if kind == "csv" else _xlsx_response
    return make(name, columns, rows)
