"""Days on which an area did not exist: the figures of what it was made of, where that is honest, else unknown.

Whole predecessors are added, parts count by their declared share as an estimate, and where a share is not declared the
figure is unknown, never zero. Areas that exist on every day asked cost nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from phaodai.city.areas.models import Area
from phaodai.city.succession.queries import MOST_HOPS, Origin, origins_of
from phaodai.city.succession.rules import WHOLE, carry

Values = dict[date, Any]
Own = Callable[[list[Area]], dict[int, Values]]


def carried_days(areas: Sequence[Area], first: date, last: date, own: Own) -> dict[int, Values]:
    """The figures of areas by day, with those of their predecessors on the days before them.

    ``own`` answers the figures that belong to areas themselves.
    """
    found = own(list(areas))
    for area in areas:
        _forget_after_end(area, found[area.pk])
    late = [area for area in areas if _began_after(area, first)]
    day = first
    for _regime in range(MOST_HOPS):
        late = [area for area in late if _began_after(area, day)]
        if not late or day > last:
            break
        day = _carry_regime(late, day, last, own, found)
    return found


def _began_after(area: Area, day: date) -> bool:
    return area.valid.lower is not None and area.valid.lower > day


def _forget_after_end(area: Area, values: Values) -> None:
    """Nothing is counted in an area that has ended: that is unknown here, not zero."""
    if area.valid.upper is not None:
        for day in [day for day, value in values.items() if day >= area.valid.upper and not value]:
            del values[day]


def _carry_regime(late: list[Area], first: date, last: date, own: Own, found: dict[int, Values]) -> date:
    """Fill the days on which the predecessors of ``first`` exist; the day after them."""
    origins = {pk: origin for pk, origin in origins_of(late, first).items() if origin.parts}
    before = {area.pk: area for area in Area.objects.filter(pk__in=_ids(origins.values()))}
    ends = [area.valid.upper for area in before.values() if area.valid.upper is not None]
    after = min([last + timedelta(days=1), *ends, *(area.valid.lower for area in late)])
    after = max(after, first + timedelta(days=1))
    values = own(list(before.values())) if before else {}
    for area in late:
        if area.pk in origins:
            _fill(found[area.pk], origins[area.pk], values, _days(first, min(after, area.valid.lower)))
    return after


def _ids(origins: Iterable[Origin]) -> set[int]:
    return {part.area for origin in origins for part in origin.parts}


def _days(first: date, after: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((after - first).days))


def _fill(into: Values, origin: Origin, values: dict[int, Values], days: Iterable[date]) -> None:
    for day in days:
        into.pop(day, None)
        known = {part.area: values.get(part.area, {}).get(day) for part in origin.parts}
        carried = carry(origin.parts, known).value if origin.is_complete else None
        if carried is not None:
            into[day] = round(carried) if carried == round(carried) else carried


@dataclass(frozen=True)
class CarriedNote:
    """What stands behind the figures of an area before it began."""

    area: Area
    before: list[Area]
    is_summed: bool
    is_estimate: bool


def notes_on(areas: Sequence[Area], first: date) -> dict[int, CarriedNote]:
    """A note for each area that began after ``first`` and was made of others. No query where there is none."""
    late = [area for area in areas if _began_after(area, first)]
    if not late:
        return {}
    origins = {pk: origin for pk, origin in origins_of(late, first).items() if origin.parts}
    before = Area.objects.in_bulk(_ids(origins.values()))
    return {
        area.pk: CarriedNote(
            area, [before[part.area] for part in origins[area.pk].parts],
            origins[area.pk].is_complete and all(part.share is not None for part in origins[area.pk].parts),
            any(part.share != WHOLE for part in origins[area.pk].parts),
        )
        for area in late
        if area.pk in origins
    }  # fmt: skip
