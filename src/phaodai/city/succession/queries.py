"""What an area was and what it became: forward and back through every change in between."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from phaodai.city.areas.models import Area
from phaodai.city.succession.models import AreaChange, AreaSuccession, SuccessionGap
from phaodai.city.succession.rules import WHOLE, Carried, Part, carry, compose, through
from phaodai.city.succession.terms import Fate
from phaodai.core.access import Actor, get_visible_or_404
from phaodai.core.text import search_key

MOST_HOPS = 12
"""More changes in a row than any register has seen; a safeguard, not a rule."""


@dataclass(frozen=True)
class ResolvedPart:
    """An area of the day asked for, with the share of the one asked about that lies in it (None: unknown)."""

    area: Area
    share: Fraction | None

    @property
    def percent(self) -> float | None:
        return None if self.share is None else float(self.share) * 100


@dataclass(frozen=True)
class Resolution:
    """What an area is on a day, and the steps that led there."""

    area: Area
    day: date
    fate: Fate
    parts: list[ResolvedPart] = field(default_factory=list)
    steps: list[AreaSuccession] = field(default_factory=list)
    gaps: list[SuccessionGap] = field(default_factory=list)


def standing() -> "QuerySet[AreaSuccession]":
    """Links of changes that were not taken back."""
    rows: QuerySet[AreaSuccession] = AreaSuccession.objects.filter(change__undone_at__isnull=True)
    return rows.select_related("change", "predecessor", "successor").order_by("change__effective_on", "pk")


def resolve(area: Area, day: date) -> Resolution:
    """What an area is on a day, later or earlier than its own. One query a change in a row, and one more."""
    if _is_there(area, day):
        return Resolution(area, day, Fate.SAME, [ResolvedPart(area, WHOLE)])
    forward = area.valid.upper is not None and area.valid.upper <= day
    walk = _Walk(area, day, forward)
    walk.run()
    return walk.answer()


def _is_there(area: Area, day: date) -> bool:
    begun = area.valid.lower is None or area.valid.lower <= day
    return begun and (area.valid.upper is None or day < area.valid.upper)


class _Walk:
    """Follows links one generation at a time until every part exists on the day."""

    def __init__(self, area: Area, day: date, forward: bool) -> None:
        self.area, self.day, self.forward = area, day, forward
        self.arrived: list[Part] = []
        self.areas: dict[int, Area] = {area.pk: area}
        self.steps: list[AreaSuccession] = []
        self.lost: set[int] = set()
        self.has_ended = False

    def run(self) -> None:
        frontier = [Part(self.area.pk, WHOLE)]
        for _hop in range(MOST_HOPS):
            if not frontier:
                return
            frontier = self._step(compose(frontier))

    def _step(self, frontier: list[Part]) -> list[Part]:
        onward: list[Part] = []
        links = self._links([part.area for part in frontier])
        for part in frontier:
            found = links.get(part.area, [])
            if not found:
                self.lost.add(part.area)
            for link in found:
                onward += self._follow(part, link)
        return onward

    def _links(self, ids: list[int]) -> dict[int, list[AreaSuccession]]:
        rows = standing()
        if self.forward:
            rows = rows.filter(predecessor__in=ids, change__effective_on__lte=self.day)
        else:
            rows = rows.filter(successor__in=ids, change__effective_on__gt=self.day)
        found: dict[int, list[AreaSuccession]] = defaultdict(list)
        for row in rows:
            self.steps.append(row)
            key = row.predecessor_id if self.forward else row.successor_id
            if key is not None:
                found[key].append(row)
        return found

    def _follow(self, part: Part, link: AreaSuccession) -> list[Part]:
        target = link.successor if self.forward else link.predecessor
        if target is None:
            self.has_ended = True
            return []
        self.areas[target.pk] = target
        share = None if link.share is None else Fraction(link.share)
        onward = Part(target.pk, through(part.share, share))
        if not _is_there(target, self.day):
            return [onward]
        self.arrived.append(onward)
        return []

    def answer(self) -> Resolution:
        parts = [ResolvedPart(self.areas[part.area], part.share) for part in compose(self.arrived)]
        parts.sort(key=lambda part: (-(part.share or 0), part.area.sort_key))
        gaps = list(
            SuccessionGap.objects.filter(area__in=self.lost, closed_by__isnull=True).select_related("area")
        )
        return Resolution(self.area, self.day, self._fate(parts), parts, self.steps, gaps)

    def _fate(self, parts: Sequence[ResolvedPart]) -> Fate:
        if self.lost:
            return Fate.UNRESOLVED
        if not parts:
            return Fate.ENDED if self.has_ended else Fate.UNRESOLVED
        return Fate.WHOLE if len(parts) == 1 and parts[0].share == WHOLE else Fate.PARTS


@dataclass(frozen=True)
class Origin:
    """Of which areas of an earlier day an area is made; ``is_complete`` False: not all of them are known."""

    parts: list[Part]
    is_complete: bool


def origins_of(areas: Sequence[Area], day: date) -> dict[int, Origin]:
    """What areas were made of on an earlier day, for many at once: {area id: Origin}. One query a change in a row."""
    made: dict[int, list[Part]] = {}
    whole: dict[int, bool] = {area.pk: True for area in areas}
    open_parts: dict[int, list[Part]] = {}
    for area in areas:
        made[area.pk], open_parts[area.pk] = (
            ([Part(area.pk, WHOLE)], []) if _is_there(area, day) else ([], [Part(area.pk, WHOLE)])
        )
    for _hop in range(MOST_HOPS):
        wanted = {part.area for parts in open_parts.values() for part in parts}
        if not wanted:
            break
        _go_back(wanted, day, made, open_parts, whole)
    return {area.pk: Origin(compose(made[area.pk]), whole[area.pk] and bool(made[area.pk])) for area in areas}


def _go_back(
    wanted: set[int],
    day: date,
    made: dict[int, list[Part]],
    open_parts: dict[int, list[Part]],
    whole: dict[int, bool],
) -> None:
    links: dict[int, list[AreaSuccession]] = defaultdict(list)
    for row in standing().filter(successor__in=wanted, change__effective_on__gt=day):
        links[row.successor_id or 0].append(row)
    for pk, parts in open_parts.items():
        onward: list[Part] = []
        for part in parts:
            found = links.get(part.area, [])
            if not found or not all(link.change.is_complete for link in found):
                whole[pk] = False
            for link in found:
                share = through(part.share, None if link.share is None else Fraction(link.share))
                before = Part(link.predecessor_id, share)
                (made[pk] if _is_there(link.predecessor, day) else onward).append(before)
        open_parts[pk] = compose(onward)


def carried_figures(areas: Sequence[Area], day: date, values: dict[int, float | None]) -> dict[int, Carried]:
    """Figures of the areas of an earlier day, by area id, shown in today's areas where that is honest."""
    origins = origins_of(areas, day)
    return {
        pk: carry(origin.parts, values) if origin.is_complete else Carried(None, why="unknown_predecessor")
        for pk, origin in origins.items()
    }


@dataclass(frozen=True)
class ThroughTime:
    """The neighbours of an area in time: what it was made of, what it became, and what nobody knows."""

    origins: list[AreaSuccession]
    successions: list[AreaSuccession]
    gaps: list[SuccessionGap]

    @property
    def is_empty(self) -> bool:
        return not (self.origins or self.successions or self.gaps)


def through_time(area: Area) -> ThroughTime:
    """What came just before and just after. Three queries."""
    gaps = SuccessionGap.objects.filter(area=area, closed_by__isnull=True)
    return ThroughTime(
        list(standing().filter(successor=area)), list(standing().filter(predecessor=area)), list(gaps)
    )


def area_of_code(code: str, level: str, day: date | None) -> Area | None:
    """The area of a code on a day; without one, the earliest that ever had it."""
    rows = Area.objects.filter(code=code)
    if level:
        rows = rows.filter(level=level)
    if day is not None:
        rows = rows.in_force(day)
    return rows.select_related("parent").order_by("valid", "pk").first()


def change_rows(*, text: str = "", kind: str = "", by: str = "") -> "QuerySet[Any]":
    """Changes, the newest day first; ``by``: "hand", "unconfirmed", "undone" or all."""
    rows = AreaChange.objects.annotate(
        olds=Count("links__predecessor", distinct=True), news=Count("links__successor", distinct=True)
    )
    chosen = {
        "hand": Q(by_hand=True, undone_at__isnull=True),
        "unconfirmed": Q(is_confirmed=False, undone_at__isnull=True),
        "undone": Q(undone_at__isnull=False),
    }
    rows = rows.filter(chosen.get(by, Q()))
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        key = search_key(text)
        links = AreaSuccession.objects.filter(
            Q(predecessor__search_key__contains=key) | Q(successor__search_key__contains=key)
            | Q(predecessor__code=text.strip()) | Q(successor__code=text.strip())
        )  # fmt: skip
        rows = rows.filter(pk__in=links.values("change"))
    found: QuerySet[Any] = rows.prefetch_related("links__predecessor", "links__successor")
    return found.order_by(F("effective_on").desc(), "pk")


def open_gaps(text: str = "") -> "QuerySet[SuccessionGap]":
    """Areas that ended and of which nobody has said what they became."""
    rows = SuccessionGap.objects.filter(closed_by__isnull=True).select_related("area__parent")
    if text:
        rows = rows.filter(Q(area__search_key__contains=search_key(text)) | Q(area__code=text.strip()))
    return rows.order_by("effective_on", "area__sort_key", "pk")


def visible_change(user: Actor, uuid: UUID) -> AreaChange:
    """One change.

    Raises:
        Http404: there is none of this id.
    """
    found: AreaChange = get_visible_or_404(AreaChange.objects.all(), user, uuid=uuid)
    return found


def links_of(change: AreaChange) -> "QuerySet[AreaSuccession]":
    """The links of a change, also of one taken back."""
    rows: QuerySet[AreaSuccession] = change.links.select_related("predecessor__parent", "successor__parent")
    return rows.order_by("predecessor__sort_key", "successor__sort_key")


def visible_gap(user: Actor, uuid: UUID) -> SuccessionGap:
    """One gap.

    Raises:
        Http404: there is none of this id.
    """
    rows = SuccessionGap.objects.select_related("area__parent")
    found: SuccessionGap = get_visible_or_404(rows, user, uuid=uuid)
    return found


def candidates_for(gap: SuccessionGap, limit: int = 40) -> list[Area]:
    """Areas that may follow: of its level, there on that day, in the same area above or begun that day nearby by name."""
    rows = Area.objects.in_force(gap.effective_on).filter(level=gap.area.level).exclude(pk=gap.area_id)
    near = rows.filter(parent=gap.area.parent_id) if gap.area.parent_id else rows
    found = (
        near if near.exists() else rows.filter(parent=gap.area.parent.parent_id if gap.area.parent else None)
    )
    return list(found.order_by("sort_key")[:limit])


def last_change_of(area: Area) -> date | None:
    """The first day after an area's last, where it ends at all."""
    upper: date | None = area.valid.upper
    return upper
