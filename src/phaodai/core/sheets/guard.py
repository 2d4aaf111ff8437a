"""Is this file what it says? Everything is counted as it unfolds, nothing is believed."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from phaodai.core.sheets.unreadable import Unreadable

MOST_PARTS = 2_000
MOST_UNFOLDED = 1_500 * 1024 * 1024
MOST_CELLS = 20_000_000
EXCEL_ROWS, EXCEL_COLUMNS = 1_048_576, 16_384
PIECE = 1 << 20

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
PICTURES, ARCHIVES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")
OTHERS = (*PICTURES, *ARCHIVES, b"{\\rtf", b"\x7fELF", b"MZ\x90")
CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Z]{1,4})(-?\d{1,12})[\"'][^>]*(?<!/)>")
DECLARED = re.compile(rb"<(?:\w+:)?dimension\s[^>]*ref\s*=\s*[\"'][^\"']*?([A-Z]+)(-?\d+)[\"']")
ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def kind_of(path: Path) -> str:
    """ "workbook" or "text", by what is inside.

    Raises:
        Unreadable: empty, protected, or some other kind of file.
    """
    with path.open("rb") as file:
        head = file.read(8)
        if not head:
            raise Unreadable("empty")
        if head.startswith(OLE):
            raise Unreadable(
                "protected" if _holds(path, "EncryptedPackage".encode("utf-16-le")) else "old_excel"
            )
    if head.startswith((ZIP, b"PK\x05\x06")):
        return "workbook"
    if head.startswith(OTHERS):
        raise Unreadable("wrong_type")
    return "text"


def _holds(path: Path, needle: bytes) -> bool:
    return needle in path.read_bytes()


def check_workbook(path: Path, most_rows: int) -> None:
    """Unfold every part once, in pieces, and refuse what a workbook would not hold.

    Raises:
        Unreadable: damaged, swollen, with macros or entities, protected, no workbook, too many rows.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_names(archive)
            _check_parts(archive, most_rows)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError):
        raise Unreadable("damaged") from None


def _check_names(archive: zipfile.ZipFile) -> None:
    names = [info.filename for info in archive.infolist()]
    lower = {name.lower() for name in names}
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise Unreadable("protected")
    if any(name.endswith("vbaproject.bin") for name in lower):
        raise Unreadable("macros")
    if "xl/workbook.bin" in lower:
        raise Unreadable("other_format")
    if "xl/workbook.xml" not in lower:
        raise Unreadable("wrong_type")
    if len(names) > MOST_PARTS or len(lower) != len(names):
        raise Unreadable("damaged")


def _check_parts(archive: zipfile.ZipFile, most_rows: int) -> None:
    unfolded = 0
    for info in archive.infolist():
        is_xml = info.filename.lower().endswith((".xml", ".rels"))
        size = 0
        cells = _Cells(most_rows) if info.filename.lower().startswith("xl/worksheets/") else None
        for number, piece in enumerate(_pieces(archive, info)):
            size, unfolded = size + len(piece), unfolded + len(piece)
            if unfolded > MOST_UNFOLDED:
                raise Unreadable("swollen")
            if is_xml:
                _check_xml(piece, number)
            if cells and is_xml:
                cells.take(piece)
        if size != info.file_size:
            raise Unreadable("damaged")


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as part:
        while piece := part.read(PIECE):
            yield piece


def _check_xml(piece: bytes, number: int) -> None:
    if number == 0 and (piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in piece[:64]):
        raise Unreadable("damaged")
    # A document type stands at the very beginning: before any element, where no other part can push it out.
    if number == 0 and ENTITY.search(piece):
        raise Unreadable("entities")


class _Cells:
    """How far the cells of one sheet reach, whatever the sheet declares."""

    def __init__(self, most_rows: int) -> None:
        self.rest, self.rows, self.columns, self.most_rows = b"", 0, 0, most_rows

    def take(self, piece: bytes) -> None:
        text = self.rest + piece
        cut = text.rfind(b"<")
        text, self.rest = (text[:cut], text[cut:][:PIECE]) if cut > 0 else (text, b"")
        if declared := DECLARED.search(text):
            self._reach(declared, is_declared=True)
        for found in CELL.finditer(text):
            self._reach(found)

    def _reach(self, found: re.Match[bytes], *, is_declared: bool = False) -> None:
        column, row = column_number(found.group(1)), int(found.group(2))
        if row < 1 or column > EXCEL_COLUMNS:
            raise Unreadable("damaged")
        if row > EXCEL_ROWS:
            raise Unreadable("too_many_rows", most=self.most_rows)
        if is_declared:
            return
        self.rows, self.columns = max(self.rows, row), max(self.columns, column)
        if self.rows > self.most_rows + 100:
            raise Unreadable("too_many_rows", most=self.most_rows)
        if self.rows * self.columns > MOST_CELLS:
            raise Unreadable("too_wide")


def column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
