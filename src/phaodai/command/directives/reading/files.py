"""`read_file`: a notice in a TXT, DOCX or PDF file. What cannot be opened is refused with one sentence."""

from pathlib import Path

from phaodai.command.directives.reading import refusals
from phaodai.command.directives.reading.docx import Refused, docx_text
from phaodai.command.directives.reading.legacy import decoded, from_old_font
from phaodai.command.directives.reading.pdf import pdf_text
from phaodai.command.directives.reading.reader import read_text, refused
from phaodai.command.directives.reading.values import Reading, UnitBook

MOST_BYTES = 20_000_000
_TEXT_NAMES = (".txt", ".text", ".md", "")
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8")


def read_file(source: Path | bytes, name: str = "", *, units: UnitBook | None = None) -> Reading:
    """Read a file, or the bytes of one called `name`. Never raises: the reason is `Reading.refused`."""
    try:
        text = file_text(_bytes(source), name or (source.name if isinstance(source, Path) else ""))
    except Refused as reason:
        return refused("", str(reason))
    return read_text(from_old_font(text), units=units)


def _bytes(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source
    try:
        if source.stat().st_size > MOST_BYTES:
            raise Refused(refusals.TOO_LARGE)
        return source.read_bytes()
    except (OSError, ValueError) as error:
        raise Refused(refusals.NO_FILE) from error


def file_text(data: bytes, name: str) -> str:
    """The text of a file by what it is, not by what it calls itself. Raises `Refused`."""
    if len(data) > MOST_BYTES:
        raise Refused(refusals.TOO_LARGE)
    ending = Path(name).suffix.lower()
    if b"%PDF-" in data[:1024]:
        return pdf_text(data)
    if data.startswith(_ZIP):
        return docx_text(data)
    if ending in (".docx", ".pdf"):
        raise Refused(refusals.ENCRYPTED if data.startswith(_OLD_OFFICE) else refusals.BROKEN)
    if data.startswith(_PICTURES):
        raise Refused(refusals.SCAN)
    return _plain(data, ending)


def _plain(data: bytes, ending: str) -> str:
    text = decoded(data) if ending in _TEXT_NAMES and not data.startswith(_OLD_OFFICE) else None
    if text is None:
        raise Refused(refusals.WRONG_TYPE)
    return text
