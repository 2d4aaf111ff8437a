"""The text of a DOCX: paragraphs in order, tables cell by cell, automatic numbers written out. Nothing is fetched."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

from phaodai.command.directives.reading import refusals

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MOST_UNPACKED = 60_000_000
_MOST_XML = 25_000_000
_MOST_PARTS = 3_000
_ENTITIES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_SKIPPED = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}delText",
    f"{W}footnoteReference",
    f"{W}txbxContent",
}


class Refused(Exception):
    """The file is not opened; the message is one of `refusals`."""


def docx_text(data: bytes) -> str:
    """The text of a DOCX. Raises `Refused`."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check(package)
            document = _xml(package, "word/document.xml")
            numbers = _Numbers(
                _xml(package, "word/numbering.xml") if "word/numbering.xml" in package.namelist() else None
            )
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        KeyError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        raise Refused(refusals.BROKEN) from error
    body = document.find(f"{W}body")
    return "" if body is None else "\n".join(_lines(body, numbers))


def _check(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise Refused(refusals.BOMB)
    names = [part.filename for part in parts]
    if "word/document.xml" not in names:
        raise Refused(refusals.WRONG_TYPE)
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Refused(refusals.MACROS)
    if any(_is_linked(_xml(package, name)) for name in names if name.endswith(".rels")):
        raise Refused(refusals.LINKED)


def _is_linked(relations: ElementTree.Element) -> bool:
    """A part that lies elsewhere; a link for the reader to follow is none."""
    return any(
        one.get("TargetMode") == "External" and not (one.get("Type") or "").endswith("/hyperlink")
        for one in relations.iter(_RELATION)
    )


def _xml(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if package.getinfo(name).file_size > _MOST_XML:
        raise Refused(refusals.BOMB)
    with package.open(name) as part:
        data = part.read(_MOST_XML + 1)  # what the directory says of the size may be a lie
    if len(data) > _MOST_XML or _ENTITIES.search(data):
        raise Refused(refusals.BOMB)
    return ElementTree.fromstring(data)


def _lines(body: ElementTree.Element, numbers: "_Numbers") -> Iterator[str]:
    for paragraph in _paragraphs(body):
        text = "".join(_pieces(paragraph))
        yield numbers.label(paragraph) + text if text.strip() else text


def _paragraphs(element: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Paragraphs in reading order, without recursion: a hostile file may nest as deep as it likes."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.tag == f"{W}p":
            yield one
        elif one.tag not in _SKIPPED:
            waiting.extend(reversed(one))


def _pieces(paragraph: ElementTree.Element) -> Iterator[str]:
    waiting = list(reversed(paragraph))
    while waiting:
        one = waiting.pop()
        if one.tag == f"{W}t":
            yield one.text or ""
        elif one.tag in _BREAKS:
            yield _BREAKS[one.tag]
        elif one.tag not in _SKIPPED:
            waiting.extend(reversed(one))


class _Numbers:
    """The numbers Word puts before list paragraphs; they are not in the text."""

    def __init__(self, numbering: ElementTree.Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: defaultdict[tuple[str, int], int] = defaultdict(int)
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: ElementTree.Element) -> None:
        kinds = {one.get(f"{W}abstractNumId", ""): _levels(one) for one in numbering.iter(f"{W}abstractNum")}
        for number in numbering.iter(f"{W}num"):
            kind = number.find(f"{W}abstractNumId")
            if kind is not None:
                self._levels[number.get(f"{W}numId", "")] = kinds.get(kind.get(f"{W}val", ""), {})

    def label(self, paragraph: ElementTree.Element) -> str:
        """The mark before a paragraph with a blank after it, "" without one."""
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is None:
            return ""
        name, level = number.get(f"{W}val", ""), _level(paragraph)
        kind, pattern, first = self._levels.get(name, {}).get(level, ("none", "", 1))
        if kind == "none" or name not in self._levels:
            return ""
        self._count(name, level, first)
        return "- " if kind == "bullet" else f"{self._written(name, pattern)} "

    def _count(self, name: str, level: int, first: int) -> None:
        key = (name, level)
        self._counts[key] = self._counts[key] + 1 if key in self._counts else first
        for deeper in [one for one in self._counts if one[0] == name and one[1] > level]:
            del self._counts[deeper]

    def _written(self, name: str, pattern: str) -> str:
        return re.sub(r"%(\d)", lambda match: self._figure(name, int(match.group(1)) - 1), pattern)

    def _figure(self, name: str, level: int) -> str:
        kind = self._levels[name].get(level, ("decimal", "", 1))[0]
        count = self._counts.get((name, level), 1)
        if kind in ("lowerLetter", "upperLetter"):
            letter = "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26]
            return letter.upper() if kind == "upperLetter" else letter
        return _roman(count) if kind == "upperRoman" else str(count)


def _levels(kind: ElementTree.Element) -> dict[int, tuple[str, str, int]]:
    """(format, pattern, first number) of each level."""
    return {
        _whole(level.get(f"{W}ilvl")): (
            _value(level, "numFmt", "decimal"),
            _value(level, "lvlText", "%1."),
            _whole(_value(level, "start", "1")),
        )
        for level in kind.iter(f"{W}lvl")
    }


def _level(paragraph: ElementTree.Element) -> int:
    found = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
    return _whole(found.get(f"{W}val")) if found is not None else 0


def _value(element: ElementTree.Element, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return default if found is None else found.get(f"{W}val", default)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else 0


def _roman(number: int) -> str:
    parts = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, letters in parts:
        while number >= value and len(written) < 20:
            written, number = written + letters, number - value
    return written
