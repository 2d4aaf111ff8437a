"""A notice on one line: white space and bold marks folded away, every sign still knowing where it stood."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

_SKIPPED = set("*|_\u00ad\u200b\u200c\u200d\ufeff")


@dataclass(frozen=True)
class Flat:
    """`text` has single blanks; `at[i]` is the place of `text[i]` in the original (code points).

    `text` may be put right for the rules (`repair`), sign for sign; `written` is what stands in the notice.
    """

    text: str
    at: tuple[int, ...]
    written: str = ""

    @cached_property
    def low(self) -> str:
        """Lower case, sign for sign as long as `text`."""
        return lowered(self.text)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original of `text[start:end]` (not empty)."""
        return self.at[start], self.at[end - 1] + 1

    def place(self, original: int) -> int:
        """The first place in the flat text at or after a place of the original."""
        return bisect_left(self.at, original)

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The span without blanks at its ends."""
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        return start, end


_PAGE_NUMBER = re.compile(
    r"^[ \t*|_]*(?:trang\s+)?\d{1,3}(?:\s*/\s*\d{1,3})?[ \t*|_]*$", re.MULTILINE | re.IGNORECASE
)


def flatten(text: str) -> Flat:
    """Fold runs of white space, of bold marks (`**`) and of table bars to one blank; page numbers fall out."""
    signs: list[str] = []
    places: list[int] = []
    done = 0
    for page in (*_PAGE_NUMBER.finditer(text), None):
        end = page.start() if page else len(text)
        _fold(text, done, end, signs, places)
        done = page.end() if page else end
    whole = "".join(signs)
    return Flat(whole, tuple(places), whole)


def _fold(text: str, start: int, end: int, signs: list[str], places: list[int]) -> None:
    for place in range(start, end):
        sign = text[place]
        is_gap = sign in _SKIPPED or sign.isspace()
        if is_gap and (not signs or signs[-1] == " "):
            continue
        signs.append(" " if is_gap else sign)
        places.append(place)


def lowered(text: str) -> str:
    """Lower case of the same length (a few foreign letters grow when lowered; they stay)."""
    low = text.lower()
    return (
        low
        if len(low) == len(text)
        else "".join(one if len(one) == 1 else " " for one in map(str.lower, text))
    )


def folded(text: str) -> str:
    """White space folded to single blanks: how names and actions are handed out."""
    return re.sub(r"[\s*|_]+", " ", text).strip()
