"""What reading a notice gives: the contract between the reader and everything built upon it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Kind = Literal["assign", "request", "all"]
"""`assign`: given to named units; `request`: "đề nghị"; `all`: everybody the notice addresses."""


@dataclass(frozen=True)
class Citation:
    """A document the notice leans on; `text[start:end]` is the passage, `number` and `issued_on` as far as
    written."""

    kind: str
    number: str | None
    issued_on: date | None
    start: int
    end: int


@dataclass(frozen=True)
class TaskDraft:
    """One task; `text[start:end]` is the passage it was read from.

    Names are as written, white space folded. `lead_code` runs parallel to `lead`: the organisation's code, None
    where the book knows no such unit. `due_at` is the last second of the time allowed (Asia/Ho_Chi_Minh):
    "trước ngày 7/8" is 6/8 23:59:59, "trong ngày 17/9" is 17/9 23:59:59. `recurrence` is the written rhythm
    ("hằng ngày", "thường xuyên", "trước 16h00 hằng ngày"). `why` names the rules that fired.
    """

    lead: tuple[str, ...]
    lead_code: tuple[str | None, ...]
    support: tuple[str, ...]
    monitor: str | None
    action: str
    condition: str | None
    due_at: datetime | None
    recurrence: str | None
    report_to: str | None
    report_via: str | None
    kind: Kind
    start: int
    end: int
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A notice as read. `text` is NFC and every offset counts its code points.

    `refused` is one sentence (an English message id) when the text must not be read by rules: a scan, hopeless OCR,
    another language, two notices in one file; there are no tasks then.
    """

    text: str
    number: str | None
    issued_on: date | None
    issuer: str | None
    title: str | None
    cites: tuple[Citation, ...] = ()
    refused: str | None = None
    tasks: tuple[TaskDraft, ...] = ()


@dataclass(frozen=True)
class Unit:
    """An organisation as notices write it; `names` and `abbreviations` are alternatives for `code`.

    `is_group` marks "UBND các quận, huyện, thị xã": many organisations, all children of `parent` of one kind.
    """

    code: str
    names: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()
    parent: str | None = None
    is_group: bool = False


@dataclass(frozen=True)
class UnitBook:
    """Every unit that can be named, as plain data; `book.resolve` in `unitbook` finds the code of a written name."""

    units: tuple[Unit, ...] = field(default=())
