"""PDF: opens, ends where it says, and holds nothing that runs."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

from phaodai.core.files.kinds.pictures import END_OF_ZIP
from phaodai.core.files.kinds.refusals import ACTIVE, BOMB, BROKEN, ENCRYPTED, HIDDEN, Refused

MAGIC = b"%PDF-"
END = b"%%EOF"
MOST_OBJECTS, MOST_PAGES, DEEPEST = 30_000, 1_000, 12
RUNS = frozenset({"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA"})


def check(body: bytes) -> None:
    """Raise `Refused` unless this is one whole PDF without scripts, programs or attachments."""
    at = body.rfind(END)
    if at < 0:
        raise Refused(BROKEN)
    if body[at + len(END) :].strip(b"\0\t\n\r\f ") or END_OF_ZIP in body[-66_000:]:
        raise Refused(HIDDEN)
    try:
        _look_inside(body)
    except Refused:
        raise
    # A hostile file can make any parser fail in any way; the answer is the same sentence.
    except (Exception, RecursionError) as error:
        raise Refused(BROKEN) from error


def _look_inside(body: bytes) -> None:
    reader = PdfReader(BytesIO(body), strict=False)
    if reader.is_encrypted:
        raise Refused(ENCRYPTED)
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    if len(numbers) > MOST_OBJECTS:
        raise Refused(BOMB)
    if not 0 < len(reader.pages) <= MOST_PAGES:
        raise Refused(BROKEN)
    for number in numbers:
        _refuse_what_runs(_object(reader, number), DEEPEST)


def _object(reader: PdfReader, number: int) -> Any:
    generation = next((gen for gen, table in reader.xref.items() if number in table), 0)
    try:
        return reader.get_object(IndirectObject(number, generation, reader))
    except Exception:  # an entry of the table that leads nowhere is common, and nothing opens it
        return None


def _refuse_what_runs(found: Any, depth: int) -> None:
    if depth == 0:
        raise Refused(BOMB)
    if isinstance(found, NameObject) and found in RUNS:
        raise Refused(ACTIVE)
    if isinstance(found, DictionaryObject):
        if RUNS & set(found):
            raise Refused(ACTIVE)
        for value in found.values():
            _refuse_what_runs(value, depth - 1)
    elif isinstance(found, ArrayObject):
        for value in found:
            _refuse_what_runs(value, depth - 1)
