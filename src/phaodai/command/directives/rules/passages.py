"""A text and the passages its tasks come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Segment:
    """A stretch of text and the keys of the tasks it belongs to; ``opens`` begin here."""

    text: str
    keys: tuple[str, ...]
    opens: tuple[str, ...]


def segments(text: str, spans: Iterable[tuple[str, int, int]]) -> list[Segment]:
    """Cut the text where a passage begins or ends: [(key, start, end)] → segments that join to the text again."""
    known = [(key, max(0, start), min(len(text), end)) for key, start, end in spans if start < end]
    cuts = sorted({0, len(text), *(cut for _key, *ends in known for cut in ends if 0 <= cut <= len(text))})
    found = []
    for start, end in pairwise(cuts):
        inside = tuple(key for key, first, last in known if first <= start and end <= last)
        opens = tuple(key for key, first, _last in known if first == start)
        found.append(Segment(text[start:end], inside, opens))
    return found


def split_at(start: int, end: int, at: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The two halves of a passage, or None when ``at`` is not inside it."""
    return ((start, at), (at, end)) if start < at < end else None


def find_passage(text: str, passage: str, near: int = 0) -> tuple[int, int] | None:
    """Where the passage stands in the text, the occurrence nearest to ``near``; None when it does not."""
    found, at = [], text.find(passage) if passage else -1
    while at >= 0:
        found.append(at)
        at = text.find(passage, at + 1)
    if not found:
        return None
    best = min(found, key=lambda place: abs(place - near))
    return best, best + len(passage)
