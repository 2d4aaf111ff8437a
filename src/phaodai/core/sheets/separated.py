"""CSV and TSV as they come: whatever encoding, whatever separator."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from phaodai.core.sheets.legacy import CONVERTERS, ENOUGH, detect_legacy, share_of_syllables
from phaodai.core.sheets.unreadable import Unreadable

LONGEST_CELL = 32_767
SEPARATORS = "\t;,|"
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
SAMPLE = 200_000


def decode(raw: bytes) -> tuple[str, str]:
    """The text and the name of its encoding ("utf-8", "utf-16", "windows-1258", "latin-1" before TCVN3 and VNI).

    Raises:
        Unreadable: no encoding makes Vietnamese, or plain text, of it.
    """
    for mark, name in MARKS.items():
        if raw.startswith(mark):
            return _strictly(raw, name), name.removesuffix("-sig")
    for name in _unmarked(raw):
        return _strictly(raw, name), name
    if b"\x00" in raw:
        raise Unreadable("not_text")
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _legacy(raw, error.start + 1)


def _strictly(raw: bytes, name: str) -> str:
    try:
        text = raw.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding", at=error.start + 1) from None
    if "\x00" in text:
        raise Unreadable("not_text")
    return text


def _unmarked(raw: bytes) -> Iterator[str]:
    """UTF-16 without its mark: every other byte of plain text is empty."""
    head = raw[:2000]
    for name, empty, full in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        if len(head) > 8 and empty.count(0) > len(empty) * 0.5 and full.count(0) == 0:
            yield name


def _legacy(raw: bytes, at: int) -> tuple[str, str]:
    """Of windows-1258, TCVN3 and VNI the one that makes the best Vietnamese of a sample."""
    plain = raw.decode("latin-1")
    sample = plain[:SAMPLE]
    modern = raw[:SAMPLE].decode("cp1258", errors="replace")
    shares = {"windows-1258": share_of_syllables(modern)}
    name = detect_legacy(sample.split("\n"))
    if shares["windows-1258"] >= ENOUGH and not (name and _is_better(name, sample, shares["windows-1258"])):
        return raw.decode("cp1258", errors="replace"), "windows-1258"
    if name:
        return plain, "latin-1"
    raise Unreadable("encoding", at=at)


def _is_better(name: str, sample: str, share: float) -> bool:
    from_name = CONVERTERS[name](sample)
    return share_of_syllables(from_name) > share


def separator_of(text: str) -> str:
    """The sign that parts the first lines most evenly."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    if not lines:
        return ","

    def fit(sign: str) -> tuple[int, int, int]:
        counts = [line.count(sign) for line in lines]
        common = max(sorted(set(counts), reverse=True), key=counts.count)
        return (common > 0) * counts.count(common), common, counts[0]

    return max(SEPARATORS, key=fit)


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """(row of the file, cells); empty rows are left out but counted.

    Raises:
        Unreadable: a cell that never ends.
    """
    csv.field_size_limit(LONGEST_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable("long_cell", row=number, most=LONGEST_CELL) from None
        if any(cell.strip() for cell in cells):
            yield number, cells


def read(path: Path) -> tuple[str, str]:
    """The decoded text of a file and its encoding."""
    return decode(path.read_bytes())
