"""A file of boundaries, taken apart: hostile until every ring of it has been looked at.

Read are GeoJSON (a FeatureCollection of polygons) and the nested shape of the open register of areas (``level2s`` or
``level3s`` with ``coordinates``). Nothing is repaired in silence: what is wrong is named, one sentence each.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any

import shapely
from shapely.geometry import MultiPolygon

from phaodai.city.boundaries.rules.cells import only_polygons

CODE_NAMES = (
    "code",
    "ma",
    "maxa",
    "ma_xa",
    "mahuyen",
    "ma_huyen",
    "matinh",
    "ma_tinh",
    "level3_id",
    "level2_id",
    "level1_id",
)
NAMES = (
    "fullname",
    "full_name",
    "name",
    "ten",
    "tenhc",
    "tenxa",
    "ten_xa",
    "tenhuyen",
    "ten_huyen",
    "ten_tinh",
)
WGS84 = ("crs84", "epsg::4326", "epsg:4326", "wgs84", "wgs 84")
MOST_FEATURES, MOST_POINTS = 20_000, 3_000_000
MENDED = 0.01  # of the surface
LEVELS = {"level2s": ("district", "level2_id"), "level3s": ("ward", "level3_id")}

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Fault:
    """What is wrong with the file (row 0) or one of its features (1 is the first)."""

    row: int
    code: str
    detail: str = ""


class Unreadable(Exception):
    """The file as a whole cannot be used."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.fault = Fault(0, code, detail)


@dataclass(frozen=True)
class Feature:
    """One boundary as the file has it; ``level`` is empty where the file does not say."""

    row: int
    code: str
    name: str
    level: str
    geometry: MultiPolygon


@dataclass(frozen=True)
class _Raw:
    row: int
    code: str
    name: str
    level: str
    kind: Any
    coordinates: Any


def read_boundaries(content: bytes, *, mend: bool = False) -> tuple[list[Feature], list[Fault]]:
    """The sound features of a file and what is wrong with the others.

    With ``mend``, a boundary that crosses itself is straightened where that changes less than a hundredth of it.

    Raises:
        Unreadable: no JSON, no boundaries, or of another system of coordinates.
    """
    document = _parse(content)
    features: list[Feature] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    points = 0
    for raw in _raw_features(document):
        points += _count(raw.coordinates)
        if raw.row > MOST_FEATURES or points > MOST_POINTS:
            raise Unreadable("too_large", f"> {MOST_FEATURES} / {MOST_POINTS}")
        found = _feature(raw, seen, mend)
        (faults if isinstance(found, Fault) else features).append(found)  # type: ignore[arg-type]
    if not features and not faults:
        raise Unreadable("not_boundaries")
    return features, faults


def _parse(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("not_json") from None
    if not isinstance(document, dict):
        raise Unreadable("not_boundaries")
    crs = document.get("crs")
    if crs is not None and not any(name in json.dumps(crs).lower() for name in WGS84):
        raise Unreadable("other_crs", _crs_name(crs))
    return document


def _crs_name(crs: Any) -> str:
    name = (
        crs.get("properties", {}).get("name")
        if isinstance(crs, dict) and isinstance(crs.get("properties"), dict)
        else None
    )
    return str(name or crs)[:60]


def _raw_features(document: dict[str, Any]) -> Iterator[_Raw]:
    for member, (level, key) in LEVELS.items():
        if isinstance(document.get(member), list):
            yield from _nested(document[member], level, key)
            return
    if document.get("type") != "FeatureCollection" or not isinstance(document.get("features"), list):
        raise Unreadable("not_boundaries")
    for row, feature in enumerate(document["features"], start=1):
        yield _geojson_feature(row, feature if isinstance(feature, dict) else {})


def _nested(rows: list[Any], level: str, key: str) -> Iterator[_Raw]:
    for row, entry in enumerate(rows, start=1):
        found = entry if isinstance(entry, dict) else {}
        kind = found.get("type", "MultiPolygon")
        yield _Raw(
            row,
            str(found.get(key) or ""),
            str(found.get("name") or ""),
            level,
            kind,
            found.get("coordinates"),
        )


def _geojson_feature(row: int, feature: dict[str, Any]) -> _Raw:
    properties, geometry = feature.get("properties"), feature.get("geometry")
    known = (
        {str(key).lower(): value for key, value in properties.items()} if isinstance(properties, dict) else {}
    )
    code = next((known[name] for name in CODE_NAMES if known.get(name) not in (None, "")), feature.get("id"))
    name = next((known[name] for name in NAMES if known.get(name)), "")
    shape = geometry if isinstance(geometry, dict) else {}
    text = "" if code is None else str(code)
    return _Raw(row, text, str(name), "", shape.get("type"), shape.get("coordinates"))


def _count(coordinates: Any, depth: int = 0) -> int:
    """How many positions it holds, without going deeper than a MultiPolygon does."""
    if not isinstance(coordinates, list) or depth > 3:
        return 0
    if depth and coordinates and not isinstance(coordinates[0], list):
        return 1
    return sum(_count(part, depth + 1) for part in coordinates)


def _feature(raw: _Raw, seen: set[str], mend: bool) -> Feature | Fault:
    code = raw.code.strip()
    if not code:
        return Fault(raw.row, "no_code")
    if code in seen:
        return Fault(raw.row, "code_twice", code)
    seen.add(code)
    geometry = _geometry(raw, mend)
    return (
        geometry
        if isinstance(geometry, Fault)
        else Feature(raw.row, code, raw.name.strip(), raw.level, geometry)
    )


def _geometry(raw: _Raw, mend: bool) -> MultiPolygon | Fault:
    polygons = {"Polygon": [raw.coordinates], "MultiPolygon": raw.coordinates}.get(str(raw.kind))
    if not isinstance(polygons, list) or not polygons:
        return Fault(raw.row, "no_polygon", str(raw.kind)[:40])
    parts: list[list[Ring]] = []
    for polygon in polygons:
        rings = [_ring(ring, raw.row) for ring in polygon] if isinstance(polygon, list) and polygon else []
        fault = next((ring for ring in rings if isinstance(ring, Fault)), None)
        if fault or not rings:
            return fault or Fault(raw.row, "open_ring", str(len(parts) + 1))
        parts.append([ring for ring in rings if not isinstance(ring, Fault)])
    return _sound(raw.row, MultiPolygon([(rings[0], rings[1:]) for rings in parts]), mend)


def _ring(ring: Any, row: int) -> Ring | Fault:
    if not isinstance(ring, list) or len(ring) < 4:
        return Fault(row, "open_ring", str(len(ring)) if isinstance(ring, list) else "?")
    points: Ring = []
    for position in ring:
        fault = _misplaced(position, row)
        if fault:
            return fault
        points.append((float(position[0]), float(position[1])))
    return points if points[0] == points[-1] else Fault(row, "open_ring", str(len(points)))


def _misplaced(position: Any, row: int) -> Fault | None:
    """Why a position is not longitude, latitude in degrees; None when it is."""
    if not isinstance(position, list) or len(position) < 2 or not all(map(_is_number, position[:2])):
        return Fault(row, "not_a_place", str(position)[:40])
    east, north = position[:2]
    if abs(east) <= 180 and abs(north) <= 90:
        return None
    text = f"{east}, {north}"[:60]
    if abs(east) <= 90 and abs(north) <= 180:
        return Fault(row, "swapped", text)
    return Fault(row, "other_crs", text)


def _is_number(value: Any) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and abs(value) < 1e12
        and isfinite(value)
    )


def _sound(row: int, geometry: MultiPolygon, mend: bool) -> MultiPolygon | Fault:
    if geometry.area == 0:
        return Fault(row, "empty")
    if shapely.is_valid(geometry):
        return geometry
    mended = only_polygons(shapely.make_valid(geometry)) if mend else None
    if mended is not None and abs(mended.area - abs(geometry.area)) < geometry.area * MENDED:
        return mended
    return Fault(row, "crossing", _place_of(shapely.is_valid_reason(geometry)))


def _place_of(reason: str) -> str:
    """``Self-intersection[105.8 21.0]`` → ``105.8 21.0``."""
    return reason[reason.find("[") + 1 : reason.find("]")] if "[" in reason else reason[:60]
