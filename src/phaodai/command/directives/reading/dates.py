"""Days and hours as notices write them, and the deadlines made of them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

LOCAL = timezone(timedelta(hours=7))
"""Asia/Ho_Chi_Minh; no summer time since 1975."""
_LAST = time(23, 59, 59)

DAY = (
    r"(?:(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})(?:\s?[/.-]\s?(?P<y>\d{4}|\d{2})(?!\d))?(?![\d/])"
    r"|(?P<d2>\d{1,2})\stháng\s(?P<m2>\d{1,2})(?:\s?[,/]?\s?(?:năm\s)?(?P<y2>\d{4}))?)"
)
HOUR = r"(?:(?P<h>\d{1,2})\s?(?:h|g(?![^\W_])|giờ|:)\s?(?P<min>\d{2})?\s?(?:phút|ph|p(?![^\W_])|['’′])?)"
_HOUR_PART = rf"(?:(?:lúc\s|vào\s|vào\slúc\s)?{HOUR}\s?,?\s?(?:(?:của\s)?(?:sáng|chiều|tối|trưa)\s)?)?"
_DAY_PART = r"(?:(?:các\s)?ngày\s?:?\s)?(?:(?:thứ\s[^\W\d_]+|chủ\snhật),?\s)?(?:\(\s?)?(?:ngày\s)?"
_LATEST = (
    r"(?:chậm\snhất|muộn\snhất|trễ\snhất|hạn\s(?:cuối|chót|cuối\scùng)|thời\s(?:hạn|gian)(?:\s(?:hoàn\s"
    r"thành|báo\scáo|gửi|nộp|thực\shiện|chậm\snhất))?)"
)
_WITHIN = (
    rf"(?:{_LATEST}(?:\slà)?(?:\s?:)?(?:\s(?:đến|tới))?(?:\shết)?(?:\s(?:trong|vào))?|trong|(?:đến\s|"
    rf"tới\s)?hết|(?:xong|hoàn\sthành|kết\sthúc|báo\scáo|gửi|nộp)\s(?:xong\s)?(?:trong|vào|đến)?)\s?"
)

_BEFORE = re.compile(rf"\btrước\s(?:{_HOUR_PART}){_DAY_PART}{DAY}", re.IGNORECASE)
_UNTIL = re.compile(rf"\b{_WITHIN}(?:{_HOUR_PART}){_DAY_PART}{DAY}", re.IGNORECASE)
_DONE = re.compile(
    rf"\b(?:hoàn\sthành|xong|kết\sthúc)\s[^.;]{{0,80}}?\s(?:vào|trong|là)\sngày\s{DAY}", re.IGNORECASE
)
_SURE = re.compile(rf"{_LATEST}|.*ngày|.*\d{{4}}", re.IGNORECASE)
_TO = re.compile(rf"\b(?:đến|tới)\s(?:{_HOUR_PART})(?:hết\s)?ngày\s{DAY}", re.IGNORECASE)
_MONTH = re.compile(
    r"(?<!từ\snay\s)\b(?P<when>trước|trong|hết|đến\scuối|xong|chậm\snhất(?:\slà|\sđến)?)\s(?:(?:cuối|"
    r"hết|trong)\s)?(?:tháng\s(?P<m>\d{1,2})(?!\d)|quý\s(?P<q>IV|III|II|I|[1-4])\b|năm(?=\s\d))(?:\s?"
    r"[/-]\s?(?P<y>\d{4})|(?:,?\snăm)?\s(?P<y2>\d{4}))?",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\btrong\s(?:vòng|thời\shạn|thời\sgian)\s(?:tối\sđa\s)?(?P<n>\d{1,3})\s?(?:\([^)]{1,20}\)\s)?"
    r"(?P<unit>giờ|h|ngày|tuần|tháng)(?P<work>\slàm\sviệc)?(?:,)?\s?"
    rf"(?:kể\stừ|tính\stừ|từ)\s(?:khi\s)?(?:ngày\s)?(?:{DAY}|(?P<own>ban\shành|ký|có\shiệu\slực|hôm\s"
    rf"nay|(?:ra|phát\shành)\s))",
    re.IGNORECASE,
)
_TODAY = re.compile(r"\b(?:ngay\s)?(?:trong|trước\shết|hết)\s(?:ngày\s)?hôm\snay\b", re.IGNORECASE)
_STARTS = re.compile(
    r"\b(?:kể\stừ|tính\stừ|từ|sau)\s(?:sau\s)?(?:\d{1,2}\s?(?:h|giờ)\s?\d{0,2}['’]?(?:\sphút)?,?\s)?"
    r"(?:sau\s)?(?:ngày\s)?\d[^;.]{0,40}$",
    re.IGNORECASE,
)
WINDOW = re.compile(
    rf"(?:giai\sđoạn\s\d+\s?[:,.]\s?)?(?:trong\sthời\sgian\s)?từ\s(?:sau\s)?(?:{HOUR}\s?,?\s?)?(?:ngày\s"
    rf")?[\d/.]+\s?(?:đến|tới|-|–)\s(?:hết\s)?(?:(?:{HOUR}\s?,?\s?)?ngày\s".replace("(?P<h>", "(?:").replace(
        "(?P<min>", "(?:"
    )
    + rf"{DAY}|cuối\s(?:năm\s(?P<year>\d{{4}})|tháng\s(?P<month>\d{{1,2}})))",
    re.IGNORECASE,
)
_DAILY = re.compile(r"^\s?[,)]?\s?(?:các\s|của\s)?(?:hằng|hàng|mỗi)\s(?:ngày|tuần|tháng)", re.IGNORECASE)


@dataclass(frozen=True)
class Deadline:
    """`start:end` in the text searched."""

    due_at: datetime
    rule: str
    start: int
    end: int


def deadlines_in(
    text: str, start: int, end: int, issued_on: date | None, *, near: date | None = None
) -> list[Deadline]:
    """Every deadline of a passage, in order; a day before the notice's own is none.

    `near` is a day of the same season for notices without a date of their own: it gives a missing year.
    """
    found = [
        one
        for one in _all(text, start, end, issued_on or near)
        if issued_on is None or one.due_at.date() >= issued_on - timedelta(days=1)
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Deadline] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _all(text: str, start: int, end: int, issued_on: date | None) -> Iterator[Deadline]:
    for pattern, read in _READERS:
        for match in pattern.finditer(text, start, end):
            yield from read(match, issued_on)


def _before(match: re.Match[str], issued_on: date | None) -> Iterator[Deadline]:
    yield from _at(match, issued_on, "before_day", is_before=True)


def _until(match: re.Match[str], issued_on: date | None) -> Iterator[Deadline]:
    if _SURE.match(match.group()):  # "trong 2/3 số hộ" is a share, not a day
        yield from _at(match, issued_on, "by_day", is_before=False)


def _done(match: re.Match[str], issued_on: date | None) -> Iterator[Deadline]:
    yield from _at(match, issued_on, "done_by_day", is_before=False)


def _to(match: re.Match[str], issued_on: date | None) -> Iterator[Deadline]:
    """ "đến ngày X"; "sau ngày … đến ngày …" tells of a later time, "từ ngày … đến ngày …" gone by of data."""
    started = _STARTS.search(match.string[max(0, match.start() - 60) : match.start()])
    if started is None or (issued_on is not None and not started.group().lower().startswith("sau")):
        yield from _at(match, issued_on, "until_day", is_before=False)


def _today(match: re.Match[str], issued_on: date | None) -> Iterator[Deadline]:
    if issued_on:
        yield Deadline(end_of(issued_on), "today", match.start(), match.end())


def _at(match: re.Match[str], issued_on: date | None, rule: str, *, is_before: bool) -> Iterator[Deadline]:
    day = day_of(match, issued_on)
    if day is None or _DAILY.match(match.string[match.end() : match.end() + 30]):
        return
    hour = match.groupdict().get("h")
    if hour is not None and int(hour) <= 24:
        moment = _moment(day, int(hour), int(match.group("min") or 0))
        if moment:
            yield Deadline(moment, "by_hour", match.start(), match.end())
        return
    yield Deadline(end_of(day - timedelta(days=1) if is_before else day), rule, match.start(), match.end())


def _moment(day: date, hour: int, minute: int) -> datetime | None:
    if minute > 59:
        return None
    return end_of(day) if hour == 24 else datetime.combine(day, time(hour, minute), LOCAL)


def _month(match: re.Match[str], issued_on: date | None) -> Iterator[Deadline]:
    year = int(match.group("y") or match.group("y2") or (issued_on.year if issued_on else 0))
    quarter = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get((match.group("q") or "").lower()) or int(
        match.group("q") or 0
    )
    month = int(match.group("m") or 0) or quarter * 3 or 12
    if not 1900 < year < 2200 or not 1 <= month <= 12:
        return
    if (
        match.group("when").lower() == "trước"
        and "cuối" not in match.group().lower()
        and "hết" not in match.group().lower()
    ):
        first = (
            date(year, month - 2 if quarter else month, 1)
            if match.group("m") or quarter
            else date(year, 1, 1)
        )
        yield Deadline(end_of(first - timedelta(days=1)), "before_month", match.start(), match.end())
    else:
        yield Deadline(end_of(last_day(year, month)), "by_month", match.start(), match.end())


def _span(match: re.Match[str], issued_on: date | None) -> Iterator[Deadline]:
    begun = issued_on if match.group("own") else day_of(match, issued_on)
    number, unit = int(match.group("n")), match.group("unit").lower()
    if begun is None:
        return
    if unit in ("giờ", "h"):
        yield Deadline(
            datetime.combine(begun, time(), LOCAL) + timedelta(hours=number), "within_hours", *match.span()
        )
        return
    days = number * {"ngày": 1, "tuần": 7, "tháng": 30}[unit]
    last = _after_working_days(begun, number) if match.group("work") else begun + timedelta(days=days)
    yield Deadline(end_of(last), "within_days", *match.span())


def _after_working_days(day: date, number: int) -> date:
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


_READERS = (
    (_BEFORE, _before),
    (_UNTIL, _until),
    (_DONE, _done),
    (_TO, _to),
    (_MONTH, _month),
    (_SPAN, _span),
    (_TODAY, _today),
)


def window_end(text: str, start: int, end: int, issued_on: date | None) -> datetime | None:
    """The end of "Từ ngày … đến ngày …" at the head of an item."""
    match = WINDOW.match(text, start, end)
    if not match:
        return None
    if match.group("year"):
        return (
            end_of(date(int(match.group("year")), 12, 31)) if 1900 < int(match.group("year")) < 2200 else None
        )
    if match.group("month"):
        month = int(match.group("month"))
        return end_of(last_day(issued_on.year, month)) if issued_on and 1 <= month <= 12 else None
    day = day_of(match, issued_on)
    return end_of(day) if day else None


def day_of(match: re.Match[str], issued_on: date | None) -> date | None:
    """The day a match of DAY means; a missing year is the one nearest to the notice."""
    day, month = match.group("d") or match.group("d2"), match.group("m") or match.group("m2")
    if not day or not month:
        return None
    year = match.group("y") or match.group("y2")
    if year:
        return made(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    if issued_on is None:
        return None
    found = made(issued_on.year, int(month), int(day))
    if found and (issued_on - found).days > 180:
        return made(issued_on.year + 1, int(month), int(day))
    return found


def made(year: int, month: int, day: int) -> date | None:
    """A day of the calendar between 1900 and 2199, or None."""
    try:
        return date(year, month, day) if 1900 <= year < 2200 else None
    except ValueError:
        return None


def end_of(day: date) -> datetime:
    """The last second of a local day."""
    return datetime.combine(day, _LAST, LOCAL)


def last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
