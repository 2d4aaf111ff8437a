"""Reading one cell: what a clerk, a spreadsheet or an old program wrote, into a value. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from phaodai.core.exchange.terms import CellFault
from phaodai.core.text import nfc, search_key

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
NOTHING = frozenset({"-", "–", "—", "n/a", "#n/a"})
WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b-\u200f\u2060]")
SHORTENED = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
FIRST_YEAR = 1890


class BadCell(ValueError):
    """The cell cannot be read; ``code`` is one of `CellFault`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = str(CellFault(code).value), params

    @property
    def message(self) -> str:
        return str(CellFault(self.code).label).format_map(self.params)


@dataclass(frozen=True)
class Habits:
    """What cannot be told from one cell: the day it is, and whether this column writes the month first."""

    today: date
    month_first: bool = False


class Reader(Protocol):
    """Reads a cell; an empty one is the reader's ``empty``."""

    @property
    def empty(self) -> Any: ...

    def read(self, cell: Any, habits: Habits) -> Any: ...


def text_of(cell: Any) -> str:
    """The cell as text: composed, blanks folded, the tricks undone by which spreadsheets keep zeros.

    Raises:
        BadCell: a formula, a spreadsheet error, cells merged across.
    """
    if isinstance(cell, dict):
        if fault := cell.get("fault"):
            raise BadCell(fault)
        return str(cell.get("date") or cell.get("time") or "")
    if isinstance(cell, bool):
        return "1" if cell else "0"
    text = nfc(CONTROL.sub(" ", str(cell)))
    if wrapped := WRAPPED.fullmatch(text):
        return nfc(wrapped.group(1))
    if text.startswith("'") and text[1:2] in ("=", "+", "-", "@"):
        return text[1:].strip()
    if text.startswith("=") and len(text) > 1:
        raise BadCell(CellFault.FORMULA)
    return text


def _bare(cell: Any) -> str:
    text = text_of(cell)
    return "" if text.lower() in NOTHING else text


@dataclass(frozen=True)
class Text:
    """Words. ``keeps_dash``: a dash alone means something."""

    most: int = 300
    keeps_dash: bool = False
    empty: str = ""

    def read(self, cell: Any, habits: Habits) -> str:
        text = text_of(cell) if self.keeps_dash else _bare(cell)
        if len(text) > self.most:
            raise BadCell(CellFault.TOO_LONG, most=self.most)
        return text


@dataclass(frozen=True)
class Code:
    """A code of digits; a number that lost its leading zeros gets them back up to ``width``."""

    width: int = 0
    least: int = 1
    most: int = 60
    empty: str = ""

    def read(self, cell: Any, habits: Habits) -> str:
        text = _bare(cell)
        if SHORTENED.fullmatch(text) or (isinstance(cell, float) and not cell.is_integer()):
            raise BadCell(CellFault.SHORTENED, text=text)
        if len(text) > self.most:
            raise BadCell(CellFault.TOO_LONG, most=self.most)
        if isinstance(cell, int) and self.least <= len(text) < self.width:
            return text.zfill(self.width)
        return text


@dataclass(frozen=True)
class Phone:
    """A telephone number; stored as a number it lost its zero and gets it back."""

    empty: str = ""

    def read(self, cell: Any, habits: Habits) -> str:
        text = _bare(cell)
        if SHORTENED.fullmatch(text):
            raise BadCell(CellFault.SHORTENED, text=text)
        digits = re.sub(r"[\s.()-]", "", text)
        return f"0{digits}" if re.fullmatch(r"[2-9]\d{8,9}", digits) and not digits.startswith("84") else text


DAY = re.compile(
    r"(?:ngay\s*)?(\d{1,2})\s*(?:[/.\-]|\s+thang\s+|\s+thg\s+|\s)\s*(\d{1,2})\s*(?:[/.\-]|,?\s+nam\s+|,?\s)\s*(\d{4}|\d{2})"
)
ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
HOUR = re.compile(r"(\d{1,2})\s*(?::|h|g)\s*(\d{2})?(?::(\d{2}))?(?:\s*(am|pm|sa|ch))?")


def day_parts(text: str) -> tuple[int, int] | None:
    """The first two figures of a day written with figures, for the vote on which of them is the month."""
    found = DAY.match(search_key(text))
    return (int(found.group(1)), int(found.group(2))) if found else None


def read_day(text: str, habits: Habits) -> date:
    """A day as people write it, with four or two figures for the year.

    Raises:
        BadCell: it is none.
    """
    key = search_key(text)
    try:
        if iso := ISO_DAY.fullmatch(key):
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if found := DAY.fullmatch(key):
            first, second, year = int(found[1]), int(found[2]), _year(found[3], habits.today)
            return date(year, first, second) if habits.month_first else date(year, second, first)
    except ValueError:
        pass
    raise BadCell(CellFault.NOT_A_DAY, text=text[:40])


def _year(figures: str, today: date) -> int:
    """Two figures mean the last such year that is not later than next year."""
    if len(figures) == 4:
        return int(figures)
    year = 2000 + int(figures)
    return year if year <= today.year + 1 else year - 100


def _serial_day(number: float) -> date:
    if not 60 < number < 80_000:
        raise BadCell(CellFault.NOT_A_DAY, text=str(number))
    return date(1899, 12, 30) + timedelta(days=int(number))


@dataclass(frozen=True)
class Day:
    """A day; with ``past`` none that is still to come."""

    past: bool = False
    empty: None = None

    def read(self, cell: Any, habits: Habits) -> date | None:
        found = self._day(cell, habits)
        if found and self.past and found > habits.today:
            raise BadCell(CellFault.IN_FUTURE, text=f"{found:%d/%m/%Y}")
        return found

    def _day(self, cell: Any, habits: Habits) -> date | None:
        if isinstance(cell, dict) and "fault" not in cell:
            return date.fromisoformat(str(cell.get("date") or cell["time"])[:10])
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return _serial_day(cell)
        text = _bare(cell)
        return read_day(text.removesuffix(" 00:00:00"), habits) if text else None


@dataclass(frozen=True)
class Born:
    """Day or year of birth: (day or None, year or None)."""

    empty: tuple[None, None] = (None, None)

    def read(self, cell: Any, habits: Habits) -> tuple[date | None, int | None]:
        text = _bare(cell)
        if not text:
            return self.empty
        if re.fullmatch(r"\d{4}", text):
            return None, self._year(int(text), text, habits)
        day = Day().read(cell, habits)
        return day, self._year(day.year, text, habits) if day else None

    def _year(self, year: int, text: str, habits: Habits) -> int:
        if not FIRST_YEAR <= year <= habits.today.year:
            raise BadCell(CellFault.NOT_A_YEAR, text=text[:40], first=FIRST_YEAR)
        return year


@dataclass(frozen=True)
class Moment:
    """A local moment; an ISO time with offset is taken as it stands. ``bare_day`` allows a day alone."""

    bare_day: bool = True
    empty: None = None

    def read(self, cell: Any, habits: Habits) -> datetime | None:
        if isinstance(cell, dict) and "fault" not in cell:
            stored = cell.get("time") or f"{cell['date']}T00:00:00"
            return datetime.fromisoformat(stored).replace(tzinfo=LOCAL)
        if isinstance(cell, float):
            return datetime.combine(_serial_day(cell), _hour_of_day(cell), LOCAL)
        text = _bare(cell)
        return self._parse(text, habits) if text else None

    def _parse(self, text: str, habits: Habits) -> datetime:
        moment = _iso_moment(text)
        if moment is not None:
            return moment
        hour = HOUR.search(search_key(text))
        rest = (
            (search_key(text)[: hour.start()] + search_key(text)[hour.end() :]).strip(" ,") if hour else text
        )
        try:
            if hour is None and not self.bare_day:
                raise BadCell(CellFault.NOT_A_DAY)
            return datetime.combine(read_day(rest, habits), _clock_time(hour), LOCAL)
        except ValueError:
            raise BadCell(CellFault.NOT_A_MOMENT, text=text[:40]) from None


def _iso_moment(text: str) -> datetime | None:
    if len(text) <= 10:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def _clock_time(found: re.Match[str] | None) -> time:
    if found is None:
        return time(0)
    hour, half = int(found[1]), found[4]
    if half in ("pm", "ch") and hour < 12:
        hour += 12
    return time(hour, int(found[2] or 0), int(found[3] or 0))


def _hour_of_day(serial: float) -> time:
    seconds = round((serial % 1) * 86_400) % 86_400
    return time(seconds // 3600, seconds // 60 % 60, seconds % 60)


@dataclass(frozen=True)
class Number:
    """A number between two limits, with a comma or a point."""

    low: float = 0
    high: float = 1e12
    empty: None = None

    def read(self, cell: Any, habits: Habits) -> float | None:
        text = _bare(cell)
        if not text:
            return None
        try:
            value = (
                float(cell)
                if isinstance(cell, int | float)
                else float(text.replace(" ", "").replace(",", "."))
            )
        except ValueError:
            raise BadCell(CellFault.NOT_A_NUMBER, text=text[:40]) from None
        if not self.low <= value <= self.high:
            raise BadCell(CellFault.OUT_OF_RANGE, text=text[:40], low=self.low, high=self.high)
        return value


@dataclass(frozen=True)
class Choice:
    """One of a set of terms, by code, by either label or by a further word; diacritics do not matter."""

    terms: Any
    more: Mapping[str, str] = field(default_factory=dict)
    empty: str = ""

    def read(self, cell: Any, habits: Habits) -> str:
        text = text_of(cell)
        if not text or (text in NOTHING and search_key(text) not in self.more):
            return ""
        key = search_key(text)
        known = {
            search_key(words): term.value
            for term in self.terms
            for words in (term.value, term.label_vi, term.label_en)
        }
        found = {**known, **self.more}.get(key)
        if found is None:
            labels = ", ".join(str(term.label) for term in self.terms)
            raise BadCell(CellFault.NO_CHOICE, text=text[:40], known=labels)
        return str(found)
