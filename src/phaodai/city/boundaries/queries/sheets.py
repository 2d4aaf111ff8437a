"""Sheets: the shapes of the areas inside another, as one small document that a browser may keep for ever.

The version is a digest of what the shapes are made of, so a new boundary has a new address. Working one out is
remembered per process; the version alone costs two queries without any geometry.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import shapely

from phaodai.city.areas.models import Area
from phaodai.city.boundaries.models import Boundary
from phaodai.city.boundaries.queries.files import current_boundaries
from phaodai.city.boundaries.rules.cells import cells_around, hull_of, only_polygons
from phaodai.city.boundaries.rules.delivery import FORM, Grid, encoded, joined, label_place, simplified
from phaodai.city.boundaries.terms import ShapeKind

KEPT = 64


@dataclass(frozen=True)
class Piece:
    """An area to draw: its boundary's row, else its centre, else nothing."""

    area_id: int
    boundary_id: int
    centre: tuple[float, float] | None


@dataclass(frozen=True)
class Sheet:
    """What a sheet is made of; ``version`` names exactly this."""

    parent: Piece
    pieces: tuple[Piece, ...]
    day: date

    @property
    def version(self) -> str:
        made_of = json.dumps([FORM, *(vars(piece) for piece in (self.parent, *self.pieces))])
        return hashlib.sha256(made_of.encode()).hexdigest()[:16]


def sheet_of(parent: Area, level: str, day: date) -> Sheet:
    """The areas of a level inside another on a day, with what is known of their shapes. Two queries."""
    inside = Area.objects.in_force(day).below(parent).filter(level=level).exclude(pk=parent.pk)
    areas = [parent, *inside.order_by("pk")]
    files = dict(current_boundaries([area.pk for area in areas], day).values_list("area", "pk"))
    pieces = [_piece(area, files.get(area.pk, 0)) for area in areas]
    return Sheet(pieces[0], tuple(pieces[1:]), day)


def _piece(area: Area, boundary_id: int) -> Piece:
    known = area.longitude is not None and area.latitude is not None
    return Piece(area.pk, boundary_id, (area.longitude, area.latitude) if known else None)  # type: ignore[arg-type]


@lru_cache(maxsize=KEPT)
def sheet_body(sheet: Sheet, detail: str) -> tuple[bytes, bytes]:
    """The document, plain and packed with gzip."""
    plain = json.dumps(_document(sheet, detail), ensure_ascii=False, separators=(",", ":")).encode()
    return plain, gzip.compress(plain, 9, mtime=0)


def _document(sheet: Sheet, detail: str) -> dict[str, Any]:
    outline, shapes, sources = _shapes(sheet)
    areas = {area.pk: area for area in Area.objects.filter(pk__in=[piece.area_id for piece in sheet.pieces])}
    drawn = [piece for piece in sheet.pieces if piece.area_id in shapes]
    document: dict[str, Any] = {"version": sheet.version, "sources": sources, "areas": [], "outline": []}
    document["missing"] = [areas[p.area_id].name for p in sheet.pieces if p.area_id not in shapes]
    if not drawn:
        return document
    plain = simplified(joined([shapes[piece.area_id] for piece in drawn]), detail)
    grid = Grid.over(plain, detail)
    document["grid"] = grid.as_document()
    document["outline"] = encoded(simplified([outline], detail)[0], grid) if sheet.parent.boundary_id else []
    document["areas"] = [
        _entry(areas[piece.area_id], piece, geometry, grid)
        for piece, geometry in zip(drawn, plain, strict=True)
    ]
    return document


def _entry(area: Area, piece: Piece, geometry: Any, grid: Grid) -> dict[str, Any]:
    is_cell = not piece.boundary_id
    return {
        "id": str(area.uuid),
        "name": area.name,
        "kind": ShapeKind.CELL if is_cell else ShapeKind.BOUNDARY,
        "at": label_place(geometry),
        "rings": encoded(geometry, grid),
    }


def _shapes(sheet: Sheet) -> tuple[Any, dict[int, Any], list[str]]:
    """The outline, a geometry an area (boundary or cell), and where the boundaries come from."""
    wanted = [piece.boundary_id for piece in (sheet.parent, *sheet.pieces) if piece.boundary_id]
    rows = {row.pk: row for row in Boundary.objects.filter(pk__in=wanted).select_related("file")}
    known = {row.area_id: shapely.from_wkb(bytes(row.geometry)) for row in rows.values()}
    sources = sorted({row.file.source for row in rows.values() if row.file.source})
    lone = [piece for piece in sheet.pieces if not piece.boundary_id and piece.centre is not None]
    outline = known.pop(sheet.parent.area_id, None)
    if lone:
        room = outline if outline is not None else hull_of([piece.centre for piece in lone if piece.centre])
        taken = shapely.union_all(list(known.values())) if known else None
        free = only_polygons(shapely.difference(room, taken)) if taken is not None else room
        cells = cells_around([piece.centre for piece in lone if piece.centre], free)
        known |= {piece.area_id: cell for piece, cell in zip(lone, cells, strict=True) if not cell.is_empty}
    return outline, known, sources
