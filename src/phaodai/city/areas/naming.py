"""Finding an area by a name as people write it: without diacritics, without its kind, with a slip of one letter.

Never guesses: a name that could be two areas is left unresolved, with both named.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from phaodai.city.areas.models import Area
from phaodai.core.text import search_key

KINDS = (
    "thanh pho", "thi xa", "thi tran", "quan", "huyen", "tinh", "phuong", "xa", "tp", "tx", "tt", "q", "h", "p", "x", "t",
)  # fmt: skip
PREFIX = re.compile(rf"^(?:{'|'.join(KINDS)})(?:\b|(?=\d))\s*")
SIGNS = re.compile(r"[^a-z0-9 ]+")
ALIASES = {"hcm": "ho chi minh", "tphcm": "ho chi minh", "sai gon": "ho chi minh", "hue": "thua thien hue",
           "vung tau": "ba ria vung tau", "brvt": "ba ria vung tau"}  # fmt: skip
SHORTEST_FOR_SLIPS = 5


def plain(name: str) -> str:
    """ "Tp. Vũng Tàu" → "tp vung tau": no diacritics, no signs."""
    return " ".join(SIGNS.sub(" ", search_key(name)).split())


def without_kind(name: str) -> str:
    """ "P. Thanh Nhàn" → "thanh nhan"; empty when there is nothing but a kind."""
    return PREFIX.sub("", plain(name)).strip()


def bare(name: str) -> str:
    """The name without its kind: "Quận Hai Bà Trưng" → "hai ba trung". "Quận 1" and "Xã 4" keep their number."""
    words, stripped = plain(name), without_kind(name)
    return stripped if stripped and not stripped.isdigit() else words


def tight(name: str) -> str:
    """Without blanks: "Đắk Lắk" and "Đắc lăc" differ by letters, "Bà Rịa-Vũng Tàu" and "Ba Ria Vung Tau" not at all."""
    return bare(name).replace(" ", "")


@dataclass(frozen=True)
class Found:
    """What a name was resolved to, or why it was not."""

    area: Area | None = None
    how: str = ""
    candidates: tuple[Area, ...] = ()


@dataclass
class Register:
    """The areas of one day by every way their names are written, inside their parents."""

    by_plain: dict[tuple[int | None, str], list[Area]] = field(default_factory=lambda: defaultdict(list))
    by_tight: dict[tuple[int | None, str], list[Area]] = field(default_factory=lambda: defaultdict(list))
    by_code: dict[str, list[Area]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, areas: Iterable[Area]) -> "Register":
        """Index these areas."""
        made = cls()
        for area in areas:
            made.by_code[area.code].append(area)
            for parent in {area.parent_id, None}:
                made.by_plain[parent, plain(area.name)].append(area)
                made.by_tight[parent, tight(area.name)].append(area)
        return made

    def find(self, name: str, parent: Area | None = None) -> Found:
        """The one area of this name (inside ``parent`` where given): exact, then without its kind, then by one slip."""
        inside = parent.pk if parent else None
        words = name if parent else ALIASES.get(bare(name), name)
        whole = plain(words).replace(" ", "")
        for how, index, key in (
            ("name", self.by_plain, plain(words)), ("kind left out", self.by_tight, tight(words)),
            ("kind left out", self.by_tight, whole),
        ):  # fmt: skip
            found = index.get((inside, key), [])
            if found:
                return _only(found, how)
        return self._by_slip(tight(words), inside)

    def _by_slip(self, key: str, inside: int | None) -> Found:
        if len(key) < SHORTEST_FOR_SLIPS:
            return Found(how="unknown")
        near = {
            area.pk: area
            for (parent, other), areas in self.by_tight.items() if parent == inside and one_slip(key, other)
            for area in areas
        }  # fmt: skip
        return _only(list(near.values()), "one letter off") if near else Found(how="unknown")


def _only(areas: list[Area], how: str) -> Found:
    if len(areas) == 1:
        return Found(areas[0], how)
    return Found(None, "ambiguous", tuple(areas))


def one_slip(one: str, other: str) -> bool:
    """Whether two names differ by one letter more, less or otherwise, or by two swapped ones."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    start = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])
