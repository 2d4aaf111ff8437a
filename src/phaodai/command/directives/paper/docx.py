"""The document as DOCX, in the same form, for those who go on working on it outside."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
from docx.shared import Mm, Pt

from phaodai.command.directives.models import Directive
from phaodai.command.directives.paper.data import Paper, paper_of
from phaodai.core.documents.word import as_bytes, new_document, write_line


def render_docx(directive: Directive) -> bytes:
    """The DOCX as bytes."""
    paper = paper_of(directive)
    document = new_document(left_mm=30, size=13.5, space_after=6)
    _heading(document, paper)
    if not paper.is_letter:
        _line(document.add_paragraph(), paper.kind.upper(), 14, bold=True, align=Align.CENTER)
        _line(document.add_paragraph(), paper.title, 14, bold=True, align=Align.CENTER)
    for text in paper.body:
        _paragraph(document, text)
    _foot(document, paper)
    return as_bytes(document)


def _line(paragraph: Any, text: str, size: float, **look: Any) -> None:
    write_line(paragraph, text, size, **look)
    paragraph.paragraph_format.space_after = Pt(2)


def _heading(document: Any, paper: Paper) -> None:
    left, right = _columns(document, Mm(70), Mm(92))
    _line(left.paragraphs[0], paper.office_above.upper(), 12, align=Align.CENTER)
    _line(left.add_paragraph(), paper.office.upper(), 12, bold=True, align=Align.CENTER)
    _line(left.add_paragraph(), f"Số: {paper.number}", 13, align=Align.CENTER)
    if paper.is_letter:
        _line(left.add_paragraph(), f"V/v {paper.title}", 12, align=Align.CENTER)
    _line(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True, align=Align.CENTER)
    _line(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", 13, bold=True, align=Align.CENTER)
    _line(right.add_paragraph(), paper.place_and_date, 13, italic=True, align=Align.CENTER)
    document.add_paragraph()


def _columns(document: Any, first: Any, second: Any) -> tuple[Any, Any]:
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = first, second
    return left, right


def _paragraph(document: Any, text: str) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = Align.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)


def _foot(document: Any, paper: Paper) -> None:
    left, right = _columns(document, Mm(81), Mm(81))
    _line(left.paragraphs[0], "Nơi nhận:", 12, bold=True, italic=True)
    for name in paper.recipients:
        _line(left.add_paragraph(), f"- {name};", 11)
    for number, line in enumerate(paper.lines):
        paragraph = right.paragraphs[0] if number == 0 else right.add_paragraph()
        _line(paragraph, line.upper(), 13.5, bold=True, align=Align.CENTER)
    said = f"Đã ký trên hệ thống lúc {paper.signed_at}" if paper.signed_at else "(chưa ký)"
    _line(right.add_paragraph(), said, 10, italic=True, align=Align.CENTER)
    for _blank in range(3):
        right.add_paragraph()
    _line(right.add_paragraph(), paper.signer, 13.5, bold=True, align=Align.CENTER)
