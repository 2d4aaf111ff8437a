"""Which areas the pages start from and compare."""

from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When

from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.areas.queries import ancestors_of
from phaodai.city.areas.terms import AreaLevel
from phaodai.city.indicators.scope import HANDS_ON, areas_of
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404

WIDEST_FIRST = Case(
    *(When(level=level, then=Value(rank)) for rank, level in enumerate(AreaLevel.values)),
    default=Value(9), output_field=IntegerField(),
)  # fmt: skip


def starting_area(user: Any) -> Area | None:
    """The widest area the user works in, else the first province."""
    today = Area.objects.in_force(clock.today()).select_related("parent")
    for capability in ("indicators.view", *HANDS_ON):
        found = areas_of(user, capability).filter(valid__contains=clock.today()).select_related("parent")
        first = found.order_by(WIDEST_FIRST, "sort_key").first()
        if first is not None:
            return first
    first_province: Area | None = today.filter(level=AreaLevel.PROVINCE).order_by("sort_key").first()
    return first_province


def named_area(user: Any, uuid: str) -> Area:
    """The area of an address.

    Raises:
        Http404: there is none of this id, or it is no id.
    """
    found: Area = get_visible_or_404(Area.objects.select_related("parent"), user, uuid=_as_uuid(uuid))
    return found


def _as_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def named_areas(uuids: list[str]) -> tuple[Area, ...]:
    """The areas of these ids, in dictionary order; what is no id of one is left out."""
    wanted = [_as_uuid(text) for text in uuids[:12]]
    return tuple(Area.objects.filter(uuid__in=wanted).select_related("parent").order_by("sort_key"))


def way_up(area: Area) -> list[Area]:
    """The areas that contain it, the widest first."""
    return ancestors_of(area)


def levels_below(area: Area) -> list[str]:
    """The levels that have areas inside this one."""
    below = AreaClosure.objects.filter(ancestor=area, depth__gt=0).values("descendant")
    found = set(Area.objects.filter(pk__in=below).values_list("level", flat=True).distinct())
    return [level for level in AreaLevel.values if level in found]
