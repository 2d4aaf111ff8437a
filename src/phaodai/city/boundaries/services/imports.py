"""A file of boundaries becomes the boundaries of areas, and can be taken back."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import shapely
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.boundaries.models import Boundary, BoundaryFile
from phaodai.city.boundaries.queries import current_boundaries
from phaodai.city.boundaries.rules.cells import Plane
from phaodai.city.boundaries.rules.matching import KM_A_DEGREE, Entry, likely_day, likely_level, match
from phaodai.city.boundaries.rules.reading import Fault, Feature, read_boundaries
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action


@dataclass
class BoundaryOutcome:
    """What an import did, or would do."""

    rows: int
    level: str
    describes_on: date
    accepted: int = 0
    duplicates: int = 0
    faults: list[Fault] = field(default_factory=list)
    file: BoundaryFile | None = None


def import_boundaries(
    *,
    content: bytes,
    name: str,
    by: Any,
    source: str = "",
    on: date | None = None,
    mend: bool = False,
    dry_run: bool = False,
) -> BoundaryOutcome:
    """Store the boundaries of a file beside their areas.

    ``on`` is the day the file describes; without it, the day on which most of its names and codes agree with the
    register. Faulty features are listed, the others stored; the same boundary again is a duplicate. ``mend``
    straightens small crossings.

    Raises:
        PermissionDenied: without ``areas.edit``.
        Unreadable: the file as a whole cannot be used.
    """
    if not by.may("areas.edit"):
        raise PermissionDenied
    features, faults = read_boundaries(content, mend=mend)
    rows = len(features) + len(faults)
    register = _register({feature.code for feature in features})
    level = likely_level(features, register)
    day = on or likely_day(features, register, level, clock.today())
    pairs = [(feature, match(feature, register, level, day)) for feature in features]
    faults += [found for _feature, found in pairs if isinstance(found, Fault)]
    good = [(feature, found) for feature, found in pairs if isinstance(found, Entry)]
    outcome = BoundaryOutcome(rows, level, day, faults=sorted(faults, key=lambda fault: fault.row))
    fresh = _without_known(good, day)
    outcome.accepted, outcome.duplicates = len(fresh), len(good) - len(fresh)
    if fresh and not dry_run:
        outcome.file = _store(outcome, fresh, name=name, source=source, content=content, by=by)
    return outcome


def _register(codes: set[str]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for area in Area.objects.filter(code__in=codes):
        centre = (
            (area.longitude, area.latitude)
            if area.longitude is not None and area.latitude is not None
            else None
        )
        begins = area.valid.lower or date.min
        found[area.code].append(
            Entry(area.pk, area.level, area.code, area.name, begins, area.valid.upper, centre)
        )
    return found


def _without_known(good: list[tuple[Feature, Entry]], day: date) -> list[tuple[Feature, Entry, bytes]]:
    """Those whose boundary is not stored yet exactly so."""
    known = {
        row.area_id: bytes(row.geometry) for row in current_boundaries([entry.id for _f, entry in good], day)
    }
    written = [(feature, entry, shapely.to_wkb(feature.geometry)) for feature, entry in good]
    return [row for row in written if known.get(row[1].id) != row[2]]


@transaction.atomic
def _store(
    outcome: BoundaryOutcome,
    fresh: list[tuple[Feature, Entry, bytes]],
    *,
    name: str,
    source: str,
    content: bytes,
    by: Any,
) -> BoundaryFile:
    file = BoundaryFile.objects.create(
        name=name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        source=source[:300],
        describes_on=outcome.describes_on,
        level=outcome.level,
        rows=outcome.rows,
        accepted=len(fresh),
        rejected=[vars(fault) for fault in outcome.faults[:500]],
        imported_at=clock.now(),
        imported_by_name=actor_name(by),
    )
    Boundary.objects.bulk_create(
        [
            Boundary(
                file=file, area_id=entry.id, geometry=wkb, area_km2=surface_km2(feature.geometry),
                valid=(entry.begins if entry.begins != date.min else None, entry.ends),
            )
            for feature, entry, wkb in fresh
        ],
        batch_size=500,
    )  # fmt: skip
    data = {"level": outcome.level, "accepted": len(fresh), "describes_on": str(outcome.describes_on)}
    log_action(
        actor=by, action="import_boundaries", subject_type="boundary_file", subject_id=file.uuid, data=data
    )
    return file


def surface_km2(geometry: Any) -> float:
    """The surface in square kilometres, good to a per cent."""
    flat = Plane.around(geometry.centroid.y).flat(geometry)
    return round(float(flat.area) * KM_A_DEGREE**2, 3)


@transaction.atomic
def undo_import(*, file: BoundaryFile, by: Any, reason: str) -> BoundaryFile:
    """Take a file back: the boundaries before it count again. The row stays and says who and why.

    Raises:
        PermissionDenied: without ``areas.edit``.
        ValidationError: no reason, or taken back already.
    """
    if not by.may("areas.edit"):
        raise PermissionDenied
    row = BoundaryFile.objects.select_for_update().get(pk=file.pk)
    if row.undone_at is not None:
        raise ValidationError(_("This file has been taken back already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the boundaries are taken back.")})
    row.undone_at, row.undone_by_name, row.undo_reason = clock.now(), actor_name(by), reason.strip()[:300]
    row.save(update_fields=["undone_at", "undone_by_name", "undo_reason"])
    log_action(
        actor=by, action="undo_boundaries", subject_type="boundary_file", subject_id=row.uuid, reason=reason
    )
    return row
