"""Cells around centres, for areas whose boundary nobody has brought yet.

A cell holds the points nearer to its centre than to any other (Voronoi), cut by the outline of the area above. It shows
who is whose neighbour, not borders. Degrees are projected to a plane in which both directions have one measure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import shapely
from shapely import Polygon
from shapely.geometry import MultiPoint, MultiPolygon, Point

Centre = tuple[float, float]
"""Longitude, latitude in degrees."""
NUDGE = 1e-6  # degrees, a hand's breadth: two areas at one centre get a half each


@dataclass(frozen=True)
class Plane:
    """Degrees to a plane around ``latitude``: a degree of longitude shrinks with the latitude."""

    shrink: float

    @classmethod
    def around(cls, latitude: float) -> "Plane":
        return cls(max(cos(radians(latitude)), 0.01))

    def flat(self, geometry: Any) -> Any:
        return shapely.transform(geometry, lambda points: points * [self.shrink, 1.0])

    def degrees(self, geometry: Any) -> Any:
        return shapely.transform(geometry, lambda points: points / [self.shrink, 1.0])


def hull_of(centres: Sequence[Centre]) -> Polygon:
    """A rounded outline around centres, reaching out as far as their usual distance from each other."""
    plane = Plane.around(sum(y for _x, y in centres) / len(centres))
    flat = plane.flat(MultiPoint(apart(centres)))
    return plane.degrees(flat.convex_hull.buffer(_reach(flat), quad_segs=4))


def _reach(points: Any) -> float:
    """Half the usual gap between neighbours; a village's width where there is one point only."""
    parts = list(shapely.get_parts(points))
    if len(parts) < 2:
        return 0.01
    tree = shapely.STRtree(parts)
    _pairs, gaps = tree.query_nearest(parts, exclusive=True, return_distance=True, all_matches=False)
    ordered = sorted(float(gap) for gap in gaps)
    return max(0.25 * ordered[-1] + 0.5 * ordered[len(ordered) // 2], 1e-4)


def cells_around(centres: Sequence[Centre], outline: Any) -> list[Any]:
    """The cell of each centre inside the outline, in the order given; an empty one where the outline leaves nothing."""
    if not centres:
        return []
    points = apart(centres)
    plane = Plane.around(sum(y for _x, y in points) / len(points))
    flat, edge = plane.flat(MultiPoint(points)), plane.flat(outline)
    sketched = _voronoi(flat, edge)
    cut = [only_polygons(shapely.intersection(cell, edge)) for cell in sketched]
    return [plane.degrees(cell) for cell in cut]


def _voronoi(points: Any, edge: Any) -> list[Any]:
    """Cells in the order of the points, at least as wide as the outline."""
    if len(points.geoms) == 1:
        return [edge.envelope]
    wide = shapely.voronoi_polygons(points, extend_to=edge.envelope.buffer(_reach(points)), ordered=True)
    return list(shapely.get_parts(wide))


def apart(centres: Sequence[Centre]) -> list[Centre]:
    """The same centres, where those at one place stand a hand's breadth beside each other."""
    seen: dict[Centre, int] = {}
    placed = []
    for x, y in centres:
        key = (round(x, 6), round(y, 6))
        seen[key] = seen.get(key, -1) + 1
        placed.append((x + seen[key] * NUDGE, y))
    return placed


def only_polygons(geometry: Any) -> MultiPolygon:
    """What of a geometry has a surface."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area > 0]
    parts += [
        inner
        for part in shapely.get_parts(geometry)
        if part.geom_type == "MultiPolygon"
        for inner in part.geoms
    ]
    return MultiPolygon(parts)


def contains(geometry: Any, centre: Centre) -> bool:
    """Whether a cell holds its centre (or has it on its edge)."""
    return bool(shapely.covers(geometry, Point(centre)))
