"""Spreadsheets of an import's own: the template to fill in, and the rows that were wrong."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from phaodai.core.exchange import keeping, queries
from phaodai.core.exchange.exports import Column, export_response, neutralise
from phaodai.core.exchange.headings import column_letter
from phaodai.core.exchange.kinds import Field, ImportKind
from phaodai.core.exchange.models import Import
from phaodai.core.exchange.template_book import write_template
from phaodai.core.exchange.transcribing import read_rows

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def template_response(kind: ImportKind, form: str) -> HttpResponseBase:
    """The empty list with an example row and what each column wants, as XLSX or CSV."""
    name = f"mau-{kind.code}" if (get_language() or "vi").startswith("vi") else f"template-{kind.code}"
    if form == "csv":
        response = HttpResponse("\ufeff" + _as_csv(kind.fields), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    response = HttpResponse(write_template(kind), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _as_csv(fields: tuple[Field, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([str(one.label) for one in fields])
    writer.writerow([neutralise(one.example) for one in fields])
    return out.getvalue()


def faulty_rows_response(row: Import) -> HttpResponseBase:
    """The rows with errors as they were sent, with their row numbers and the reasons beside them."""
    texts = row.heading["texts"]
    columns = [Column(_text_or_letter(text, at), _cell(at), 18) for at, text in enumerate(texts)]
    columns += [
        Column(_("Row of the file"), lambda line: line[0], 12),
        Column(_("Reasons"), lambda line: line[2], 80),
    ]
    return export_response("xlsx", _("errors") + f"-{row.kind}", columns, _faulty_rows(row))


def _text_or_letter(text: str, at: int) -> str:
    return text or column_letter(at)


def _cell(at: int) -> Any:
    return lambda line: _plain(line[1][at]) if at < len(line[1]) else ""


def _plain(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    day = str(cell.get("date") or cell.get("time") or cell.get("text") or "")
    parts = day[:10].split("-")
    return "/".join(reversed(parts)) + day[10:16].replace("T", " ") if len(parts) == 3 else day


def _faulty_rows(row: Import) -> Iterator[tuple[int, list[Any], str]]:
    """Both the rows and the faults are in the order of the file, so one walk along both is enough."""
    faults = queries.fault_rows(row).iterator(chunk_size=2000)
    fault = next(faults, None)
    for line, cells in read_rows(keeping.rows_path(row.uuid)):
        said = []
        while fault is not None and fault.row + row.heading["line"] == line:
            told = queries.fault_line(row, fault)
            said.append(f"{told.column}: {told.message}")
            fault = next(faults, None)
        if said:
            yield line, cells, " · ".join(said)
        if fault is None:
            return
