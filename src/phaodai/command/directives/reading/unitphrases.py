"""Where a text names units: one, or a list of them, from a given place on."""

import re
from dataclasses import dataclass
from functools import lru_cache

from phaodai.command.directives.reading.flat import Flat
from phaodai.command.directives.reading.unitwords import (
    APPOSITION,
    BARE_GROUPS,
    CAPITAL_WORD,
    GROUPS,
    HEADS,
    LEADERS,
    LEVEL,
    LEVELS,
    NAME,
    NAMED_TOPIC,
    PARTY_LEVELS,
    PERSON,
    SUBJECTS,
    TAILS,
    TOPICS,
)
from phaodai.command.directives.reading.words import AFTER_UNIT

_LEADER = re.compile(rf"{PERSON}(?:{LEADERS}(?:,\s(?={LEADERS}))?)+(?=[\s,])", re.IGNORECASE)
_OF_LEADER = re.compile(
    rf"\s(?:(?:và\s)?(?:các\s)?(?:{LEADERS})\s)?(?:(?P<groups>{GROUPS}|{BARE_GROUPS}\b)|(?P<party>(?:các\s)?{PARTY_LEVELS}))",
    re.IGNORECASE,
)
_NAMED_PERSON = re.compile(
    rf"(?i:đồng\schí|đ/c|ông|bà)\s(?!(?i:{LEADERS})\b)(?P<name>{CAPITAL_WORD}(?:\s{CAPITAL_WORD}){{1,4}})(?:\s?[,–-]\s)?"
)
_HEAD = re.compile(rf"{PERSON}(?:{HEADS})(?![^\W_])", re.IGNORECASE | re.VERBOSE)
_GROUP = re.compile(rf"(?:{GROUPS})(?![^\W_])", re.IGNORECASE)
_AREAS = re.compile(
    rf"(?:các|những|mỗi|tất\scả\scác)\s{LEVELS}(?![^\W_])|{PERSON}{PARTY_LEVELS}|(?:cấp|chính\squyền)\s(?:địa\sphương|{LEVELS})"
    r"|(?:các\s)?(?:cấp\sủy(?:\sđảng)?|tổ\schức\sđảng|chính\squyền(?:\scác\scấp)?)(?=,|\svà\s)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:cơ\squan|đơn\svị|ngành|sở|địa\sphương)(?:(?:,|\svà)\s(?:cơ\squan|đơn\svị|ngành|địa\sphương|tổ\schức))*\s(?:có\s)?liên\squan",
    re.IGNORECASE,
)
_ONE_AREA = re.compile(rf"(?i:{LEVEL})\s(?=[A-ZĐ]){NAME}")
_NAME = re.compile(rf"(?:\s(?:của|và|&|-|–)(?=\s{CAPITAL_WORD}))?\s(?:{NAME})")
_NAMES = re.compile(rf"\s?:\s{NAME}(?:,\s{NAME})+(?:\svà\s{NAME})?")
_DOTTED = re.compile(rf"\s(?:TP|Tp|tp|Q|P|TX|TT|H)\.\s?{NAME}")
_PART_OF = re.compile(r"\s(?:của|thuộc)\s|\s[-–]\s|\s", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s?[,;]\s?(?:và\s|cùng\s|cùng\svới\s)?|\svà\s|\scùng\svới\s|\scùng\s|\s?&\s|\s(?:hoặc|với)\s(?=các\s|sở\s|ban\s|công\san\s)",
    re.IGNORECASE,
)
_TOPIC = re.compile(rf"{TOPICS}(?![^\W_])", re.IGNORECASE)
# "Sở Y tế, Công an": the police is no department of the city.
_NOT_OF_CITY = re.compile(r"công\san|quốc\sphòng|ngoại\sgiao|thanh\stra|văn\shóa$", re.IGNORECASE)
_SHARED = re.compile(
    r"(?:(?:thủ\strưởng|giám\sđốc|lãnh\sđạo|người\sđứng\sđầu)\s)?(?:các\s|những\s)?(?:(?P<one>sở|phòng|bộ)|đơn\svị|cơ\squan)(?:,\s(?:ban,\s)?ngành)?(?P<colon>\s?:)?\s",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?:tất\scả\s)?(?:các\s|những\s|mọi\s|toàn\sthể\s)?(?:người\sdân|nhân\sdân|cán\sbộ|công\sdân|hộ\sgia\sđình|học\ssinh|trường\shợp|đối\stượng|mọi\sngười|toàn\sdân)",
    re.IGNORECASE,
)
_SMALL_WORD = re.compile(r"\s(?!và\s)[^\W\d_]+")
_NEVER_IN_NAMES = frozenset(
    (
        "đã",
        "vừa",
        "cho",
        "có",
        "được",
        "bị",
        "là",
        "ở",
        "thì",
        "nếu",
        "này",
        "trên",
        "đồng",
        "nhất",
        "chưa",
        "vẫn",
        "đang",
        "họp",
        "mới",
    )
)
_CLOSED = re.compile(rf"(?:sở|bộ)\s{TOPICS}(?=[\s,]|$)", re.IGNORECASE)
_ASIDE = re.compile(r"\s?\([^()]*\)$")
_PLACED = re.compile(rf"(?:{LEVEL}|trung\sương|quốc\sgia|thủ\sđô|hà\snội|\))$", re.IGNORECASE)
_FIRM = re.compile(r"\b(?:công\sty|tập\sđoàn)\b", re.IGNORECASE)
LONGEST = 240
MOST_UNITS = 60


@dataclass(frozen=True)
class Named:
    """Units named one after the other; `names` as written, `end` where the last one ends."""

    names: tuple[str, ...]
    start: int
    end: int
    is_followed: bool = False


def units_at(flat: Flat, place: int, stop: int, *, with_verb: bool = True) -> Named | None:
    """The units named from `place` on. `is_followed`: a predicate begins right after them."""
    text = flat.text
    shared = _shared_kind(text, place, stop)
    spans, end = (shared, shared[-1][1]) if shared else _list(text, place, stop)
    if not spans:
        return None
    followed = is_predicate(text, end, stop)
    if with_verb and not followed and not shared and not _CLOSED.match(text, spans[-1][0], end):
        longer = _stretched(text, end, stop)
        if longer and _PLACED.search(text, spans[-1][0], end):
            # The name is whole: one word before the verb is a slip of the scanner, more are another sentence.
            followed = text.count(" ", end, longer) == 1
        elif longer:
            spans, end, followed = [*spans[:-1], (spans[-1][0], longer)], longer, True
    return Named(_names(flat, spans, place, bool(shared)), place, end, followed)


def is_predicate(text: str, place: int, stop: int) -> bool:
    """Whether what follows a unit can be what it is to do; a capital begins no predicate."""
    match = AFTER_UNIT.match(text, place, stop)
    return match is not None and match.end() > place and not text[match.end()].isupper()


def _names(flat: Flat, spans: list[tuple[int, int]], place: int, is_shared: bool) -> tuple[str, ...]:
    names = [_ASIDE.sub("", flat.written[start:end].strip(" ,;:-–")) for start, end in spans]
    if is_shared:
        match = _SHARED.match(flat.text, place)
        kind = (match.group("one") or "") if match else ""
        word = kind.capitalize() if kind else ""
        names = [f"{word} {name}".strip() if _is_topic(name, 0, word == "Bộ") else name for name in names]
    return tuple(dict.fromkeys(name for name in names if name))


def _shared_kind(text: str, place: int, stop: int) -> list[tuple[int, int]]:
    """ "các Sở: Y tế, Tài chính và Nội vụ" names three; so does "Sở Y tế, Tài chính, Nội vụ"."""
    head = _SHARED.match(text, place, stop)
    if not head:
        return []
    is_ministry = (head.group("one") or "").lower() == "bộ"
    spans: list[tuple[int, int]] = []
    at = head.end()
    while len(spans) < MOST_UNITS:
        topic = _TOPIC.match(text, at, stop) if _is_topic(text, at, is_ministry) else None
        other = None if topic else _one(text, at, stop)
        end = _with_tails(text, topic.end(), stop) if topic else other
        if end is None:
            break
        spans.append((at, end))
        gap = _SEPARATOR.match(text, end, stop)
        if not gap:
            break
        at = gap.end()
    topics = [span for span in spans if _is_topic(text, span[0], is_ministry)]
    return spans if len(topics) > 1 and (head.group("one") or head.group("colon")) else []


def _is_topic(text: str, place: int, is_ministry: bool) -> bool:
    topic = _TOPIC.match(text, place)
    return topic is not None and (is_ministry or not _NOT_OF_CITY.match(topic.group()))


def _list(text: str, place: int, stop: int) -> tuple[list[tuple[int, int]], int]:
    """The spans of the units, and where the list ends ("…, nhất là các xã" ends it without being a unit more)."""
    spans: list[tuple[int, int]] = []
    at = place
    while at < stop and len(spans) < MOST_UNITS:
        end = _one(text, at, stop)
        if end is None:
            break
        gap = _SEPARATOR.match(text, end, stop)
        if not gap and not is_predicate(text, end, stop):
            end, gap = _to_separator(text, end, stop)
        spans.append((at, end))
        aside = _aside(text, end, stop)
        if aside:
            return spans, aside
        if not gap:
            break
        at = gap.end()
    return spans, spans[-1][1] if spans else place


def _to_separator(text: str, end: int, stop: int) -> tuple[int, re.Match[str] | None]:
    """A name in small words before the next unit of the list: "Trung tâm Văn hóa cơ sở, Sở Y tế"."""
    at = end
    for number in range(7):
        word = _SMALL_WORD.match(text, at, stop)
        if not word or (number == 0 and word.group().strip() in _NEVER_IN_NAMES):
            break
        at = word.end()
        gap = _SEPARATOR.match(text, at, stop)
        if gap and _one(text, gap.end(), stop) is not None:
            return at, gap
    return end, None


def _aside(text: str, end: int, stop: int) -> int | None:
    match = APPOSITION.match(text, end, stop)
    if not match:
        return None
    spans, last = _list(text, match.end(), stop)
    return last if spans and is_predicate(text, last, stop) else None


@lru_cache(maxsize=4096)
def _one(text: str, place: int, stop: int) -> int | None:
    """Where the unit that begins at `place` ends, None if none begins there."""
    if _PEOPLE.match(text, place, stop):
        return None
    end = _head_end(text, place, min(stop, place + LONGEST))
    return None if end is None else _with_tails(text, end, stop)


def _head_end(text: str, place: int, stop: int) -> int | None:
    person = _NAMED_PERSON.match(text, place, stop)
    if person:
        office = _LEADER.match(text, person.end(), stop)
        return (_after_leader(text, office, stop) if office else None) or person.end("name")
    leader = _LEADER.match(text, place, stop)
    if leader:
        return _after_leader(text, leader, stop)
    matches = [pattern.match(text, place, stop) for pattern in _BEGINNINGS]
    return max((match.end() for match in matches if match), default=None)


_GROUP_WITH_HEAD = re.compile(rf"(?:các|những)\s(?:{HEADS})(?![^\W_])", re.IGNORECASE | re.VERBOSE)
_BEGINNINGS = (_GROUP_WITH_HEAD, _HEAD, _GROUP, _AREAS, _RELATED, _ONE_AREA)


def _after_leader(text: str, leader: re.Match[str], stop: int) -> int | None:
    """A leader is named with what they lead: "Thủ trưởng các cơ quan", "Giám đốc Sở Y tế"."""
    at = leader.end()
    blank = re.compile(r"\s(?:(?:và\s)?phó\s[^\W\d_]+\s)?").match(text, at, stop)
    inner = _head_end(text, blank.end(), stop) if blank else None
    if inner is not None:
        return inner
    match = _OF_LEADER.match(text, at, stop)
    return match.end() if match else None


def _with_tails(text: str, end: int, stop: int) -> int:
    """Places, diseases, "có liên quan" and proper names that belong to the unit."""
    while True:
        further = _part_of(text, end, stop) or _tail(text, end, stop)
        if further is None or further <= end:
            return end
        end = further


def _tail(text: str, end: int, stop: int) -> int | None:
    for pattern in (_DOTTED, TAILS, _NAMES):
        match = pattern.match(text, end, stop)
        if match and match.end() > end:
            return match.end()
    if not _PLACED.search(text, max(0, end - 12), end):
        match = SUBJECTS.match(text, end, stop) or NAMED_TOPIC.match(text, end, stop)
        if match:
            return match.end()
    name = _NAME.match(text, end, stop)
    return name.end() if name and not _holds_unit(text, name) else None


def _holds_unit(text: str, name: re.Match[str]) -> bool:
    """ "… và UBND các quận": what looks like a name with "và" is the next unit of the list."""
    return any(
        _HEAD.match(text, place) or _LEADER.match(text, place)
        for place in range(name.start(), name.end())
        if text[place - 1] == " "
    )


def _part_of(text: str, end: int, stop: int) -> int | None:
    """ "đơn vị của Bộ X", "Tổ … - Ban Chỉ đạo Quốc gia", "Văn phòng UBND": the second belongs to the first's name."""
    match = _PART_OF.match(text, end, stop)
    if not match or (match.group() == " " and not text[match.end() : match.end() + 1].isupper()):
        return None
    return _head_end(text, match.end(), stop)


def _stretched(text: str, end: int, stop: int) -> int | None:
    """A name in words nobody foresaw, as long as a predicate follows within a few of them."""
    is_firm = _FIRM.search(text, max(0, end - 60), end) is not None
    limit, at = min(stop, end + (130 if is_firm else 70)), end
    for number in range(18 if is_firm else 9):
        match = _SMALL_WORD.match(text, at, limit)
        if not match or (number == 0 and match.group().strip() in _NEVER_IN_NAMES):
            return None
        at = match.end()
        if text[at : at + 1] == " " and is_predicate(text, at, stop):
            return at
    return None
