"""Lines of a notice put together to paragraphs and list items.

A scan or a PDF breaks lines where the page ends; a word processor does not. What decides is not the line break but
what stands before and after it: a sentence that has not ended goes on, a list mark starts something new.
"""

import re
from dataclasses import dataclass

from phaodai.command.directives.reading.flat import Flat
from phaodai.command.directives.reading.letters import UPPER, bare

# Rank of a list mark: what stands higher up in a notice has the smaller rank.
ARTICLE, ROMAN, CAPITAL, NUMBER, ORDINAL, PAREN, LETTER, DASH, PLUS, PLAIN = (
    0.0,
    1.0,
    2.0,
    3.0,
    3.0,
    4.0,
    5.0,
    6.0,
    7.0,
    9.0,
)

_MARKS: tuple[tuple[float, re.Pattern[str]], ...] = tuple(
    (rank, re.compile(pattern))
    for rank, pattern in (
        (ARTICLE, r"(?i:điều)\s+\d{1,3}\s*[.:]\s*"),
        (ROMAN, r"(?:X{0,2}(?:IX|IV|V?I{1,3}|V)|X)\s*(?:[-–.)]|/(?!v\b))\s*"),
        (CAPITAL, r"[A-E]\s*[.)/]\s+"),
        (PAREN, r"\(\d{1,2}\)\s*"),
        (NUMBER + 0.2, r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?\)?\s+(?=\D)"),
        (NUMBER + 0.1, r"\d{1,2}\.\d{1,2}\.?\)?\s+(?=\D)"),
        (NUMBER, r"\d{1,2}\s*(?:[.)/]|[-–](?=\s))\s*(?=[^\d\s,.;:)])"),
        (
            ORDINAL,
            r"(?i:thứ\s+)?(?i:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nhất|nhì|tư)\s+(?i:là)\s*[,:]\s*",
        ),
        (LETTER, r"[a-zđ]\s*[.)]\s+"),
        (DASH, r"[-–—−•●▪■◦·]\s*(?=[^\s\d-])"),
        (DASH, r"[-–—−•●▪■◦·]\s+(?=\d)"),
        (PLUS, r"\+\s*(?=[^\s\d])"),
        (PLUS, r"\+\s+(?=\d)"),
    )
)
_ENDS = re.compile(r"[.;:!?…/|][\"”’')\]]*$|[\"”]$")
_GOES_ON = re.compile(rf"[^{UPPER}]")
_ADORNMENT = re.compile(
    r"[\s*|_=~\-–—.•]*$|[\s*|_]*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?[\s*|_]*$", re.IGNORECASE
)
_CLOSING_PART = re.compile(r"\W*(?:noi\s+nhan|noi\s+gui)\b")


@dataclass(frozen=True)
class Block:
    """A paragraph or list item; `start:end` in the flat text, without its mark. `rank` tells the kind of mark."""

    rank: float
    start: int
    end: int
    mark: str = ""
    is_after_gap: bool = False

    @property
    def is_item(self) -> bool:
        return self.rank < PLAIN


@dataclass
class _Line:
    start: int
    end: int
    text: str
    after_gap: bool
    rank: float = PLAIN
    mark: str = ""


def blocks_of(text: str, flat: Flat) -> list[Block]:
    """The paragraphs and items of a text, in order; nothing after "Nơi nhận"."""
    lines = _lines(text)
    width = _width(lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    blocks = [_block(group, flat) for group in groups]
    return [block for block in blocks if block.start < block.end]


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    at, gap = 0, True
    for raw in text.split("\n"):
        start, at = at, at + len(raw) + 1
        if _ADORNMENT.fullmatch(raw):
            gap = True
            continue
        if _CLOSING_PART.match(bare(raw).lower()) and found:
            break
        found.append(_line(raw, start, gap))
        gap = False
    return found


def _line(raw: str, start: int, gap: bool) -> _Line:
    lead = len(raw) - len(raw.lstrip(" \t\u00a0*|_\ufeff"))
    body = raw[lead:].rstrip(" \t\u00a0*|_\r")
    line = _Line(start + lead, start + lead + len(body), body, gap)
    rank, mark = mark_of(body)
    if mark:
        rest = re.match(r"[\s*_]*", body[len(mark) :])
        line.rank, line.mark = rank, mark.strip(" \t*")
        line.start += len(mark) + (rest.end() if rest else 0)
    return line


def mark_of(body: str) -> tuple[float, str]:
    """The rank and the letters of the list mark a line begins with, (PLAIN, "") without one."""
    for rank, pattern in _MARKS:
        match = pattern.match(body) or pattern.match(body.replace("*", " "))
        if match and match.end() <= len(body):
            return rank, body[: match.end()]
    return PLAIN, ""


def _width(lines: list[_Line]) -> int:
    """The length at which lines were broken; 0 for a text whose lines are paragraphs."""
    longest = max((len(line.text) + len(line.mark) for line in lines), default=0)
    return longest if 30 <= longest <= 180 else 0


def _is_full(before: str, after: str, width: int) -> bool:
    """Whether the next word would not have fitted on the line."""
    return width > 0 and len(before) + 1 + len(after.split(" ", 1)[0]) > 0.9 * width


def _goes_on(group: list[_Line], line: _Line, width: int) -> bool:
    """Whether a line continues the paragraph before it."""
    before = group[-1].text.rstrip()
    is_full = _is_full(before, line.text, width)
    if not before or _ENDS.search(before):
        return before.endswith(";") and is_full and _is_mid_sentence(line)
    if line.mark:
        return (
            is_full and not line.after_gap and line.rank in (DASH, PLUS, NUMBER) and not before.endswith(":")
        )
    if before.endswith(",") and not line.text.isupper():
        return True
    if _GOES_ON.match(line.text) and _is_sentence(group, before, line.text):
        return True
    return is_full and not line.after_gap and not before.isupper()


def _is_mid_sentence(line: _Line) -> bool:
    """Small letters without a mark: behind a semicolon at the end of a full line, the same passage."""
    return not line.mark and not line.after_gap and line.text[:1].islower()


def _is_sentence(group: list[_Line], before: str, after: str) -> bool:
    """A title in capitals, or a short heading, is not continued by what stands below it in small letters."""
    if before.isupper():
        return False
    if not after[0].islower():
        return len(before) > 60 and group[0].start > 0
    return len(before) > 25 or group[-1].rank < PLAIN or len(group) > 1


def _block(group: list[_Line], flat: Flat) -> Block:
    first, last = group[0], group[-1]
    start, end = flat.trimmed(flat.place(first.start), flat.place(last.end))
    return Block(first.rank, start, end, first.mark, first.after_gap)


@dataclass
class Node:
    """A block with the blocks below it."""

    block: Block
    children: "list[Node]"
    is_intro: bool = False

    @property
    def last(self) -> "Node":
        return self.children[-1].last if self.children else self


def tree_of(blocks: list[Block], flat: Flat) -> list[Node]:
    """The items nested as their marks tell; a plain line ending in ":" introduces what follows it."""
    roots: list[Node] = []
    stack: list[tuple[float, Node]] = []
    for place, block in enumerate(blocks):
        rank, node = _rank(blocks, place, flat), Node(block, [])
        node.is_intro = flat.text[block.end - 1] == ":"
        _unwind(stack, rank, block)
        (stack[-1][1].children if stack else roots).append(node)
        if rank < PLAIN:
            stack.append((rank, node))
    return roots


def _rank(blocks: list[Block], place: int, flat: Flat) -> float:
    """An introducing plain line stands just above the items it introduces."""
    block = blocks[place]
    if block.is_item or flat.text[block.end - 1] != ":" or place + 1 == len(blocks):
        return block.rank
    return blocks[place + 1].rank - 0.05 if blocks[place + 1].is_item else PLAIN - 0.05


def _unwind(stack: list[tuple[float, Node]], rank: float, block: Block) -> None:
    """Leave what has ended; an unseen mark right below a ":" opens a level of its own."""
    if rank >= PLAIN:
        return
    if rank in (seen for seen, _ in stack):
        while stack.pop()[0] != rank:
            pass
        return
    if block.is_item and stack and stack[-1][1].is_intro and not stack[-1][1].children:
        return
    while stack and stack[-1][0] >= rank:
        stack.pop()


_ADDRESSED = re.compile(r"\W*(?:kinh gui|(?:thu tuong|chu tich|uy ban|ban chi dao)[^:]{0,80} dien ?:)")


def without_addressees(blocks: list[Block], flat: Flat) -> list[Block]:
    """The blocks but for "Kính gửi:" and the list below it: addressees are told nothing by being addressed."""
    kept: list[Block] = []
    is_addressing = False
    for block in blocks:
        text = bare(flat.text[block.start : block.end]).lower()
        if _ADDRESSED.match(text) and len(text) < 600:
            is_addressing = True
            continue
        is_addressing = is_addressing and block.rank >= DASH and block.is_item
        if not is_addressing:
            kept.append(block)
    return kept
