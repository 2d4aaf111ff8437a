"""The boundaries that count on a day, and the files they came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from phaodai.city.areas.models import Area
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.boundaries.models import Boundary, BoundaryFile
from phaodai.core.access import Actor, get_visible_or_404


def counting(day: date) -> "QuerySet[Boundary]":
    """Boundaries of that day whose file was not taken back."""
    rows: QuerySet[Boundary] = Boundary.objects.filter(file__undone_at__isnull=True, valid__contains=day)
    return rows


def current_boundaries(area_ids: Iterable[int], day: date) -> "QuerySet[Boundary]":
    """One boundary an area at most: of the last file that speaks of it."""
    rows = counting(day).filter(area__in=list(area_ids))
    return rows.order_by("area_id", "-file_id").distinct("area_id")


def boundary_files() -> "QuerySet[BoundaryFile]":
    """Every file, the newest first."""
    rows: QuerySet[BoundaryFile] = BoundaryFile.objects.order_by("-pk")
    return rows


def visible_file(user: Actor, uuid: UUID) -> BoundaryFile:
    """One file.

    Raises:
        Http404: there is none of this id.
    """
    found: BoundaryFile = get_visible_or_404(BoundaryFile.objects.all(), user, uuid=uuid)
    return found


@dataclass(frozen=True)
class Coverage:
    """How many areas of a level have a boundary, how many a centre only, how many neither."""

    level: str
    total: int
    bounded: int
    centred: int

    @property
    def label(self) -> str:
        return str(AreaLevel(self.level).label)

    @property
    def nowhere(self) -> int:
        return self.total - self.bounded - self.centred


def coverage(day: date) -> list[Coverage]:
    """Level by level, the widest first; levels without areas are left out. One query."""
    has = Exists(counting(day).filter(area=OuterRef("pk")))
    rows = Area.objects.in_force(day).annotate(has=has).values("level").annotate(
        total=Count("pk"),
        bounded=Count("pk", filter=Q(has=True)),
        centred=Count("pk", filter=Q(has=False, latitude__isnull=False, longitude__isnull=False)),
    )  # fmt: skip
    order = {level: rank for rank, level in enumerate(AreaLevel.values)}
    found = [Coverage(row["level"], row["total"], row["bounded"], row["centred"]) for row in rows.order_by()]
    return sorted(found, key=lambda row: order[row.level])
