"""Links, generations and the drawing of a chain, as pure functions over values. No Django, no clock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

MOVES: dict[str, frozenset[str]] = {
    "open": frozenset({"confirmed", "rejected"}),
    "confirmed": frozenset({"open", "rejected"}),
    "rejected": frozenset({"open", "confirmed"}),
}
"""From which state of a link to which; declared once."""


def may_move(before: str, after: str) -> bool:
    """Whether a link may go from one state to another."""
    return after in MOVES[before]


def closes_a_circle(infected: int, infector: int, sources: Mapping[int, int]) -> bool:
    """Whether the infector was, through confirmed links, infected by the infected. ``sources``: infected → infector."""
    seen: set[int] = set()
    at: int | None = infector
    while at is not None and at not in seen:
        if at == infected:
            return True
        seen.add(at)
        at = sources.get(at)
    return False


# --- The chain as it is drawn ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """A case of a chain: the day of its onset, and what stands beside its dot."""

    key: int
    on: date
    label: str = ""


@dataclass(frozen=True)
class Edge:
    """From infector to infected. ``is_confirmed`` draws it whole, else dashed."""

    infector: int
    infected: int
    is_confirmed: bool
    probability: float | None = None


@dataclass(frozen=True)
class Spot:
    """Where a case stands: column by day, row by branch, and how many links from the first known."""

    key: int
    row: int
    x: float
    y: float
    generation: int
    has_source: bool


@dataclass(frozen=True)
class Line:
    """A link as a path of an SVG, with the box of its arrow."""

    infector: int
    infected: int
    path: str
    arrow: str
    is_confirmed: bool
    probability: float | None


@dataclass(frozen=True)
class Tick:
    x: float
    text: str


@dataclass(frozen=True)
class Drawing:
    """Everything the template draws, in SVG units."""

    width: float
    height: float
    spots: tuple[Spot, ...] = ()
    lines: tuple[Line, ...] = ()
    days: tuple[Tick, ...] = ()
    top: float = 0.0
    floor: float = 0.0


@dataclass
class _Forest:
    children: dict[int, list[int]] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)


LEFT, TOP, ROW, FOOT, LABEL, DOT = 16.0, 36.0, 30.0, 12.0, 240.0, 7.0
MOST_DAY_PX, LEAST_DAY_PX, CANVAS = 52.0, 14.0, 900.0


def draw_chain(nodes: Sequence[Node], edges: Iterable[Edge]) -> Drawing:
    """Onset runs to the right; every case has a row of its own, those it infected below it. So nothing crosses a name.

    Edges that are not between nodes, or would close a circle, are left out. A case keeps one source: the confirmed one,
    else the most probable.
    """
    if not nodes:
        return Drawing(0, 0)
    by_key = {node.key: node for node in nodes}
    chosen = _one_source_each(edges, by_key)
    forest = _forest(chosen)
    rows = _rows(by_key, forest)
    scale = _DayScale(nodes)
    spots = {
        key: Spot(key, row, scale.x(by_key[key].on), TOP + ROW * (row + 0.5), depth, key in forest.parents)
        for row, (key, depth) in enumerate(rows)
    }
    floor = TOP + ROW * len(nodes)
    return Drawing(
        width=scale.width + LABEL,
        height=floor + FOOT,
        spots=tuple(spots.values()),
        lines=tuple(_line(edge, spots) for edge in chosen.values()),
        days=tuple(scale.ticks()),
        top=TOP,
        floor=floor,
    )


def generations(nodes: Sequence[Node], edges: Iterable[Edge]) -> dict[int, int]:
    """How many links each case is from the first known of its branch."""
    by_key = {node.key: node for node in nodes}
    return dict(_rows(by_key, _forest(_one_source_each(edges, by_key))))


def _one_source_each(edges: Iterable[Edge], known: Collection[int]) -> dict[int, Edge]:
    """Infected → its edge; stronger edges first, an edge that closes a circle left out."""
    ordered = sorted(edges, key=lambda one: (not one.is_confirmed, -(one.probability or 0), one.infector))
    chosen: dict[int, Edge] = {}
    for edge in ordered:
        inside = edge.infector in known and edge.infected in known and edge.infected not in chosen
        above = {key: one.infector for key, one in chosen.items()}
        if inside and not closes_a_circle(edge.infected, edge.infector, above):
            chosen[edge.infected] = edge
    return chosen


def _forest(chosen: Mapping[int, Edge]) -> _Forest:
    forest = _Forest()
    for infected, edge in chosen.items():
        forest.children.setdefault(edge.infector, []).append(infected)
        forest.parents[infected] = edge.infector
    return forest


def _rows(nodes: Mapping[int, Node], forest: _Forest) -> list[tuple[int, int]]:
    """(key, generation) from top to bottom: each branch whole, roots and siblings by day of onset."""

    def by_day(keys: Iterable[int]) -> list[int]:
        return sorted(keys, key=lambda key: (nodes[key].on, key))

    found: list[tuple[int, int]] = []
    waiting = [(key, 0) for key in reversed(by_day(key for key in nodes if key not in forest.parents))]
    while waiting:
        key, depth = waiting.pop()
        found.append((key, depth))
        waiting += [(child, depth + 1) for child in reversed(by_day(forest.children.get(key, ())))]
    return found


class _DayScale:
    """Days to the right, as wide as a page allows."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self.first = min(node.on for node in nodes)
        self.count = (max(node.on for node in nodes) - self.first).days + 1
        self.step = min(MOST_DAY_PX, max(LEAST_DAY_PX, CANVAS / self.count))
        self.width = LEFT + self.step * self.count

    def x(self, day: date) -> float:
        return round(LEFT + self.step * ((day - self.first).days + 0.5), 1)

    def ticks(self) -> Iterable[Tick]:
        every = 1 if self.step >= 40 else (2 if self.step >= 22 else 7)
        for number in range(0, self.count, every):
            day = self.first + timedelta(days=number)
            yield Tick(self.x(day), f"{day.day}/{day.month}")


def _line(edge: Edge, spots: Mapping[int, Spot]) -> Line:
    """Down from the infector, then across to the infected."""
    start, end = spots[edge.infector], spots[edge.infected]
    forward = end.x >= start.x
    side = -DOT if forward else DOT
    tip = end.x + side
    if abs(end.x - start.x) < 1:  # the same day: straight down
        path = f"M{start.x} {start.y + DOT}V{end.y - DOT}"
        arrow = f"M{end.x - 4} {end.y - DOT - 6}L{end.x} {end.y - DOT}L{end.x + 4} {end.y - DOT - 6}"
        return Line(edge.infector, edge.infected, path, arrow, edge.is_confirmed, edge.probability)
    back = tip - 6 if forward else tip + 6
    path = f"M{start.x} {start.y + DOT}V{end.y}H{tip}"
    arrow = f"M{back} {end.y - 4}L{tip} {end.y}L{back} {end.y + 4}"
    return Line(edge.infector, edge.infected, path, arrow, edge.is_confirmed, edge.probability)
