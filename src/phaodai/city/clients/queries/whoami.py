"""What a caller is told of itself."""

from typing import Any

from phaodai.city.accounts.terms import Capability
from phaodai.city.clients.actors import DeviceActor, KeyActor
from phaodai.core import clock
from phaodai.core.gateway import Caller

SESSION = "session"


def describe(actor: DeviceActor | KeyActor | None, user: Any, caller: Caller | None) -> dict[str, Any]:
    """Kind, name, place, capabilities, validity, limit and clock."""
    facts: dict[str, Any] = {"organization": None, "place": None, "expires_at": None}
    if isinstance(actor, DeviceActor):
        facts = _of_device(actor)
    elif isinstance(actor, KeyActor):
        facts = _of_key(actor)
    return {
        "kind": str(caller.kind) if caller else SESSION,
        "name": caller.name if caller else user.full_name,
        **facts,
        "capabilities": [one.value for one in Capability if user.may(one.value)],
        "limit": caller.limit if caller else None,
        "clock": _clock(caller),
        "server_time": clock.real_now(),
    }


def _of_device(actor: DeviceActor) -> dict[str, Any]:
    device = actor.device
    office = device.organization.code if device.organization else None
    return {"organization": office, "place": device.place_name, "expires_at": device.expires_at}


def _of_key(actor: KeyActor) -> dict[str, Any]:
    key = actor.key
    place = key.area.name if key.area else key.organization.name
    return {"organization": key.organization.code, "place": place, "expires_at": key.expires_at}


def _clock(caller: Caller | None) -> dict[str, Any] | None:
    if caller is None or caller.clock is None:
        return None
    return {"skew_s": caller.clock.skew_s, "standing": str(caller.clock.standing)}
