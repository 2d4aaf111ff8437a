"""Small whole files of every kind, made here."""

import io
import struct
import zipfile
import zlib

import xlsxwriter
from docx import Document
from pypdf import PdfWriter
from pypdf.actions import JavaScript

PDF_TYPE = "application/pdf"


def png(width: int = 3, height: int = 2, *, extra: bytes = b"", claim: int = 0) -> bytes:
    """A grey picture; ``claim`` lies about the width in the header."""
    rows = (b"\0" + b"\x7f" * width) * height
    header = struct.pack(">IIBBBBB", claim or width, height, 8, 0, 0, 0, 0)
    parts = [_chunk(b"IHDR", header), extra, _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_text(text: bytes) -> bytes:
    return _chunk(b"tEXt", b"Comment\0" + text)


def jpeg(width: int = 8, height: int = 8, *, comment: bytes = b"") -> bytes:
    """The segments of a picture and a little compressed data."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\x01\x01\x00\x00\x3f\x00"
    said = _segment(0xFE, comment) if comment else b""
    return (
        b"\xff\xd8" + _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0") + said + _segment(0xC0, frame)
        + _segment(0xDA, scan) + b"\x12\x34\xff\x00\x56\xff\xd0\x78" + b"\xff\xd9"
    )  # fmt: skip


def _segment(marker: int, data: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def pdf(*, script: str = "", attachment: bytes = b"", password: str = "") -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    if script:
        writer.add_open_action(JavaScript(script))
    if attachment:
        writer.add_attachment("a.txt", attachment)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def docx(text: str = "Biên bản") -> bytes:
    document, file = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def xlsx(cell: str = "Phường") -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write(0, 0, cell)
    return file.getvalue()


def packed(parts: dict[str, bytes], *, comment: bytes = b"", before: bytes = b"") -> bytes:
    """A ZIP of these parts."""
    file = io.BytesIO()
    file.write(before)
    with zipfile.ZipFile(file, "a" if before else "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name, body)
        package.comment = comment
    return file.getvalue()


def repacked(body: bytes, more: dict[str, bytes], **how: bytes) -> bytes:
    """The same package with more parts, or with others in their place."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return packed(parts | more, **how)
