"""Devices, and for whom and where one may be handed out."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from phaodai.city.accounts.models import Grant, User
from phaodai.city.areas.models import Area
from phaodai.city.clients.models import Device, Enrolment
from phaodai.city.clients.services.guard import DEVICES
from phaodai.city.clients.terms import DeviceState
from phaodai.city.organizations.models import Organization
from phaodai.core import clock, policy
from phaodai.core.access import get_visible_or_404

SORTS = {
    "name": ("name", "pk"),
    "holder": ("holder__full_name", "pk"),
    "seen": ("last_seen_at", "pk"),
    "skew": ("skew_s", "pk"),
    "enrolled": ("pk",),
}


def _devices() -> Any:
    return Device.objects.select_related("holder", "organization", "area")


def list_devices(
    user: Any, *, text: str = "", state: str = "", clock_state: str = "", sort: str = "-seen"
) -> "QuerySet[Device]":
    """Devices in reach, filtered and sorted; never seen ones last."""
    rows = _devices().visible_to(user, DEVICES)
    if text:
        rows = rows.filter(
            Q(name__icontains=text)
            | Q(holder__full_name__icontains=text)
            | Q(organization__name__icontains=text)
            | Q(area__name__icontains=text)
        )
    rows = _in_state(rows, state)
    if clock_state == "off":
        limit = int(policy.get("gateway.device_clock").value["notice_s"])
        rows = rows.filter(Q(skew_s__gt=limit) | Q(skew_s__lt=-limit))
    return rows.order_by(*_order(sort))


def _order(sort: str) -> list[Any]:
    fields = SORTS.get(sort.removeprefix("-"), SORTS["seen"])
    return [("-" if sort.startswith("-") else "") + field for field in fields]


def _in_state(rows: "QuerySet[Device]", state: str) -> "QuerySet[Device]":
    moment = clock.real_now()
    where = {
        DeviceState.LIVE: Q(ended_at__isnull=True, expires_at__gt=moment),
        DeviceState.EXPIRED: Q(ended_at__isnull=True, expires_at__lte=moment),
        DeviceState.LOST: Q(is_lost=True),
        DeviceState.REVOKED: Q(ended_at__isnull=False, is_lost=False),
    }
    return rows.filter(where[DeviceState(state)]) if state in DeviceState.values else rows


def device_for(user: Any, uuid: UUID) -> Device:
    """A device in reach (Http404 otherwise)."""
    found: Device = get_visible_or_404(_devices(), user, DEVICES, uuid=uuid)
    return found


def devices_of(user: Any) -> "QuerySet[Device]":
    """Everything that acts or acted in this person's name, the working ones first."""
    return _devices().filter(holder_id=user.pk).order_by("ended_at", "-pk")


def own_device(user: Any, uuid: UUID) -> Device:
    """One's own device (Http404 otherwise)."""
    found = devices_of(user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def offer_for(user: Any, uuid: UUID) -> Enrolment:
    """An enrolment in reach, with what became of it (Http404 otherwise)."""
    offers = Enrolment.objects.select_related("holder", "organization", "area", "device")
    found: Enrolment = get_visible_or_404(offers, user, DEVICES, uuid=uuid)
    return found


def enrollable_organizations(user: Any) -> "QuerySet[Organization]":
    """Organisations for which devices may be handed out."""
    reach = user.reach(DEVICES)
    rows = Organization.objects.filter(is_active=True)
    if not reach.everywhere:
        inside = Q(pk__in=reach.organizations)
        rows = rows.filter(inside if reach.areas is None else inside | Q(area__in=reach.areas))
    return rows.order_by("sort_key")


def enrollable_areas(user: Any) -> "QuerySet[Area]":
    """Areas for which devices may be handed out."""
    reach = user.reach(DEVICES)
    rows = Area.objects.in_force(clock.today()).select_related("parent")
    if not reach.everywhere:
        rows = rows.filter(pk__in=reach.areas) if reach.areas is not None else rows.none()
    return rows.order_by("level", "sort_key")


def enrollable_holders(user: Any) -> "QuerySet[User]":
    """Themself, and everybody with a role in reach; that all their roles are, the service checks."""
    reach = user.reach(DEVICES)
    grants = Grant.objects.filter(valid__contains=clock.real_now())
    if not reach.everywhere:
        inside = Q(organization__in=reach.organizations)
        if reach.areas is not None:
            inside |= Q(area__in=reach.areas) | Q(organization__area__in=reach.areas)
        grants = grants.filter(inside)
    people = User.objects.filter(Q(pk=user.pk) | Q(pk__in=grants.values("user")), is_active=True)
    return people.order_by("full_name")
