"""The report as DOCX, for those who go on working on it outside."""

from collections.abc import Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
from docx.shared import Mm

from phaodai.core.documents.word import as_bytes, new_document, write_line
from phaodai.response.investigations.models import InvestigationReport
from phaodai.response.investigations.paper.data import EMPTY, Paper, paper_of


def render_docx(report: InvestigationReport) -> bytes:
    """The DOCX as bytes."""
    paper, document = paper_of(report), new_document(left_mm=25, size=12, space_after=4)
    _head(document, paper)
    for section in paper.sections:
        _section(document, section)
    if paper.changes:
        _line(document, "Thay đổi so với bản trước", 13, bold=True)
        rows = [[one["section"], one["label"], one["before"], one["after"]] for one in paper.changes]
        _table(document, ("Mục", "Nội dung", "Bản trước", "Bản này"), rows)
    _line(document, "Người điều tra", 12, bold=True, align=Align.RIGHT)
    _line(document, paper.maker, 12, align=Align.RIGHT)
    return as_bytes(document)


def _head(document: Any, paper: Paper) -> None:
    _line(document, paper.authority.upper(), 12, align=Align.CENTER)
    _line(document, paper.place_and_date, 11, italic=True, align=Align.RIGHT)
    _line(document, paper.title, 15, bold=True, align=Align.CENTER)
    _line(document, paper.subtitle, 12, align=Align.CENTER)
    _line(document, paper.state, 10.5, italic=True, align=Align.CENTER)


def _line(document: Any, text: str, size: float, **look: Any) -> None:
    write_line(document.add_paragraph(), text, size, **look)


def _section(document: Any, section: dict[str, Any]) -> None:
    _line(document, section["title"], 13, bold=True)
    if section["rows"]:
        table = document.add_table(rows=0, cols=2)
        for label, value in section["rows"]:
            cells = table.add_row().cells
            cells[0].width, cells[1].width = Mm(58), Mm(109)
            cells[0].text = label
            run = cells[1].paragraphs[0].add_run(value)
            run.italic = value == EMPTY
    for part in section["tables"]:
        _table(document, part["heads"], part["rows"])
    if section["missing"]:
        _line(document, "Còn thiếu: " + ", ".join(section["missing"]), 10.5, italic=True)


def _table(document: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value
    document.add_paragraph()
