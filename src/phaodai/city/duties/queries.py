"""Reading who is responsible, who is on duty, and where nobody is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet

from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.duties.models import Responsibility, Shift
from phaodai.city.duties.terms import REQUIRED, Job, Part
from phaodai.city.organizations.models import Organization
from phaodai.core.access import get_visible_or_404

LEVELS = ("district", "ward")


@dataclass(frozen=True)
class JobLine:
    """One job in one area: its owner (own, or inherited from the nearest area around it) and the deputies."""

    job: Job
    owner: Responsibility | None
    deputies: list[Responsibility]
    is_inherited: bool


def responsible_here(area: Area, day: date) -> list[JobLine]:
    """Every job of an area on a day; where the area names nobody, the nearest area around it answers. One query."""
    depth = dict(AreaClosure.objects.filter(descendant=area).values_list("ancestor", "depth"))
    rows = Responsibility.objects.filter(area__in=depth, valid__contains=day).select_related("person", "area")
    by_job: dict[str, list[Responsibility]] = defaultdict(list)
    for row in rows:
        by_job[row.job].append(row)
    return [_line(job, by_job[job.value], depth, area) for job in Job]


def _line(job: Job, rows: list[Responsibility], depth: dict[int, int], area: Area) -> JobLine:
    owners = sorted((row for row in rows if row.part == Part.OWNER), key=lambda row: depth[row.area_id])
    owner = owners[0] if owners else None
    deputies = [
        row
        for row in rows
        if row.part == Part.DEPUTY and row.area_id == (owner.area_id if owner else area.pk)
    ]
    return JobLine(job, owner, deputies, owner is not None and owner.area_id != area.pk)


@dataclass(frozen=True)
class Gap:
    """A required job of an area that nobody of its own answers for."""

    area: Area
    jobs: list[Job]


def gaps(under: Area | None, day: date) -> list[Gap]:
    """Districts and wards where a required job has no owner of their own, in dictionary order. Two queries."""
    areas = Area.objects.in_force(day).filter(level__in=LEVELS).select_related("parent")
    if under is not None:
        areas = areas.filter(pk__in=Area.objects.below(under).values("pk"))
    taken: dict[int, set[str]] = defaultdict(set)
    owned = Responsibility.objects.filter(part=Part.OWNER, valid__contains=day)
    for area_id, job in owned.values_list("area", "job"):
        taken[area_id].add(job)
    missing = [Gap(area, [job for job in REQUIRED if job not in taken[area.pk]]) for area in areas]
    return [gap for gap in missing if gap.jobs]


def own_areas(user: Any) -> set[int]:
    """The areas in reach, and those below the seats of the organisations in reach; nobody's for ``everywhere``."""
    reach = user.reach("responsibility.view")
    seats = Organization.objects.filter(pk__in=reach.organizations, area__isnull=False).values("area")
    where = Q(descendant__in=reach.areas) if reach.areas is not None else Q(pk__in=[])
    rows = AreaClosure.objects.filter(where | Q(ancestor__in=seats))
    return set(rows.values_list("descendant", flat=True))


def duties_of(area: Area) -> "QuerySet[Responsibility]":
    """Everything said about an area, the present first."""
    rows: QuerySet[Responsibility] = area.responsibilities.select_related("person")
    return rows.order_by("job", "part", "-valid")


def duty_for(user: Any, uuid: Any) -> Responsibility:
    """One responsibility, or Http404."""
    found: Responsibility = get_visible_or_404(
        Responsibility.objects.select_related("area", "person"), user, uuid=uuid
    )
    return found


def roster(start: datetime, end: datetime, *, organization: int | None = None) -> list[Shift]:
    """Who is on duty between two moments."""
    rows = Shift.objects.filter(during__overlap=(start, end))
    if organization is not None:
        rows = rows.filter(organization=organization)
    return list(rows.select_related("organization", "person").order_by("organization__sort_key", "during"))


def on_duty(moment: datetime) -> list[Shift]:
    """Who is on duty now."""
    rows = Shift.objects.filter(during__contains=moment).select_related("organization", "person")
    return list(rows.order_by("organization__sort_key"))


@dataclass(frozen=True)
class Uncovered:
    """Hours in which nobody is put down for an organisation that has a roster."""

    organization: Organization
    start: datetime
    end: datetime


def uncovered(shifts: list[Shift], start: datetime, end: datetime) -> list[Uncovered]:
    """The holes between ``start`` and ``end`` in the rosters of these shifts, sorted as `roster` sorts them."""
    found = []
    for _key, group in groupby(shifts, key=lambda row: row.organization_id):
        rows = list(group)
        covered = start
        for row in rows:
            if row.during.lower > covered:
                found.append(Uncovered(row.organization, covered, min(row.during.lower, end)))
            covered = max(covered, row.during.upper)
        if covered < end:
            found.append(Uncovered(rows[0].organization, covered, end))
    return [hole for hole in found if hole.start < hole.end]
