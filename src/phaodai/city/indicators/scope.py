"""Where somebody holds a capability over the areas of units."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from phaodai.city.areas.models import Area, AreaClosure, AreaQuerySet
from phaodai.city.organizations.models import Organization
from phaodai.core.access import ScopeRule


def areas_of(user: Any, capability: str) -> AreaQuerySet:
    """The areas over which ``user`` holds it: granted ones with all below, and those of granted organisations."""
    reach = user.reach(capability)
    if reach.everywhere:
        rows: AreaQuerySet = Area.objects.all()
        return rows
    held = Q(pk__in=reach.areas) if reach.areas is not None else Q(pk__in=[])
    if reach.organizations:
        seats = Organization.objects.filter(pk__in=reach.organizations, area__isnull=False).values("area")
        held |= Q(pk__in=AreaClosure.objects.filter(ancestor__in=seats).values("descendant"))
    found: AreaQuerySet = Area.objects.filter(held)
    return found


def holds_over(user: Any, capability: str, area: Area) -> bool:
    """Whether ``user`` holds the capability over this area."""
    return bool(user.may(capability)) and areas_of(user, capability).filter(pk=area.pk).exists()


def require_over(user: Any, capability: str, area: Area) -> None:
    """Raise PermissionDenied where it is not held over this area."""
    if not holds_over(user, capability, area):
        raise PermissionDenied


HANDS_ON = ("indicators.report", "indicators.confirm", "indicators.manage")


def _where_rows_show(user: Any, capability: str, field: str) -> Q:
    """Rows of areas granted for looking; those who report, confirm or manage also see where they do so."""
    reach = user.reach(capability)
    if reach.everywhere:
        return Q()
    shown = Q(**{f"{field}__in": reach.areas}) if reach.areas is not None else Q(pk__in=[])
    for other in HANDS_ON:
        if user.may(other):
            shown |= Q(**{f"{field}__in": areas_of(user, other)})
    return shown


def rule_by_unit(field: str = "area") -> ScopeRule:
    """The scope of whatever one unit reported."""
    return ScopeRule.custom(
        "indicators.view",
        f"{field} lies below a granted area, or where the user reports, confirms or manages sheets",
        lambda user, capability: _where_rows_show(user, capability, field),
    )
