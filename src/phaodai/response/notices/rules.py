"""What may be published of a place, and how it reads: plain text and CAP 1.2, as pure functions over values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as Xml
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
NEVER_PUBLISHED = frozenset({"home", "quarantine_room"})
LONGEST = timedelta(hours=24)
MOST_WINDOWS = 20

Window = tuple[datetime, datetime]


@dataclass(frozen=True)
class PlaceFacts:
    """What is known of who was there: different people and households in the hours; both 0 without scans."""

    kind: str
    is_home: bool
    people: int
    households: int


@dataclass(frozen=True)
class Check:
    """``blocked`` is a code why it must not be published, or empty; ``warnings`` are codes to think about."""

    blocked: str = ""
    warnings: tuple[str, ...] = ()


def check_place(facts: PlaceFacts, small_below: int) -> Check:
    """A place that stands for one household is blocked; one with few people is warned about.

    Codes: ``home``, ``one_household``; ``small``, ``no_scans``.
    """
    if facts.is_home or facts.kind in NEVER_PUBLISHED:
        return Check("home")
    if facts.people == 0:
        return Check("", ("no_scans",))
    if facts.households <= 1:
        return Check("one_household")
    return Check("", ("small",) if facts.people < small_below else ())


def fault_of(windows: Sequence[Window], now: datetime, oldest_days: int) -> str:
    """Why these hours cannot be published, as a code, or an empty text.

    Codes: ``none``, ``many``, ``backward``, ``long``, ``future``, ``old``, ``overlap``.
    """
    if not windows:
        return "none"
    if len(windows) > MOST_WINDOWS:
        return "many"
    for start, end in windows:
        if end <= start:
            return "backward"
        if end - start > LONGEST:
            return "long"
        if start > now:
            return "future"
        if start < now - timedelta(days=oldest_days):
            return "old"
    ordered = sorted(windows)
    touching = any(one[1] > other[0] for one, other in pairwise(ordered))
    return "overlap" if touching else ""


def rounded(windows: Sequence[Window], minutes: int) -> list[Window]:
    """The hours widened to whole half-hours, say, and joined: nobody's own minutes are published."""
    step = timedelta(minutes=max(minutes, 1))
    wide = sorted((_floor(start, step), _ceiling(end, step)) for start, end in windows)
    joined: list[Window] = []
    for start, end in wide:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _midnight(at: datetime) -> datetime:
    return at.astimezone(TZ).replace(hour=0, minute=0, second=0, microsecond=0)


def _floor(at: datetime, step: timedelta) -> datetime:
    day = _midnight(at)
    return day + (at - day) // step * step


def _ceiling(at: datetime, step: timedelta) -> datetime:
    day = _midnight(at)
    return day - (day - at) // step * step


LINE = re.compile(
    r"(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})\s+(?P<h1>\d{1,2})[:hg](?P<m1>\d{2})?"
    r"\s*[-–]\s*(?P<h2>\d{1,2})[:hg](?P<m2>\d{2})?"
)


def read_windows(text: str) -> list[Window]:
    """ "10/9/2021 07:00-08:30", one a line; an end before the start is on the next day.

    Raises:
        ValueError: the first line that cannot be read.
    """
    found = []
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        match = LINE.fullmatch(line)
        if match is None:
            raise ValueError(line)
        try:
            found.append(_window(match))
        except ValueError:
            raise ValueError(line) from None
    return found


def _window(match: re.Match[str]) -> Window:
    day = datetime(int(match["y"]), int(match["m"]), int(match["d"]), tzinfo=TZ)
    start = day.replace(hour=int(match["h1"]), minute=int(match["m1"] or 0))
    hour = int(match["h2"])
    end = day + timedelta(days=1) if hour == 24 else day.replace(hour=hour, minute=int(match["m2"] or 0))
    return start, end if end > start else end + timedelta(days=1)


def write_windows(windows: Sequence[Window]) -> str:
    """As `read_windows` reads them."""
    return "\n".join(_span(start, end, "-") for start, end in windows)


def _span(start: datetime, end: datetime, dash: str) -> str:
    first, last = start.astimezone(TZ), end.astimezone(TZ)
    return f"{first:%d/%m/%Y %H:%M}{dash}{last:%H:%M}"


def content_of(
    *,
    number: str,
    name: str,
    address: str,
    ward: str,
    district: str,
    windows: Sequence[Window],
    sender: Mapping[str, str],
    advice: Mapping[str, str],
    position: tuple[float, float] | None,
) -> dict[str, Any]:
    """Everything that is published, and nothing else: frozen with the notice."""
    return {
        "number": number,
        "place": name,
        "address": address,
        "ward": ward,
        "district": district,
        "windows": [[start.isoformat(), end.isoformat()] for start, end in windows],
        "sender": {key: str(sender[key]) for key in ("id", "name_vi", "name_en", "contact")},
        "advice": {key: str(advice[key]) for key in ("text_vi", "text_en")},
        "position": list(position) if position else None,
    }  # fmt: skip


WORDS = {
    "vi": {
        "head": "Thông báo mốc dịch tễ",
        "who": "Ai đã có mặt tại",
        "when": "Thời gian",
        "contact": "Liên hệ",
        "withdrawn": "Thông báo này đã được rút.",
    },
    "en": {
        "head": "Notice of a place",
        "who": "Whoever was at",
        "when": "Hours",
        "contact": "Call",
        "withdrawn": "This notice has been withdrawn.",
    },
}


def where_of(content: Mapping[str, Any]) -> str:
    """The place with its address and wards, on one line."""
    return ", ".join(
        filter(None, (content["place"], content["address"], content["ward"], content["district"]))
    )


def spans_of(content: Mapping[str, Any]) -> list[str]:
    """The hours as they are read."""
    pairs = [
        (datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in content["windows"]
    ]
    return [_span(start, end, "–") for start, end in pairs]


def plain_text(content: Mapping[str, Any], language: str, *, is_withdrawn: bool = False) -> str:
    """The notice for a message or a loudspeaker, in "vi" or "en"."""
    words = WORDS[language]
    if is_withdrawn:
        lines = [f"{words['head']} {content['number']}", words["withdrawn"], where_of(content)]
        return "\n".join([*lines, ""])
    lines = [
        f"{words['head']} {content['number']}",
        f"{words['who']}: {where_of(content)}",
        f"{words['when']}:",
        *(f"- {span}" for span in spans_of(content)),
        content["advice"][f"text_{language}"],
        f"{content['sender'][f'name_{language}']}. {words['contact']}: {content['sender']['contact']}",
    ]
    return "\n".join([*lines, ""])


CAP = "urn:oasis:names:tc:emergency:cap:1.2"


@dataclass(frozen=True)
class Message:
    """What a CAP message says of itself. ``kind`` Alert, Update or Cancel; ``references``: (identifier, sent) before."""

    identifier: str
    sent: datetime
    kind: str
    is_exercise: bool
    expires: datetime
    references: tuple[tuple[str, datetime], ...] = ()


def cap_xml(content: Mapping[str, Any], message: Message) -> bytes:
    """The notice as a CAP 1.2 message with one info block a language, elements in the order of the schema."""
    alert = Xml.Element("alert", xmlns=CAP)
    sender = content["sender"]["id"]
    head = {
        "identifier": message.identifier,
        "sender": sender,
        "sent": _cap_time(message.sent),
        "status": "Exercise" if message.is_exercise else "Actual",
        "msgType": message.kind,
        "scope": "Public",
    }
    if message.is_exercise:
        head["note"] = "Diễn tập / exercise"
    if message.references:
        head["references"] = " ".join(f"{sender},{name},{_cap_time(at)}" for name, at in message.references)
    _put(alert, head)
    for language in ("vi", "en"):
        alert.append(_info(content, message, language))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(alert, encoding="unicode").encode()


def _info(content: Mapping[str, Any], message: Message, language: str) -> Xml.Element:
    info, words, is_cancel = Xml.Element("info"), WORDS[language], message.kind == "Cancel"
    first = min(datetime.fromisoformat(start) for start, _end in content["windows"])
    _put(
        info,
        {
            "language": "vi-VN" if language == "vi" else "en",
            "category": "Health",
            "event": words["head"],
            "responseType": "None" if is_cancel else "Monitor",
            "urgency": "Past" if is_cancel else "Expected",
            "severity": "Unknown",
            "certainty": "Observed",
            "effective": _cap_time(message.sent),
            "onset": _cap_time(first),
            "expires": _cap_time(message.expires),
            "senderName": content["sender"][f"name_{language}"],
            "headline": f"{words['head']} {content['number']}: {content['place']}"[:160],
            "description": words["withdrawn"] if is_cancel else "; ".join(spans_of(content)),
            **({} if is_cancel else {"instruction": content["advice"][f"text_{language}"]}),
            "contact": content["sender"]["contact"],
        },
    )
    info.append(_area(content))
    return info


def _area(content: Mapping[str, Any]) -> Xml.Element:
    area = Xml.Element("area")
    fields = {"areaDesc": where_of(content)}
    if content.get("position"):
        latitude, longitude = content["position"]
        fields["circle"] = f"{latitude:.5f},{longitude:.5f} 0.1"
    _put(area, fields)
    return area


def _put(parent: Xml.Element, fields: Mapping[str, str]) -> None:
    for name, text in fields.items():
        Xml.SubElement(parent, name).text = text


def _cap_time(at: datetime) -> str:
    """As CAP wants it: seconds, and the offset with a colon."""
    return at.astimezone(TZ).isoformat(timespec="seconds")
