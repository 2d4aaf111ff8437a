"""Number, day, issuer and title: the head of a notice, or what a press report says of it."""

import re
from dataclasses import dataclass
from datetime import date

from phaodai.command.directives.reading.cites import KINDS, NUMBER
from phaodai.command.directives.reading.dates import DAY, day_of, made
from phaodai.command.directives.reading.flat import Flat, folded
from phaodai.command.directives.reading.letters import UPPER, bare
from phaodai.command.directives.reading.unitphrases import units_at

_HEAD_SIGNS = 2500
_OWN_NUMBER = re.compile(
    r"^[\s*|]*(?:Số|SỐ|số)(?:\s*(?:hiệu|văn bản))?\s*[:.]?[\s*]*(?P<digits>\d{1,5}[a-zA-Z]?)?[\s*"
    r"]*(?P<rest>[/-]\s*[^\s|*]+)?",
    re.MULTILINE,
)
_PLACED_DAY = re.compile(
    rf"(?<![\w])[{UPPER}][^,;:|.\d]{{1,45}},\s?(?:ngày|Ngày)\s?(?P<d>\d{{1,2}})\s?tháng\s?(?P<m>\d{{1,"
    rf"2}})\s?năm\s?(?P<y>\d{{4}})"
)
_ISSUED = re.compile(rf"(?i:ngày\sban\shành\s?:?)\s{DAY}")
_ANY_DAY = re.compile(rf"(?i:ngày)\s{DAY}")
_FULL_DAY = re.compile(rf"(?=\d{{1,2}}(?:[/.-]\d{{1,2}}[/.-]|\stháng\s\d{{1,2}}\snăm\s)\d{{4}}){DAY}")
_OPENING_DAY = re.compile(
    rf"\W*(?:(?:hồi|lúc)\s[^,]{{2,20}},?\s)?(?:sáng|chiều|tối|trưa|vào)?\s?(?:ngày\s){DAY}", re.IGNORECASE
)
_TYPES = (
    "THÔNG BÁO|CÔNG ĐIỆN|CHỈ THỊ|KẾ HOẠCH|QUYẾT ĐỊNH|KẾT LUẬN|NGHỊ QUYẾT|CÔNG VĂN|HƯỚNG DẪN|LỆNH|"
    "THÔNG CÁO|PHƯƠNG ÁN|GIẤY MỜI|BÁO CÁO|Ý KIẾN CHỈ ĐẠO|CÔNG ĐIỆN KHẨN|MỆNH LỆNH|CÔNG LỆNH"
)
_TYPE_LINE = re.compile(rf"\W*(?:{_TYPES})(?:\s(?:KHẨN|HỎA TỐC|KẾT LUẬN|BÁO CHÍ|LIÊN TỊCH))*\W*")
_TYPE_START = re.compile(rf"\W*(?:{_TYPES})\b")
_ABOUT = re.compile(r"\W*(?:V/v|v/v|V/V|Về việc|VỀ VIỆC|Về)\b\W*")
_STATE = re.compile(
    r"cong hoa|xa hoi chu nghia|chu nghia viet nam|doc lap|tu do|hanh phuc|dang cong san|hoa toc|"
    r"thuong khan|^mat$|^cong$|^toi mat$"
)
_REPORTED = re.compile(
    rf"(?:ban\shành|có|ra|ký|triển\skhai|gửi|phát\shành)\s(?:ban\shành\s)?(?:{KINDS})\s(?:hỏa\stốc\s|"
    rf"khẩn\s)?(?:số\s)?(?P<number>{NUMBER}|\d{{1,4}}(?=[\s,]))(?:,?\sngày\s{DAY})?"
    rf"|^\W*(?:\d\.\s)?[^.:]{{0,40}}:?\s?(?:{KINDS})\ssố\s(?P<number2>{NUMBER})(?:\sngày\s"
    rf"(?P<day2>\d{{1,2}}/\d{{1,2}}/\d{{4}}))?",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"thông\sbáo\s(?:ý\skiến\s)?(?:kết\sluận|chỉ\sđạo)(?:\s(?:kết\sluận|chỉ\sđạo))?\s(?:của\s)?",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(r"\W*(?:cộng|độc)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    number: str | None
    issued_on: date | None
    issuer: str | None
    title: str | None
    is_official: bool
    near: date | None


def read_header(text: str, flat: Flat) -> Header:
    """The head of a notice; what is not written is None."""
    head = text[:_HEAD_SIGNS]
    lines = _lines(head)
    number = _own_number(head)
    reported = None if number else _REPORTED.search(flat.text[:_HEAD_SIGNS])
    title = _title(lines)
    issued_on = _issued_on(flat.text[:_HEAD_SIGNS], title, reported)
    is_official = (
        number is not None
        or _PLACED_DAY.search(flat.text[:_HEAD_SIGNS]) is not None
        or any(map(_TYPE_LINE.fullmatch, lines))
    )
    return Header(
        number=number or (_reported_number(reported) if reported else None),
        issued_on=issued_on,
        issuer=_letterhead(lines),
        title=title,
        is_official=is_official,
        near=issued_on or _latest_day(flat.text),
    )


def _latest_day(text: str) -> date | None:
    """The latest day written in full: a notice without a date speaks of its own weeks."""
    return max(
        (day for day in (day_of(match, None) for match in _FULL_DAY.finditer(text)) if day), default=None
    )


def _lines(head: str) -> list[str]:
    """Lines of the head; bold marks and table bars end a line."""
    return [folded(line) for line in re.split(r"\n|\*{2,}|\||\t|\s{4,}(?=\S)", head)]


def _own_number(head: str) -> str | None:
    for match in _OWN_NUMBER.finditer(head):
        rest = re.sub(r"\s", "", match.group("rest") or "").rstrip(".,;")
        if match.group("digits") and len(rest) > 2 and re.search(rf"[{UPPER}]", rest):
            return match.group("digits") + rest
    return None


def _reported_number(match: re.Match[str]) -> str:
    return re.sub(r"\s", "", match.group("number") or match.group("number2"))


def _issued_on(head: str, title: str | None, reported: re.Match[str] | None) -> date | None:
    for pattern in (_PLACED_DAY, _ISSUED):
        match = pattern.search(head)
        if match:
            groups = match.groupdict()
            return (
                made(int(groups["y"]), int(groups["m"]), int(groups["d"]))
                if pattern is _PLACED_DAY
                else day_of(match, None)
            )
    if reported:
        found = _reported_day(reported)
        if found:
            return found
    days = [day_of(match, None) for match in _ANY_DAY.finditer(title or "")]
    opening = _OPENING_DAY.match(head)
    return next((day for day in days if day), day_of(opening, None) if opening else None)


def _reported_day(match: re.Match[str]) -> date | None:
    if match.group("day2"):
        day, month, year = map(int, match.group("day2").split("/"))
        return made(year, month, day)
    return day_of(match, None)


def _letterhead(lines: list[str]) -> str | None:
    """The capitals at the top, but for the state's own two lines."""
    kept: list[str] = []
    for line in lines[:14]:
        letters = bare(line).lower()
        if not line or not any(map(str.isalpha, line)):
            continue
        if _STATE.search(letters):
            continue
        if not kept and not line.isupper():
            continue
        if not line.isupper() or _TYPE_START.match(line) or line.lower().startswith(("số", "v/v", "về việc")):
            break
        kept.append(line)
    whole = " ".join(kept)
    return whole if " " in whole else None


def _title(lines: list[str]) -> str | None:
    for place, line in enumerate(lines):
        if line.endswith(":"):
            continue
        if _TYPE_LINE.fullmatch(line) or (_TYPE_START.match(line) and line.isupper()):
            return _joined(line, lines[place + 1 :])
        if _ABOUT.match(line) and len(line) < 200:
            return _joined(
                "",
                [
                    _ABOUT.sub("", line, count=1) if line.lower().startswith("v/v") else line,
                    *lines[place + 1 :],
                ],
            )
    first = next((line for line in lines if any(map(str.isalpha, line))), "")
    return (
        first
        if 10 < len(first) < 160 and not first.isupper() and not first.endswith((".", ";", ","))
        else None
    )


def _joined(first: str, rest: list[str]) -> str | None:
    """The lines of a title: up to a gap, a date line or the text itself."""
    kept = [first] if first else []
    for line in rest[:9]:
        if not line:
            if len(kept) > 1 or (kept and not first):
                break
            continue
        is_over = len(kept) > 1 and kept[-1].isupper() and not line.isupper()
        if (
            is_over
            or len(line) > (420 if line.isupper() else 220)
            or _PLACED_DAY.match(line)
            or _LETTERHEAD.match(line)
            or line.startswith(("Kính gửi", "Số"))
            or (kept and line.endswith(":"))
            or re.match(r"\d+[.)]|[-–]", line)
        ):
            break
        kept.append(line)
    return " ".join(kept).strip(" .") or None


def reporting_issuer(flat: Flat) -> str | None:
    """ "…, UBND quận X có Công văn số …": whoever a report says the paper is from."""
    reported = _REPORTED.search(flat.text[:_HEAD_SIGNS])
    if reported is None or not reported.group("number"):
        return None
    said = reported.start()
    for match in re.finditer(r"(?:^|[,.:]\s)", flat.text[max(0, said - 120) : said]):
        named = units_at(flat, max(0, said - 120) + match.end(), said, with_verb=False)
        if named and not flat.text[named.end : said].strip(" đã"):
            return named.names[0]
    return None


def announced_issuer(flat: Flat, start: int, end: int) -> str | None:
    """ "Văn phòng X thông báo kết luận của Thường trực X …": the body whose conclusions these are."""
    match = _ANNOUNCED.search(flat.text, start, end)
    if not match:
        return None
    whose = units_at(flat, match.end(), end, with_verb=False)
    who = units_at(flat, start, end, with_verb=False)
    is_person = whose is not None and re.match(
        r"(?:đồng\schí|phó|chủ\stịch|bí\sthư|ông|bà)", whose.names[0], re.IGNORECASE
    )
    chosen = who if whose is None or is_person else whose
    return chosen.names[0] if chosen else None
