"""The delivered form: simplified for the size it is drawn at, on a grid of whole numbers, small.

`coverage_simplify` simplifies an edge that two areas share once, for both: neighbours that meet in the source meet on the
map at every level of detail. A ring is ``[x, y, dx, dy, dx, dy …]`` in steps of the grid.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

FORM = 1
"""Raised when shapes are computed or written differently, so that nobody keeps the old ones."""
DETAILS = {"overview": 900, "detail": 7_000}
"""Into how many steps the longer side of the whole is divided: one step is the least the eye shall see."""


@dataclass(frozen=True)
class Grid:
    """Where whole numbers lie: ``x0 + step·n`` degrees east, ``y0 + step·m`` degrees north."""

    x0: float
    y0: float
    step: float

    @classmethod
    def over(cls, geometries: Sequence[Any], detail: str) -> "Grid":
        west, south, east, north = shapely.total_bounds(np.array(list(geometries), dtype=object)).tolist()
        side = max(east - west, north - south) or 0.01
        return cls(round(west, 6), round(south, 6), side / DETAILS[detail] / 4)

    def as_document(self) -> dict[str, float]:
        return {"x0": self.x0, "y0": self.y0, "step": self.step}


GAP = 1 / 400
"""The widest gap between neighbours that is closed, as a share of the whole: sources drawn area by area leave slivers."""


def joined(geometries: Sequence[Any]) -> list[Any]:
    """The same areas with edges that fit: neighbours drawn apart or over each other are brought together for the map.

    What is stored stays as it came.
    """
    rows = np.array(list(geometries), dtype=object)
    if len(rows) < 2 or shapely.coverage_is_valid(rows):
        return list(rows)
    west, south, east, north = shapely.total_bounds(rows).tolist()
    cleaned = shapely.coverage_clean(rows, gap_width=max(east - west, north - south) * GAP)
    return [before if after.is_empty else after for before, after in zip(rows, cleaned, strict=True)]


def simplified(geometries: Sequence[Any], detail: str) -> list[Any]:
    """The same areas with the corners that nobody would see left out, shared edges alike on both sides."""
    if not geometries:
        return []
    rows = np.array(list(geometries), dtype=object)
    west, south, east, north = shapely.total_bounds(rows).tolist()
    tolerance = max(east - west, north - south) / DETAILS[detail]
    return [
        after if after is not None and not after.is_empty else before
        for before, after in zip(rows, shapely.coverage_simplify(rows, tolerance), strict=True)
    ]


def encoded(geometry: Any, grid: Grid) -> list[list[list[int]]]:
    """Polygons → rings → numbers, the first place absolute and every other the way from the one before."""
    polygons = []
    for polygon in shapely.get_parts(geometry):
        rings = [_ring(ring, grid) for ring in (polygon.exterior, *polygon.interiors)]
        if rings[0]:
            polygons.append([ring for ring in rings if ring])
    return polygons


def _ring(ring: Any, grid: Grid) -> list[int]:
    places = np.rint((shapely.get_coordinates(ring)[:-1] - [grid.x0, grid.y0]) / grid.step).astype(np.int64)
    kept = places[np.any(places != np.roll(places, 1, axis=0), axis=1)] if len(places) > 1 else places
    if len(kept) < 3:
        return []
    ways = np.diff(kept, axis=0)
    return [int(value) for value in np.concatenate([kept[:1], ways]).ravel()]


def decoded(polygons: list[list[list[int]]], grid: Grid) -> Any:
    """Back to a geometry in degrees; what the page's script does, for the tests."""
    return shapely.MultiPolygon(
        [(_degrees(rings[0], grid), [_degrees(ring, grid) for ring in rings[1:]]) for rings in polygons]
    )


def _degrees(ring: list[int], grid: Grid) -> Any:
    places = np.cumsum(np.array(ring).reshape(-1, 2), axis=0)
    return places * grid.step + [grid.x0, grid.y0]


def label_place(geometry: Any) -> tuple[float, float]:
    """Where a name sits best: the middle of the largest circle inside the largest part."""
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=max(largest.area**0.5 / 100, 1e-6))
    x, y = circle.coords[0]
    return round(x, 6), round(y, 6)
