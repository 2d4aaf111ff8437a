"""Plain text and CSV: signs people write, in Unicode or in an old Vietnamese encoding; no markup, no program."""

import codecs
import re
from typing import BinaryIO

from phaodai.core.files.kinds.refusals import KIND, MARKUP, Refused
from phaodai.core.files.terms import Kind

PIECE = 1 << 20
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MARK = re.compile(r"<\s*(?:script|html|svg|iframe|body|!doctype|\?(?:xml|php))", re.IGNORECASE)
PROGRAMS = ("#!", "%!", "{\\rtf", "mz", "\x7felf")
DELIMITERS = ",;\t|"
LINES = 20


def check(file: BinaryIO) -> Kind:
    """CSV or TXT; raises `Refused`."""
    file.seek(0)
    first = file.read(4)
    file.seek(0)
    named = next((name for bom, name in BOMS if first.startswith(bom)), "")
    head = _read_all(file, named) if named else _read_unmarked(file)
    _refuse_markup(head)
    return Kind.CSV if _is_table(head) else Kind.TXT


def _read_unmarked(file: BinaryIO) -> str:
    """UTF-8, or else eight bits a sign as the old Vietnamese fonts and VNI have it."""
    try:
        return _read_all(file, "utf-8")
    except Refused:
        file.seek(0)
        return _read_all(file, "latin-1")


def _read_all(file: BinaryIO, encoding: str) -> str:
    """The beginning of the text, after all of it was read; raises `Refused` where it is no text."""
    decoder, head = codecs.getincrementaldecoder(encoding)(), ""
    while True:
        piece = file.read(PIECE)
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeError as error:
            raise Refused(KIND) from error
        if CONTROL.search(text):
            raise Refused(KIND)
        head = head or text[: 1 << 16]
        if not piece:
            return head.lstrip("\ufeff")


def _refuse_markup(head: str) -> None:
    start = head.lstrip()[:64].lower()
    if start.startswith(PROGRAMS):
        raise Refused(KIND)
    if start.startswith("<") or MARK.search(head[:4_096]):
        raise Refused(MARKUP)


def _is_table(head: str) -> bool:
    lines = [line for line in head.splitlines()[:LINES] if line.strip()]
    lines = lines[:-1] if len(lines) > 2 else lines  # the last may be cut
    return any(
        len({line.count(sign) for line in lines}) == 1 and lines[0].count(sign) > 0 for sign in DELIMITERS
    ) if lines else False  # fmt: skip
