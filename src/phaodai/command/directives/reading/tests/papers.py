"""Files made for the tests: DOCX by hand, PDF by the typesetter the project prints with."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

import typst
from pypdf import PdfReader, PdfWriter

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paragraph(text: str, number: tuple[int, int] | None = None) -> str:
    """`number` = (list, level) for a paragraph that Word numbers by itself."""
    mark = (
        f'<w:pPr><w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr></w:pPr>'
        if number
        else ""
    )
    return f'<w:p>{mark}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def table(*cells: str) -> str:
    return "<w:tbl><w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr></w:tbl>"


NUMBERING = (
    f"<w:numbering {_W}><w:abstractNum w:abstractNumId='7'>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)"
    "'/></w:lvl></w:abstractNum>"
    "<w:abstractNum w:abstractNumId='8'><w:lvl w:ilvl='0'><w:numFmt w:val='bullet'/><w:lvlText "
    "w:val='•'/></w:lvl></w:abstractNum>"
    "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num><w:num w:numId='2'><w:abstractNumId "
    "w:val='8'/></w:num></w:numbering>"
)


def docx(*body: str, extra: dict[str, bytes | str] | None = None) -> bytes:
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>",
        "word/numbering.xml": NUMBERING,
        **(extra or {}),
    }
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return written.getvalue()


def link(kind: str, target: str) -> dict[str, bytes | str]:
    """A relation to something outside the file."""
    one = f'<Relationship Id="r1" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
    return {"word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELS}">{one}</Relationships>'}


def pdf(text: str, *, pages: int = 1) -> bytes:
    """A PDF of the text, one paragraph a line, set at A4's width."""
    safe = "\n\n".join(f"#{_quoted(line)}" if line.strip() else "" for line in text.split("\n"))
    return typst.compile(("#pagebreak()\n".join([safe] * pages)).encode())


def _quoted(line: str) -> str:
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pages_of_nothing(number: int) -> bytes:
    writer = PdfWriter()
    for _ in range(number):
        writer.add_blank_page(200, 200)
    return _written(writer)


def locked(data: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    writer.encrypt("bí mật", algorithm="AES-256")
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
