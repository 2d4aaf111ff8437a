"""What the shell and the dashboard need from several modules at once."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from phaodai.city.areas.models import Area, AreaClosure, AreaQuerySet
from phaodai.city.areas.queries import with_status
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.people.models import PostHolding
from phaodai.core import clock

RANKS = {AreaLevel.PROVINCE: 0, AreaLevel.DISTRICT: 1, AreaLevel.WARD: 2, AreaLevel.HAMLET: 3}


def _by_rank(areas: AreaQuerySet) -> "QuerySet[Any]":
    cases = [When(level=level, then=Value(rank)) for level, rank in RANKS.items()]
    ranked = areas.annotate(level_rank=Case(*cases, default=Value(9), output_field=IntegerField()))
    return ranked.order_by("level_rank", "sort_key")


def grant_roots(user: Any) -> "QuerySet[Any]":
    """The areas a user's grants name (an organisation's own area for its people), widest first.

    A grant for the whole system stands for every province.
    """
    today = Area.objects.in_force(clock.today())
    ids: list[Any] = [
        grant.area_id or (grant.organization.area_id if grant.organization else None)
        for grant in user.live_grants
    ]
    if None in ids:
        return _by_rank(today.filter(level=AreaLevel.PROVINCE))
    return _by_rank(today.filter(pk__in=ids))


def areas_in_reach(user: Any) -> "QuerySet[Any]":
    """Every area at or below the granted ones."""
    below = AreaClosure.objects.filter(ancestor__in=grant_roots(user).values("pk")).values("descendant")
    return _by_rank(Area.objects.in_force(clock.today()).filter(pk__in=below))


def areas_inside(area: Area, level: str) -> "QuerySet[Any]":
    """The areas of a level inside another today, with the level decided and the one computed."""
    inside = Area.objects.in_force(clock.today()).below(area).filter(level=level).exclude(pk=area.pk)
    return with_status(inside).select_related("parent").order_by("sort_key")


def levels_inside(area: Area) -> list[AreaLevel]:
    """Which levels there are inside an area today, the widest first."""
    inside = Area.objects.in_force(clock.today()).below(area).exclude(pk=area.pk).order_by()
    found = set(inside.values_list("level", flat=True).distinct())
    return [level for level in AreaLevel if level in found]


def responsible_people(area_ids: Iterable[int]) -> dict[int, str]:
    """Who holds the post that answers for each area today: {area_id: "name"}. One query."""
    holdings = PostHolding.objects.filter(
        post__area__in=list(area_ids), post__organization__is_active=True, valid__contains=clock.today()
    )
    found: dict[int, str] = {}
    for area_id, name in holdings.order_by("-post__is_head").values_list("post__area", "person__full_name"):
        found.setdefault(area_id, name)
    return found
