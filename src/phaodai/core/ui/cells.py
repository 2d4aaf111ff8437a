"""The schematic map: one cell an area, the points nearer to its centre than to any other's.

It shows who is whose neighbour, not borders, and says so. Areas are few (a district's wards, a city's
districts), so every cell is cut by every other: O(n²) half-planes, no library.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin

from phaodai.core.ui.values import Cell

Point = tuple[float, float]
Polygon = list[Point]

CORNERS = 16  # of the round piece a cell is cut from


def clip(polygon: Polygon, keep: Point, other: Point) -> Polygon:
    """The part of a convex polygon that is nearer to ``keep`` than to ``other``."""
    nx, ny = other[0] - keep[0], other[1] - keep[1]
    limit = (other[0] ** 2 + other[1] ** 2 - keep[0] ** 2 - keep[1] ** 2) / 2
    sides = [x * nx + y * ny - limit for x, y in polygon]
    kept: Polygon = []
    for index, point in enumerate(polygon):
        following = (index + 1) % len(polygon)
        if sides[index] <= 0:
            kept.append(point)
        if sides[index] * sides[following] < 0:
            share = sides[index] / (sides[index] - sides[following])
            (x, y), (x2, y2) = point, polygon[following]
            kept.append((x + (x2 - x) * share, y + (y2 - y) * share))
    return kept


def disc(centre: Point, radius: float) -> Polygon:
    """A round polygon around a centre."""
    x, y = centre
    return [
        (x + radius * cos(2 * pi * k / CORNERS), y + radius * sin(2 * pi * k / CORNERS))
        for k in range(CORNERS)
    ]


def voronoi(centres: Sequence[Point], reach: float) -> list[Polygon]:
    """The cell of each centre, no farther out than ``reach``. Centres must differ from each other."""
    cells = []
    for index, centre in enumerate(centres):
        polygon = disc(centre, reach)
        for other_index, other in enumerate(centres):
            if other_index != index and polygon:
                polygon = clip(polygon, centre, other)
        cells.append(polygon)
    return cells


def typical_reach(centres: Sequence[Point]) -> float:
    """How far a cell may reach where it has no neighbour: between the usual and the widest gap."""
    if len(centres) < 2:
        return 1.0
    nearest = [
        min(hypot(x - u, y - v) for j, (u, v) in enumerate(centres) if j != i)
        for i, (x, y) in enumerate(centres)
    ]
    nearest.sort()
    return 0.5 * nearest[-1] + 0.5 * nearest[len(nearest) // 2]


def project(cells: Sequence[Cell]) -> list[Point]:
    """East and south in a common measure; degrees of longitude shrink with the latitude."""
    shrink = cos(radians(sum(c.y for c in cells) / len(cells))) if cells else 1.0
    return [(c.x * shrink, -c.y) for c in cells]


def fit(
    points: Sequence[Point], polygons: Sequence[Polygon], width: float
) -> tuple[list[Point], list[Polygon], float]:
    """Scale everything into a box ``width`` wide; also its height."""
    corners = [p for polygon in polygons for p in polygon]
    left, right = min(x for x, _ in corners), max(x for x, _ in corners)
    top, bottom = min(y for _, y in corners), max(y for _, y in corners)
    scale = width / ((right - left) or 1)

    def put(point: Point) -> Point:
        return round((point[0] - left) * scale, 1), round((point[1] - top) * scale, 1)

    return (
        [put(p) for p in points],
        [[put(p) for p in polygon] for polygon in polygons],
        (bottom - top) * scale,
    )


def label_lines(name: str, room: int = 11) -> list[str]:
    """A name in at most three lines of about ``room`` letters, broken between words."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > room and len(lines) < 3:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def middle(polygon: Polygon) -> Point:
    """The middle of a convex polygon's box: where its label sits best."""
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    return round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1)


@dataclass(frozen=True)
class DrawnCell:
    """A cell ready to draw: SVG points, the place of its shape and of each line of its name."""

    cell: Cell
    points: str
    x: float
    shape_x: float
    shape_y: float
    lines: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class DrawnMap:
    """The whole map and its size."""

    width: int
    height: int
    cells: tuple[DrawnCell, ...]


def _draw(cell: Cell, polygon: Polygon) -> DrawnCell:
    x, y = middle(polygon)
    across = max(px for px, _ in polygon) - min(px for px, _ in polygon)
    lines = label_lines(cell.name, room=max(6, int(across / 7.5)))
    first = y + 8 - 5 * (len(lines) - 1)
    return DrawnCell(
        cell=cell,
        points=" ".join(f"{a},{b}" for a, b in polygon),
        x=x,
        shape_x=round(x - 6, 1),
        shape_y=round(first - 24, 1),
        lines=tuple((round(first + 13 * index, 1), line) for index, line in enumerate(lines)),
    )


def draw_map(cells: Sequence[Cell], width: int = 400) -> DrawnMap:
    """Cells of areas with known centres; the others must be listed beside the map by the caller."""
    if not cells:
        return DrawnMap(width, 0, ())
    centres = project(cells)
    polygons = voronoi(centres, typical_reach(centres))
    _, polygons, height = fit(centres, polygons, width)
    return DrawnMap(width, round(height), tuple(map(_draw, cells, polygons)))
