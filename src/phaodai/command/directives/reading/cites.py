"""Documents a notice leans on; their dates are never deadlines."""

import re
from datetime import date

from phaodai.command.directives.reading.dates import DAY, day_of
from phaodai.command.directives.reading.flat import Flat
from phaodai.command.directives.reading.letters import UPPER
from phaodai.command.directives.reading.values import Citation

KINDS = (
    r"nghị\squyết|chỉ\sthị|công\sđiện|thông\sbáo(?:\skết\sluận)?|quyết\sđịnh|kế\shoạch|công\svăn|văn\sbản|báo\scáo|tờ\strình|nghị\sđịnh|thông\stư(?:\sliên\stịch)?|"
    r"kết\sluận|quy\schế|quy\sđịnh|hướng\sdẫn|chương\strình|đề\sán|phương\sán|lệnh|pháp\slệnh|giấy\smời|biên\sbản|sao\slục|điện|công\sthư"
)
NUMBER = rf"\d{{1,5}}(?:/\d{{4}})?\s?[/-]\s?-?(?:[{UPPER}][\w&]*(?:[/.-][\w&]+)*)"
_DATED = rf"(?:,?\s?(?:đề\s)?ngày\s{DAY})?"
_NUMBERED = re.compile(
    rf"\b(?:(?i:(?P<kind>{KINDS}))\s(?:[^\W\d_]+\s){{0,3}}?(?:(?i:số)\s?:?\s?)?|(?i:số)\s)(?P<number>{NUMBER})(?i:{_DATED})"
)
_LAW = re.compile(
    rf"\b(?P<kind>(?:Bộ\s)?[Ll]uật)\s(?P<name>[^,;.\d]{{3,90}}?)\s(?:số\s[\d/\w]+,?\s)?(?:ngày\s{DAY}|năm\s(?P<year>\d{{4}}))"
)
_PLAIN = re.compile(rf"\b(?i:(?P<kind>{KINDS}))\s(?:số\s)?(?P<number>\d{{1,4}})(?=[\s,.;])(?i:\sngày\s{DAY})")


def citations_in(flat: Flat, start: int, end: int) -> list[Citation]:
    """The citations of a passage, with offsets in the flat text."""
    found = [
        _citation(match)
        for pattern in (_NUMBERED, _LAW, _PLAIN)
        for match in pattern.finditer(flat.text, start, end)
    ]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Citation] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _citation(match: re.Match[str]) -> Citation:
    groups = match.groupdict()
    number = groups.get("number")
    kind = " ".join((groups.get("kind") or "văn bản").lower().split())
    name = groups.get("name")
    return Citation(
        kind=f"luật {name.strip()}" if name else kind,
        number=re.sub(r"\s", "", number) if number else None,
        issued_on=_day(match),
        start=match.start(),
        end=match.end(),
    )


def _day(match: re.Match[str]) -> date | None:
    return day_of(match, None)


def masked(text: str, citations: list[Citation], start: int, end: int) -> str:
    """`text[start:end]` with the citations blanked, sign for sign."""
    signs = list(text[start:end])
    for one in citations:
        for place in range(max(one.start, start), min(one.end, end)):
            signs[place - start] = "_"
    return "".join(signs)
