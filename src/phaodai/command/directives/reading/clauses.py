"""Where sentences and clauses of a paragraph begin; what stands in brackets or quotes does not count."""

import re
from dataclasses import dataclass
from typing import Literal

from phaodai.command.directives.reading.letters import UPPER
from phaodai.command.directives.reading.words import CONNECTORS

Boundary = Literal["block", "sentence", "colon", "semicolon", "comma"]
_STOP = re.compile(
    rf"(?<!\bTP)(?<!\bTp)(?<!\bTT)(?<!\bTX)(?<!\b[QPHK])(?<!\bThS)(?<!\bBS)(?<!\bTS)(?<!\bđ/c)[.!?…]+[\"”’)\]]*\s(?=[\"“‘(\[]?[{UPPER}])|[;:,]\s"
)
_KINDS: dict[str, Boundary] = {";": "semicolon", ":": "colon", ",": "comma"}
_CONNECTOR = re.compile(
    rf"(?:\([^()]{{2,40}}\)\s?[-–]\s?)?(?:{CONNECTORS}(?:,\s|\s)?(?:(?:là|thì)\s)?)*", re.IGNORECASE
)
_OPEN, _CLOSE = "([{“", ")]}”"


@dataclass(frozen=True)
class Clause:
    """`place`: its first letter (a connector such as "Đồng thời, " behind us); `sentence`: where its sentence began."""

    boundary: Boundary
    place: int
    sentence: int
    start: int


def clauses_of(text: str, start: int, end: int) -> list[Clause]:
    """The clauses of `text[start:end]` in order."""
    depth = _depths(text, start, end)
    found = [_clause(text, "block", start, start, end)]
    sentence = start
    for match in _STOP.finditer(text, start, end):
        if depth[match.start() - start]:
            continue
        boundary = _KINDS.get(match.group()[0], "sentence")
        sentence = match.end() if boundary == "sentence" else sentence
        found.append(_clause(text, boundary, match.end(), sentence, end))
    return found


def _clause(text: str, boundary: Boundary, start: int, sentence: int, end: int) -> Clause:
    connector = _CONNECTOR.match(text, start, end)
    return Clause(boundary, connector.end() if connector else start, sentence, start)


def _depths(text: str, start: int, end: int) -> list[int]:
    """How deep in brackets or quotes each sign stands; a bracket never closed does not count."""
    depth, opened = [0] * (end - start + 1), []
    for place in range(start, end):
        sign = text[place]
        if sign in _OPEN:
            opened.append(place)
        elif sign in _CLOSE and opened:
            begun = opened.pop()
            for inner in range(begun, place + 1):
                depth[inner - start] += 1
    return depth
