"""Who acts when a program calls: its person, narrowed, for a device; the key itself for an API key."""

from typing import Any

from django.db.models import QuerySet

from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.clients.models import ApiKey, Device
from phaodai.city.organizations.models import Organization
from phaodai.core import policy
from phaodai.core.access import NOWHERE, Reach


def _below(area: Area) -> "QuerySet[AreaClosure, Any]":
    return AreaClosure.objects.filter(ancestor=area).values("descendant")


def device_capabilities() -> frozenset[str]:
    """What a device may ever do, whoever holds it."""
    return frozenset(policy.get("clients.device_capabilities").value)


def key_capabilities(organization: Organization) -> frozenset[str]:
    """What the programs of an organisation of this kind may ever do."""
    table = policy.get("clients.key_capabilities").value
    return frozenset(table.get(organization.kind, table.get("other", ())))


class DeviceActor:
    """The device's person: what they may do, as far as devices may at all, there where the device belongs."""

    is_authenticated = True
    is_active = True
    live_grants: tuple[Any, ...] = ()

    def __init__(self, device: Device, allowed: frozenset[str]) -> None:
        self.device, self.user, self.allowed = device, device.holder, allowed
        self.pk, self.uuid = self.user.pk, self.user.uuid
        self.username, self.title = self.user.username, self.user.title
        self.full_name = f"{self.user.full_name} · {device.name}"

    def __str__(self) -> str:
        return self.full_name

    def may(self, capability: str) -> bool:
        return capability in self.allowed and not self.reach(capability).is_empty

    def reach(self, capability: str) -> Reach:
        """What the person reaches and the device belongs to, both."""
        if capability not in self.allowed or not self.user.may(capability):
            return NOWHERE
        own = self.user.reach(capability)
        office = self.device.organization
        area = self.device.area or (office.area if office else None)
        below = _below(area) if area else None
        if own.everywhere:
            return Reach(areas=below, organizations=frozenset([office.pk] if office else []))
        areas = (
            own.areas.filter(descendant__in=below) if own.areas is not None and below is not None else None
        )
        held = own.organizations & {office.pk} if office else frozenset()
        return Reach(areas=areas, organizations=held)


class KeyActor:
    """An API key at work. Its number is negative, so that no row can take it for a person's.

    ``pk`` is what the trail keeps of whoever did something; users count up from 1, keys down from -1.
    """

    is_authenticated = True
    is_active = True
    live_grants: tuple[Any, ...] = ()
    title = ""

    def __init__(self, key: ApiKey) -> None:
        self.key = key
        self.pk, self.uuid = -key.pk, key.uuid
        self.username = f"key-{key.pk}"
        self.full_name = f"API · {key.name} ({key.organization.name})"
        self.allowed = frozenset(key.capabilities) & key_capabilities(key.organization)

    def __str__(self) -> str:
        return self.full_name

    def may(self, capability: str) -> bool:
        return capability in self.allowed

    def reach(self, capability: str) -> Reach:
        """The organisation's own things, and all below its area if the key was given one."""
        if capability not in self.allowed:
            return NOWHERE
        below = _below(self.key.area) if self.key.area else None
        return Reach(areas=below, organizations=frozenset([self.key.organization_id]))
