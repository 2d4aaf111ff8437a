"""How registers of two days fit together, what that makes of an area, and which figures may be carried over.

Pure: codes, names and shares, no database. An area of the earlier register is found in the later one by its code and
name, else by what the later register says was merged into it, else by its name inside the same district.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from phaodai.core.text import search_key

WHOLE = Fraction(1)


@dataclass(frozen=True)
class Unit:
    """One area as a register has it; ``above`` is the code of the area it lies in, ``province`` of its province."""

    level: str
    code: str
    name: str
    above: str
    province: str
    centre: tuple[float, float] | None = None


@dataclass(frozen=True)
class Link:
    """``old`` became ``new`` with that share of its people; None where nobody says how many."""

    old: str
    new: str
    share: Fraction | None


@dataclass
class Hop:
    """From one register to the next: which areas stay as they are, which become which, which nobody can place."""

    unchanged: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def name_key(name: str) -> str:
    """``Xã Phú Hồng`` → ``xaphuhong``, as tables of place names write it: tones and their places do not matter."""
    return search_key(name).replace(" ", "").replace("-", "").replace("'", "")


Absorbed = Mapping[tuple[str, str], frozenset[str]]
"""By (district, name key of the later unit): the name keys of what was merged into it."""


def hop_between(old: Sequence[Unit], new: Sequence[Unit], absorbed: Absorbed) -> Hop:
    """Place every area of the earlier register in the later one."""
    hop = Hop()
    places = _Places(new, absorbed)
    found = {unit.code: places.of(unit) for unit in old}
    takers: dict[str, list[Unit]] = defaultdict(list)
    for unit in old:
        for target in found[unit.code]:
            takers[target.code].append(unit)
    for unit in old:
        targets = found[unit.code]
        if not targets:
            hop.lost.append(unit.code)
        elif len(targets) == 1 and len(takers[targets[0].code]) == 1 and is_same(unit, targets[0]):
            hop.unchanged.append(unit.code)
        else:
            share = WHOLE if len(targets) == 1 else None
            hop.links += [Link(unit.code, target.code, share) for target in targets]
    return hop


def is_same(old: Unit, new: Unit) -> bool:
    """Code, name and place agree; ``Hoà`` and ``Hòa`` are one name."""
    return (old.code, old.above, name_key(old.name)) == (new.code, new.above, name_key(new.name))


class _Places:
    """The later register, looked up three ways."""

    def __init__(self, units: Sequence[Unit], absorbed: Absorbed) -> None:
        self.by_code = {unit.code: unit for unit in units}
        self.by_name: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        self.by_absorbed: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in units:
            key = name_key(unit.name)
            self.by_name[unit.above, key].append(unit)
            for gone in absorbed.get((unit.above, key), ()):
                self.by_absorbed[unit.above, gone].append(unit)

    def of(self, old: Unit) -> list[Unit]:
        """Where an area of the earlier register went; nowhere is an empty list."""
        key, named = (old.above, name_key(old.name)), self.by_code.get(old.code)
        if named is not None and is_same(old, named):
            return [named]
        absorbed = self.by_absorbed.get(key, [])
        if absorbed:
            return absorbed
        there = self.by_name.get(key, [])
        if len(there) == 1:
            return there
        return [named] if named is not None and named.above == old.above and not there else []


def hop_by_table(rows: Iterable[tuple[str, str]]) -> list[Link]:
    """Links from a table of (old code, new code): whole where an old code stands once, of unknown share else."""
    targets: dict[str, list[str]] = defaultdict(list)
    for old, new in rows:
        if new not in targets[old]:
            targets[old].append(new)
    return [
        Link(old, new, WHOLE if len(news) == 1 else None) for old, news in targets.items() for new in news
    ]


def together(links: Sequence[Link]) -> list[list[Link]]:
    """Links that share an area, directly or by others, are one change."""
    root: dict[str, str] = {}

    def find(key: str) -> str:
        while root.setdefault(key, key) != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for link in links:
        root[find("old" + link.old)] = find("new" + link.new)
    groups: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        groups[find("old" + link.old)].append(link)
    return list(groups.values())


def kind_of(links: Sequence[Link], *, same_name: bool = False) -> str:
    """What a change did. ``same_name``: its only area keeps its name, so it was moved and not renamed."""
    olds, news = {link.old for link in links}, {link.new for link in links}
    if len(news) > 1:
        return "split" if len(olds) == 1 else "redraw"
    if len(olds) > 1:
        return "merge"
    return "move" if same_name else "rename"


@dataclass(frozen=True)
class Part:
    """An area with the share of the one asked about; ``share`` None is unknown."""

    area: int
    share: Fraction | None


def compose(parts: Iterable[Part]) -> list[Part]:
    """Several ways to one area added up; unknown and known together are unknown."""
    sums: dict[int, Fraction | None] = {}
    for part in parts:
        before = sums.get(part.area, Fraction(0))
        sums[part.area] = None if before is None or part.share is None else before + part.share
    return [Part(area, share) for area, share in sums.items()]


def through(share: Fraction | None, further: Fraction | None) -> Fraction | None:
    """The share after another step."""
    return None if share is None or further is None else share * further


@dataclass(frozen=True)
class Carried:
    """A figure of old areas in a new one. ``value`` None: not to be had honestly, and ``why`` says so."""

    value: float | None
    is_estimate: bool = False
    why: str = ""


def carry(parts: Sequence[Part], values: Mapping[int, float | None]) -> Carried:
    """The figure of a new area out of those of its predecessors.

    Whole predecessors are added. A part counts by its declared share and makes the sum an estimate; a part whose share
    nobody declared, or a predecessor whose figure is unknown, leaves the sum unknown. A part whose figure is zero adds
    nothing, whatever its share.
    """
    total, is_estimate = 0.0, False
    for part in parts:
        value = values.get(part.area)
        if value is None:
            return Carried(None, why="unknown_figure")
        if part.share is None:
            if value == 0:
                continue
            return Carried(None, why="unknown_share")
        total += value * float(part.share)
        is_estimate = is_estimate or (part.share != WHOLE and value != 0)
    return Carried(total, is_estimate) if parts else Carried(None, why="no_predecessor")
