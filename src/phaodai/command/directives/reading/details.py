"""What a task says beside what is to be done: with whom, on what condition, how often, to whom to report."""

import re

from phaodai.command.directives.reading.flat import Flat
from phaodai.command.directives.reading.unitphrases import units_at
from phaodai.command.directives.reading.words import VERB

_WITH = re.compile(
    r"\bphối\s(?:hợp\s)?(?:hợp\s)?(?:chặt\schẽ\s|đồng\sbộ\s|kịp\sthời\s)?(?:cùng\s(?:với\s)?|với\s)?(?!hợp)",
    re.IGNORECASE,
)
_NOT_WITH = re.compile(r"(?:công\stác|sự|việc|phương\spháp|cơ\schế|quy\schế|chế\sđộ)\s$", re.IGNORECASE)
_JOINS = re.compile(r"[,;]\s(?:và\s)?(?=[^,;.]{3,120}\sphối\shợp)", re.IGNORECASE)
_WORKS_WITH = re.compile(r"\s(?:cùng\s)?phối\shợp\b", re.IGNORECASE)
_TOPIC_ONLY = re.compile(r"(?:thông\stin|y\stế|tài\schính|giáo\sdục)", re.IGNORECASE)

_MONITORS = re.compile(
    r"\b(?:theo\sdõi,?\s(?:và\s)?(?:kiểm\stra,?\s(?:và\s)?)?(?:giám\ssát,?\s)?đôn\sđốc|đôn\sđốc,?\s"
    r"(?:và\s)?theo\sdõi|kiểm\stra,\s(?:giám\ssát,\s)?đôn\sđốc|(?:giám\ssát|kiểm\stra),?\sđôn\sđốc|"
    r"đôn\sđốc,\s(?:kiểm\stra|giám\ssát))",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"(?:thực\shiện|triển\skhai|kết\squả)\s(?:thực\shiện\s)?(?:nghiêm\s)?(?:các\s)?(?:nội\sdung|nhiệm\s"
    r"vụ|kết\sluận|chỉ\sđạo|ý\skiến|thông\sbáo|chỉ\sthị|công\s(?:điện|văn)|kế\shoạch|văn\sbản|quyết\s"
    r"định)[^.;]{0,60}?(?:này|trên|nêu\strên|được\sgiao|sau\sđây)"
    r"|việc\s(?:tổ\schức\s)?(?:thực\shiện|triển\skhai)\s(?:của\scác|thông\sbáo|chỉ\sthị|công|kế\s"
    r"hoạch|văn\sbản)|các\s(?:đơn\svị|địa\sphương|cơ\squan|sở)[^.;]{0,40}?(?:thực\shiện|triển\skhai)",
    re.IGNORECASE,
)

_CONDITIONS = tuple(
    re.compile(rf"\b(?:{pattern})\s[^,;.:]{{3,200}}", re.IGNORECASE)
    for pattern in (
        r"trên\scơ\ssở(?!\sđó)",
        r"(?:với\s)?điều\skiện(?:\slà)?(?=\s[^\W\d_]+\s(?:được|đã|có|đủ|là))|sau\skhi(?=\s(?:có|được|đã|"
        r"hết|hoàn))|ngay\s(?:sau\s)?khi|chỉ(?=\s[^\W\d_]+\s[^,;.]{0,30}\skhi\s)|khi(?=\s(?:có|đủ|được|"
        r"cần|phát\shiện|xảy\sra))",
        r"nếu|trong\strường\shợp|trường\shợp(?=\s(?:cần|có|phát|vượt|không|xảy|quá|thiếu))",
        r"tùy\s(?:theo|thuộc(?:\svào)?)",
        r"căn\scứ(?!\s(?:địa|chỉ\sthị|nghị|quyết|công\svăn))|theo\s(?:hướng\sdẫn|chỉ\sđạo|nguyên\stắc|đề\s"
        r"nghị)(?=[\s,])",
    )
)

_HOUR = r"\d{1,2}\s?(?:h|g|giờ|:)\s?(?:\d{2})?\s?(?:phút|['’′])?"
_DAYS = (
    r"(?:thứ\s(?:hai|ba|tư|năm|sáu|bảy|\d)|chủ\snhật|ngày\s\d{1,2}|ngày\scuối|ngày\s(?:đầu|làm\sviệc)"
    r"[^,;.]{0,12})"
)
_RHYTHM = (
    r"(?:(?:hằng|hàng|mỗi)\s(?:ngày|tuần|tháng|quý|giờ|buổi)|\d{1,2}\s?(?:ngày|giờ|tuần)\s?/\s?(?:một\s"
    r"|1\s|01\s)?lần|(?:một|1|01|02|2|hai|ba|\d)\slần\s?/\s?(?:ngày|tuần|tháng))"
)
_RECURRENCES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:định\skỳ\s)?(?:(?:trước|vào|lúc|chậm\snhất|muộn\snhất)\s(?:là\s)?(?:lúc\s|vào\s)?"
        rf"(?:{_HOUR}\s?,?\s?)?(?:(?:của\s|các\s)?{_DAYS}\s?,?\s?)?(?:chiều\s|sáng\s)?){{1,"
        rf"2}}(?:{_RHYTHM})",
        rf"\bđịnh\skỳ\s(?:vào\s)?(?:{_DAYS}\s)?{_RHYTHM}(?:,\s(?:trước|vào|chậm\snhất)\s{_DAYS})?",
        rf"\b(?:định\skỳ\s)?{_RHYTHM}(?:\s?[,(]?\s?(?:(?:trước|vào|lúc|chậm\snhất|muộn\snhất)\s(?:là\s)?"
        rf"(?:lúc\s)?{_HOUR}(?:\s?,?\s?{_DAYS})?|(?:trước|vào|chậm\snhất)\s{_DAYS}))?",
        rf"\bđịnh\skỳ(?:\s{_DAYS})?",
        r"(?<!giáo\sdục\s)(?<!trung\stâm\s)\bthường\sxuyên\b|\bliên\stục\s(?=theo|cập|đánh|kiểm|rà|báo)",
    )
)

_TO_UNIT = re.compile(
    r"\b(?:(?:tổng\shợp|gửi|có|đồng\sthời|và)[,\s]{1,2})*(?:báo\scáo|tổng\shợp|phản\sánh)(?:\s(?:kết\s"
    r"quả|tiến\sđộ|tình\shình|số\sliệu|nhanh|ngay|kịp\sthời|đầy\sđủ|bằng\svăn\sbản|thường\sxuyên|hằng\s"
    r"ngày|hàng\sngày|đề\sxuất|kết\squả\sthực\shiện|việc\sthực\shiện|triển\skhai|thực\shiện|rà\ssoát|"
    r"công\stác|giải\strình|kiểm\sđiểm|cụ\sthể|đánh\sgiá)){0,5}\s?,?\s?(?:(?:gửi\s)?(?:về|cho|tới|lên|với|đến|gửi)\s)?",
    re.IGNORECASE,
)
_SENT_TO = re.compile(
    r"\b(?:gửi|chuyển|cung\scấp|trình)\s(?:báo\scáo\s|kết\squả\s|danh\ssách\s|số\sliệu\s|văn\sbản\s|"
    r"hồ\ssơ\s|bản\s[^\W\d_]+\s)?(?:(?:về|cho|tới|lên|đến)\s)?",
    re.IGNORECASE,
)
_LONG_TO = re.compile(
    r"\b(?:báo\scáo|gửi|cập\snhật|phản\sánh|nộp)\b[^.;]{0,120}?\s(?:về|cho|tới|gửi\svề)\s", re.IGNORECASE
)
_VIA = re.compile(r"\b(?:thông\s)?qua\s(?:đầu\smối\s(?:là\s)?)?", re.IGNORECASE)
_PASSED_ON = re.compile(
    r"\s?(?:\([^)]*\)\s?)?,?\s?(?:trước\s[^,;.]{5,40}|trong\sngày\s[\d/]+\s|chậm\snhất\s[^,;.]{5,40}\s"
    r")?(?:để\s)?(?:tổng\shợp|thẩm\sđịnh|rà\ssoát)\s?,?\s?(?:(?:và|để|chung)\s)?(?:báo\scáo|trình|"
    r"tham\smưu)\s",
    re.IGNORECASE,
)


def supporting(flat: Flat, start: int, end: int) -> tuple[str, ...]:
    """The units to be worked with: "phối hợp với …"."""
    names: list[str] = []
    for match in _WITH.finditer(flat.text, start, end):
        if _NOT_WITH.search(flat.text, max(start, match.start() - 14), match.start()):
            continue
        named = units_at(flat, match.end(), end)
        if named is None and _TOPIC_ONLY.match(flat.text, match.end()):
            comma = flat.text.find(", ", match.end(), end)
            named = units_at(flat, comma + 2, end) if comma > 0 else None
        names += named.names if named else ()
    return tuple(dict.fromkeys([*names, *_joining(flat, start, end)]))


def _joining(flat: Flat, start: int, end: int) -> tuple[str, ...]:
    """ "Sở X chủ trì, Bưu điện thành phố phối hợp chi trả": the unit stands before the word."""
    for match in _JOINS.finditer(flat.text, start, end):
        named = units_at(flat, match.end(), end)
        if named and _WORKS_WITH.match(flat.text, named.end, end):
            return named.names
    return ()


def monitors(flat: Flat, start: int, end: int) -> bool:
    """Whether the passage tells its unit to follow up the work of others."""
    return _MONITORS.search(flat.text, start, end) is not None


def monitors_everything(flat: Flat, start: int, end: int) -> bool:
    """Whether what is to be followed up is the notice as a whole."""
    found = _MONITORS.search(flat.text, start, end)
    return found is not None and _OF_ALL.search(flat.text, found.end(), end) is not None


def condition(flat: Flat, start: int, end: int) -> str | None:
    """On what the task depends: "trên cơ sở …", "nếu …", "theo hướng dẫn của …"."""
    for pattern in _CONDITIONS:
        match = pattern.search(flat.text, start, end)
        if match:
            return flat.written[match.start() : match.end()].strip()
    return None


def recurrence(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the rhythm stands, with its hour: "hằng ngày", "trước 16h00 thứ Sáu hằng tuần"."""
    for pattern in _RECURRENCES:
        match = pattern.search(text, start, end)
        if match:
            return match.span()
    return None


def reporting(flat: Flat, start: int, end: int) -> tuple[str | None, str | None]:
    """(report to, report via), names as written."""
    via = _via(flat, start, end)
    to = _first_unit(flat, _TO_UNIT, start, end, skip=via) or _first_unit(
        flat, _LONG_TO, start, end, skip=via
    )
    sent = _first_match(flat, _SENT_TO, start, end, skip=via)
    if sent and via is None:
        name, after = sent
        passed = _PASSED_ON.match(flat.text, after, end)
        if passed:
            return _unit_name(flat, passed.end(), end) or to, name
        to = to or name
    return to, via


def _via(flat: Flat, start: int, end: int) -> str | None:
    for match in _VIA.finditer(flat.text, start, end):
        name = _unit_name(flat, match.end(), end)
        if name:
            return name
    return None


def _first_unit(
    flat: Flat, pattern: re.Pattern[str], start: int, end: int, *, skip: str | None
) -> str | None:
    found = _first_match(flat, pattern, start, end, skip=skip)
    return found[0] if found else None


def _first_match(
    flat: Flat, pattern: re.Pattern[str], start: int, end: int, *, skip: str | None
) -> tuple[str, int] | None:
    for match in pattern.finditer(flat.text, start, end):
        named = units_at(flat, match.end(), end, with_verb=False)
        if named and named.names[0] != skip and not _is_verb(flat.text, match.end()):
            return named.names[0], named.end
    return None


def _is_verb(text: str, place: int) -> bool:
    return text[place : place + 1].islower() and VERB.match(text, place) is not None


def _unit_name(flat: Flat, place: int, end: int) -> str | None:
    named = units_at(flat, place, end, with_verb=False)
    return named.names[0] if named else None
