"""Which row is the heading, and which column is what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from phaodai.core.exchange.kinds import Field, ImportKind, heading_key
from phaodai.core.exchange.refusals import RefusedFile

SOUGHT_ROWS = 20
SAMPLES = 3


def column_letter(position: int) -> str:
    """0 → "A", 27 → "AB"."""
    letters, number = "", position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True)
class Heading:
    """The heading row: its line, the texts of its cells, a few values under each."""

    line: int
    texts: list[str]
    samples: list[list[str]] = field(default_factory=list)


def _texts(cells: Sequence[Any]) -> list[str]:
    return [
        cell.strip() if isinstance(cell, str) else "" if isinstance(cell, dict) else str(cell)
        for cell in cells
    ]


def find_heading(
    kind: ImportKind, rows: Sequence[tuple[int, list[Any]]], known: Iterable[str] = ()
) -> Heading:
    """The row of the first twenty that names the most columns; without any, the first row."""
    keys = frozenset().union(*(one.keys for one in kind.fields)) | frozenset(known)
    candidates = list(rows[:SOUGHT_ROWS])
    scores = [sum(heading_key(text) in keys for text in _texts(cells) if text) for _line, cells in candidates]
    best = scores.index(max(scores))
    line, cells = candidates[best]
    below = [_texts(cells) for _line, cells in rows[best + 1 :][:50]]
    texts = _texts(cells)
    return Heading(line, texts, [_samples(below, position) for position in range(len(texts))])


def _samples(rows: Sequence[Sequence[str]], position: int) -> list[str]:
    found = [row[position] for row in rows if position < len(row) and row[position]]
    return [text[:60] for text in found[:SAMPLES]]


@dataclass(frozen=True)
class Guess:
    """Field name → position of its column; ``twice`` names fields that two columns claim."""

    columns: dict[str, int]
    twice: dict[str, tuple[int, int]]


def guess_columns(kind: ImportKind, heading: Heading, remembered: dict[str, str] | None = None) -> Guess:
    """What each heading means: as it was mapped the last time, else by its words."""
    columns: dict[str, int] = {}
    twice: dict[str, tuple[int, int]] = {}
    for position, text in enumerate(heading.texts):
        name = _meaning(kind, heading_key(text), remembered or {}) if text else ""
        if name and name in columns:
            twice.setdefault(name, (columns[name], position))
        elif name:
            columns[name] = position
    return Guess(columns, twice)


def _meaning(kind: ImportKind, key: str, remembered: dict[str, str]) -> str:
    if key in remembered:
        name = remembered[key]
        return name if name == "" or any(one.name == name for one in kind.fields) else ""
    return next((one.name for one in kind.fields if key in one.keys), "")


def missing(kind: ImportKind, columns: dict[str, int]) -> list[Field]:
    """Needed fields without a column."""
    return [one for one in kind.fields if one.required and one.name not in columns]


def require_columns(kind: ImportKind, guess: Guess) -> None:
    """Refuse a file whose columns are not clear without asking.

    Raises:
        RefusedFile: no heading, a needed column missing, a column twice.
    """
    if guess.twice:
        name, (first, second) = next(iter(guess.twice.items()))
        letters = {"first": column_letter(first), "second": column_letter(second)}
        raise RefusedFile("column_twice", column=str(kind.field(name).label), **letters)
    absent = missing(kind, guess.columns)
    if absent:
        names = ", ".join(one.name for one in absent)
        raise RefusedFile("missing_columns" if guess.columns else "no_headings", columns=names)
