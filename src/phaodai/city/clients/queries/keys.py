"""API keys, and for whom one may be made."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from phaodai.city.accounts.terms import Capability
from phaodai.city.areas.models import Area
from phaodai.city.clients.actors import key_capabilities
from phaodai.city.clients.models import ENDING, ApiKey, KeySecret
from phaodai.city.clients.services.guard import KEYS
from phaodai.city.clients.terms import KeyState
from phaodai.city.organizations.models import Organization
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404

VIEW = "clients.view"
SORTS = {
    "name": ("name", "pk"),
    "organization": ("organization__sort_key", "pk"),
    "expires": ("expires_at", "pk"),
    "used": ("last_used_at", "pk"),
}


def _keys() -> Any:
    working = KeySecret.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=clock.real_now()))
    keys = ApiKey.objects.select_related("organization__area", "area")
    return keys.prefetch_related(Prefetch("secrets", working.order_by("-pk"), to_attr="working"))


def list_keys(
    user: Any, *, text: str = "", state: str = "", sort: str = "organization"
) -> "QuerySet[ApiKey]":
    """Keys in reach, filtered and sorted."""
    rows = _keys().visible_to(user, VIEW)
    if text:
        rows = rows.filter(
            Q(name__icontains=text)
            | Q(organization__name__icontains=text)
            | Q(secrets__prefix__icontains=text)
        ).distinct()
    fields = SORTS.get(sort.removeprefix("-"), SORTS["organization"])
    order = [("-" if sort.startswith("-") else "") + field for field in fields]
    return _in_state(rows, state).order_by(*order)


def _in_state(rows: "QuerySet[ApiKey]", state: str) -> "QuerySet[ApiKey]":
    moment = clock.real_now()
    open_ones = Q(revoked_at__isnull=True)
    where = {
        KeyState.LIVE: open_ones & Q(expires_at__gte=moment + ENDING),
        KeyState.ENDING: open_ones & Q(expires_at__gt=moment, expires_at__lt=moment + ENDING),
        KeyState.EXPIRED: open_ones & Q(expires_at__lte=moment),
        KeyState.REVOKED: Q(revoked_at__isnull=False),
    }
    return rows.filter(where[KeyState(state)]) if state in KeyState.values else rows


def key_for(user: Any, uuid: UUID) -> ApiKey:
    """A key in reach with its working secrets (Http404 otherwise)."""
    found: ApiKey = get_visible_or_404(_keys(), user, VIEW, uuid=uuid)
    return found


def live_keys_for(user: Any) -> "QuerySet[ApiKey]":
    """Working keys for which the user may add a webhook."""
    moment = clock.real_now()
    rows = _keys().visible_to(user, KEYS)
    return rows.filter(revoked_at__isnull=True, expires_at__gt=moment).order_by(
        "organization__sort_key", "name"
    )


def keyable_organizations(user: Any) -> "QuerySet[Organization]":
    """Organisations for which the user may make keys."""
    reach = user.reach(KEYS)
    rows = Organization.objects.filter(is_active=True)
    if not reach.everywhere:
        inside = Q(pk__in=reach.organizations)
        rows = rows.filter(inside if reach.areas is None else inside | Q(area__in=reach.areas))
    return rows.order_by("sort_key")


def keyable_areas(organization: Organization | None) -> "QuerySet[Area]":
    """Areas a key of the organisation may be given: its own and all below."""
    rows = Area.objects.in_force(clock.today()).select_related("parent")
    if organization is not None and organization.area is not None:
        rows = rows.below(organization.area)
    return rows.order_by("level", "sort_key")


def capability_choices(organization: Organization) -> list[tuple[str, str]]:
    """What keys of the organisation may do, in the words of the permission table."""
    allowed = key_capabilities(organization)
    return [(one.value, str(one.label)) for one in Capability if one.value in allowed]


def capability_labels(names: list[str]) -> list[str]:
    """The words for capabilities; the code itself where the table has none."""
    known = {one.value: one for one in Capability}
    return [str(known[name].label) if name in known else name for name in names]
