"""What papers as DOCX share: the page, the font, a line of text."""

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

FONT = "Times New Roman"


def new_document(*, left_mm: float, size: float, space_after: float) -> Any:
    """An empty A4 document with the margins of the national form; sizes in points."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(left_mm), Mm(18)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(space_after)
    return document


def write_line(
    paragraph: Any, text: str, size: float, *, bold: bool = False, italic: bool = False, align: Any = None
) -> None:
    """One line into an empty paragraph."""
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.alignment = align


def as_bytes(document: Any) -> bytes:
    """The file."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
