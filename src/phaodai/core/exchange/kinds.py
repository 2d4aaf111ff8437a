"""Kinds of lists that can be imported: columns, how a cell is read, who may, and the module's own verbs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from phaodai.core.exchange.cells import BadCell, Reader, Text
from phaodai.core.exchange.imports import RowError
from phaodai.core.exchange.terms import CellFault, RowOutcome
from phaodai.core.terms import pick_language
from phaodai.core.text import search_key

MOST_ROWS = 300_000


@dataclass(frozen=True)
class Field:
    """One column of a kind. ``also`` are further headings under which it is known, in any language."""

    name: str
    vi: str
    en: str
    reader: Reader = field(default_factory=Text)
    required: bool = False
    example: str = ""
    also: tuple[str, ...] = ()
    hint_vi: str = ""
    hint_en: str = ""

    @property
    def label(self) -> str:
        return pick_language(self.vi, self.en)

    @property
    def hint(self) -> str:
        return pick_language(self.hint_vi, self.hint_en)

    @property
    def keys(self) -> frozenset[str]:
        """What a heading may say, without diacritics."""
        return frozenset(heading_key(text) for text in (self.name, self.vi, self.en, *self.also))


def heading_key(text: str) -> str:
    """A heading as it is compared: no diacritics, no signs, no remarks in brackets."""
    bare = search_key(text).partition("(")[0] or search_key(text)
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


@dataclass
class Row:
    """One row on its way: ``values`` by field name, what is wrong with it, and what became of it."""

    number: int
    values: dict[str, Any]
    faults: list[RowError] = field(default_factory=list)
    outcome: str = ""
    subject: UUID | None = None
    label: str = ""
    note: str = ""

    def refuse(self, column: str, code: str, message: str = "", **params: Any) -> None:
        """Something is wrong in this column; a row may be refused for several reasons at once."""
        said = message or BadCell(code, **params).message
        self.faults.append(RowError(self.number, column, str(code), said))

    def accept(self, subject: UUID | None = None, label: str = "") -> None:
        """The row was written (or, in a check, would be)."""
        self.outcome, self.subject, self.label = str(RowOutcome.ACCEPTED.value), subject, label

    def repeat(self, subject: UUID | None = None, note: str = "") -> None:
        """What the row says is there already."""
        self.outcome, self.subject, self.note = str(RowOutcome.DUPLICATE.value), subject, note

    @property
    def is_good(self) -> bool:
        return not self.faults


@dataclass
class Run:
    """One pass over a file: by whom, whether anything is written, and what was seen so far."""

    by: Any
    dry_run: bool
    memory: dict[str, Any] = field(default_factory=dict)

    def seen(self, what: str, key: Any, row: int) -> int | None:
        """The row in which this key stood before; None the first time, and then it is remembered."""
        known: dict[Any, int] = self.memory.setdefault(what, {})
        return None if known.setdefault(key, row) == row else known[key]


@dataclass(frozen=True)
class Written:
    """A row that an import wrote, for its undoing."""

    number: int
    subject: UUID
    label: str


class Take(Protocol):
    """Check the rows of a chunk (those with faults too: everything is said at once) and write the good ones."""

    def __call__(self, rows: Sequence[Row], run: Run) -> None: ...


Undo = Callable[[Sequence[Written], Run], dict[UUID, str]]
"""Take back what was written; subject → why it stays, for those that something has been built on since."""


@dataclass(frozen=True)
class ImportKind:
    """One kind of list. ``checks_by_writing``: a check writes and takes everything back at the end.

    ``headless``: the order of columns in a file without a heading.
    """

    code: str
    title_vi: str
    title_en: str
    capability: str
    fields: tuple[Field, ...]
    take: Take
    undo: Undo | None = None
    chunk: int = 1_000
    most_rows: int = MOST_ROWS
    checks_by_writing: bool = False
    headless: tuple[str, ...] = ()
    hint_vi: str = ""
    hint_en: str = ""
    icon: str = "file"

    @property
    def title(self) -> str:
        return pick_language(self.title_vi, self.title_en)

    @property
    def hint(self) -> str:
        return pick_language(self.hint_vi, self.hint_en)

    def field(self, name: str) -> Field:
        return next(found for found in self.fields if found.name == name)


_kinds: dict[str, ImportKind] = {}


def register_kind(kind: ImportKind) -> ImportKind:
    """Make a kind known; a module's ``exchange.py`` calls it."""
    if kind.code in _kinds:
        raise ValueError(f"Two kinds are called {kind.code}.")
    _kinds[kind.code] = kind
    return kind


def kinds() -> dict[str, ImportKind]:
    return dict(_kinds)


def kinds_for(user: Any) -> list[ImportKind]:
    """The kinds this user may import somewhere."""
    return [kind for kind in _kinds.values() if user.may(kind.capability)]


Holder = Callable[[set[UUID]], dict[UUID, str]]
_holders: dict[str, list[Holder]] = {}


def holds(subject_type: str) -> Callable[[Holder], Holder]:
    """Register, from above, what has been built on subjects: uuid → what, in words."""

    def decorate(holder: Holder) -> Holder:
        _holders.setdefault(subject_type, []).append(holder)
        return holder

    return decorate


def held(subject_type: str, subjects: set[UUID]) -> dict[UUID, str]:
    """Those of the subjects that others hold on to, and why."""
    found: dict[UUID, str] = {}
    for holder in _holders.get(subject_type, []):
        found = {**holder(subjects), **found}
    return found


__all__ = [
    "CellFault",
    "Field",
    "ImportKind",
    "Row",
    "Run",
    "Written",
    "held",
    "holds",
    "kinds",
    "kinds_for",
    "register_kind",
]
