"""Finding the units of the tree that notices speak of."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from phaodai.city.areas.models import AreaClosure
from phaodai.city.organizations.models import Organization
from phaodai.city.people.models import PostHolding
from phaodai.command.directives.models.reach import units_of
from phaodai.command.directives.reading.values import Unit, UnitBook
from phaodai.core import clock
from phaodai.core.access.reach import Actor
from phaodai.core.text import search_key

DEPTH = 6
"""How far up a chain of organisations is followed."""


def units_in_use() -> "QuerySet[Organization]":
    """Every unit a task can be given to."""
    return Organization.objects.filter(is_active=True).select_related("area")


def own_units(user: Actor, capability: str) -> "QuerySet[Organization]":
    """The units ``user`` acts for with this capability."""
    units = units_of(user, capability)
    return units_in_use() if units is None else units_in_use().filter(pk__in=units)


def unit_book() -> UnitBook:
    """The organisation tree as the reader wants it; groups ("các phường") are found by `members_of_group`."""
    rows = list(units_in_use().select_related("parent"))
    units = [
        Unit(row.code, (row.name,), (row.short_name,) if row.short_name else (), _code(row.parent))
        for row in rows
    ]
    return UnitBook(tuple(units))


def _code(row: Organization | None) -> str | None:
    return row.code if row else None


def units_by_code(codes: set[str]) -> dict[str, Organization]:
    """The active units of these codes."""
    return {row.code: row for row in units_in_use().filter(code__in=codes)}


def units_by_name(names: set[str]) -> dict[str, Organization]:
    """Units whose name or short name is exactly one of these (diacritics and case ignored), by the name given.

    A name two units share names neither.
    """
    keys = {search_key(name) for name in names} - {""}
    if not keys:
        return {}
    close = reduce(or_, (Q(search_key__contains=key) for key in keys))
    found: dict[str, set[Organization]] = {}
    for row in units_in_use().filter(close):
        for key in {search_key(row.name), search_key(row.short_name)} & keys:
            found.setdefault(key, set()).add(row)
    one = {key: next(iter(rows)) for key, rows in found.items() if len(rows) == 1}
    return {name: one[search_key(name)] for name in names if search_key(name) in one}


def members_of_group(written: str, issuer: Organization) -> list[Organization]:
    """The committees "UBND các phường" or "các quận, huyện" means below the issuer; [] when it names no group."""
    level = group_level(written)
    if not level or issuer.area_id is None:
        return []
    below = AreaClosure.objects.filter(ancestor=issuer.area_id).values("descendant")
    rows = units_in_use().filter(kind="committee", area__in=below, area__level=level).exclude(pk=issuer.pk)
    return list(rows)


def group_level(written: str) -> str:
    """Which level of areas a written group means; "" when the name is no group."""
    words = f" {search_key(written)} "
    if " cac " not in words and " tung " not in words and " moi " not in words:
        return ""
    if any(f" {word} " in words.replace(",", " ") for word in ("quan", "huyen")):
        return "district"
    if any(f" {word} " in words.replace(",", " ") for word in ("xa", "phuong")):
        return "ward"
    return ""


def units_below(unit: Organization) -> "QuerySet[Organization]":
    """Whom a unit may hand a part of its task on to: what belongs to it, and what sits in its area below it."""
    where = Q(parent=unit) | Q(parent__parent=unit)
    if unit.area_id is not None and unit.kind in ("committee", "command", "steering"):
        below = AreaClosure.objects.filter(ancestor=unit.area_id, depth__gt=0).values("descendant")
        where |= Q(area__in=below, kind__in=("committee", "command", "steering", "health_station"))
    return units_in_use().filter(where).exclude(pk=unit.pk).distinct()


def head_names(unit_ids: set[int]) -> dict[int, str]:
    """Who heads these units today: {unit id: "name, post"}."""
    rows = PostHolding.objects.filter(
        post__organization__in=unit_ids, post__is_head=True, valid__contains=clock.today()
    ).select_related("person", "post")
    return {row.post.organization_id: f"{row.person.full_name}, {row.post.title}" for row in rows}
