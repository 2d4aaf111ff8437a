"""The register of areas: adding, closing, loading many at once. Each keeps the closure table right."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.facts import AreaFact, read_facts
from phaodai.city.areas.models import Area, AreaClosure
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.services import log_action
from phaodai.core.text import nfc, search_key, sort_key

BATCH = 2_000
Key = tuple[str, str]


@dataclass
class LoadOutcome:
    """What a load did: areas added, those known before, and those whose parent or name does not fit."""

    added: int = 0
    known: int = 0
    conflicts: list[AreaFact] = field(default_factory=list)
    orphans: list[AreaFact] = field(default_factory=list)


def _area_of(fact: AreaFact, parent: Area | None) -> Area:
    name = nfc(fact.name)
    return Area(
        code=fact.code,
        level=fact.level,
        name=name,
        sort_key=sort_key(name),
        search_key=search_key(name),
        parent=parent,
        valid=(fact.valid_from, fact.valid_to),
        latitude=fact.latitude,
        longitude=fact.longitude,
        population=fact.population,
        population_source=fact.population_source,
    )


@transaction.atomic
def add_area(
    *,
    code: str,
    name: str,
    level: str,
    valid_from: date,
    by: Any,
    parent: Area | None = None,
    valid_to: date | None = None,
    **facts: Any,
) -> Area:
    """Add one area below ``parent``.

    ``facts`` may hold latitude, longitude (degrees), population (people) and population_source.

    Raises:
        PermissionDenied: without ``areas.edit``.
        IntegrityError: the code already stands for an area of this level in those days.
    """
    if not by.may("areas.edit"):
        raise PermissionDenied
    level_above, code_above = (parent.level, parent.code) if parent else (None, None)
    fact = AreaFact(level, code, name, level_above, code_above, valid_from, valid_to, **facts)
    area = _area_of(fact, parent)
    area.save()
    _close_over([area])
    log_action(actor=by, action="add_area", subject_type="area", subject_id=area.uuid, data={"code": code})
    return area


@transaction.atomic
def close_area(*, area: Area, on: date, by: Any, reason: str = "") -> Area:
    """The area exists no longer from ``on`` (its first day of absence).

    Raises:
        PermissionDenied: without ``areas.edit``.
        ValidationError: an area below it would outlive it, or it had not begun.
    """
    if not by.may("areas.edit"):
        raise PermissionDenied
    row = Area.objects.select_for_update().get(pk=area.pk)
    if row.valid.lower and on <= row.valid.lower:
        raise ValidationError(_("An area cannot end before it began."))
    if row.children.filter(valid__contains=on).exists():
        raise ValidationError(_("Close the areas inside it first."))
    row.valid = (row.valid.lower, on)
    row.save(update_fields=["valid"])
    log_action(actor=by, action="close_area", subject_type="area", subject_id=row.uuid, reason=reason)
    return row


@transaction.atomic
def end_areas(*, areas: Iterable[Area], on: date, by: Any) -> int:
    """Many areas exist no longer from ``on``; those that end earlier or begin then are left as they are.

    The caller says on record why (a change of areas). Returns how many were ended.

    Raises:
        PermissionDenied: without ``areas.edit``.
    """
    if not by.may("areas.edit"):
        raise PermissionDenied
    rows = Area.objects.select_for_update().filter(pk__in=[area.pk for area in areas], valid__contains=on)
    ended = [row for row in rows.order_by("pk") if row.valid.lower is None or row.valid.lower < on]
    for row in ended:
        row.valid = (row.valid.lower, on)
    Area.objects.bulk_update(ended, ["valid"], batch_size=BATCH)
    return len(ended)


def load_facts(*, by: Any = SYSTEM_ACTOR) -> LoadOutcome:
    """Add the areas of `facts/areas.csv` that are not there yet; safe to run again."""
    return load_areas(facts=read_facts(), by=by)


@transaction.atomic
def load_areas(*, facts: Iterable[AreaFact], by: Any) -> LoadOutcome:
    """Add many areas, parents before children in any order of the input; safe to run again.

    A known area is left as it is, except that a population or centre it lacks is filled in. A row that
    names a known code differently is a conflict; a row whose parent is nowhere is an orphan. Neither is
    added.

    Raises:
        PermissionDenied: without ``areas.edit``.
    """
    if not by.may("areas.edit"):
        raise PermissionDenied
    outcome = LoadOutcome()
    wanted = list(facts)
    for level in ("province", "district", "ward", "hamlet"):
        _load_level([fact for fact in wanted if fact.level == level], outcome)
    return outcome


def _load_level(facts: list[AreaFact], outcome: LoadOutcome) -> None:
    if not facts:
        return
    known = _known(facts[0].valid_from)
    added = []
    for fact in facts:
        if fact.key in known:
            _compare(known[fact.key], fact, outcome)
        elif fact.parent_key and fact.parent_key not in known:
            outcome.orphans.append(fact)
        else:
            known[fact.key] = area = _area_of(fact, known[fact.parent_key] if fact.parent_key else None)
            added.append(area)
    Area.objects.bulk_create(added, batch_size=BATCH)
    _close_over(added)
    outcome.added += len(added)


def _known(day: date) -> dict[Key, Area]:
    return {(area.level, area.code): area for area in Area.objects.in_force(day)}


def _compare(area: Area, fact: AreaFact, outcome: LoadOutcome) -> None:
    if area.name != nfc(fact.name):
        outcome.conflicts.append(fact)
        return
    outcome.known += 1
    missing = [
        name
        for name in ("latitude", "longitude", "population", "population_source")
        if not getattr(area, name) and getattr(fact, name)
    ]
    for name in missing:
        setattr(area, name, getattr(fact, name))
    if missing and area.pk:
        area.save(update_fields=missing)


def _close_over(areas: list[Area]) -> None:
    """Write the closure rows of new areas of one level; their parents' rows are there already."""
    parents = {area.parent_id for area in areas if area.parent_id}
    above: dict[int, list[tuple[int, int]]] = {}
    for row in AreaClosure.objects.filter(descendant__in=parents):
        above.setdefault(row.descendant_id, []).append((row.ancestor_id, row.depth))
    rows = [AreaClosure(ancestor=area, descendant=area, depth=0) for area in areas]
    rows += [
        AreaClosure(ancestor_id=ancestor, descendant=area, depth=depth + 1)
        for area in areas
        if area.parent_id
        for ancestor, depth in above[area.parent_id]
    ]
    AreaClosure.objects.bulk_create(rows, batch_size=BATCH * 2)
