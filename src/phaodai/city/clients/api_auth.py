"""How devices and keys sign in to the API. Each takes only secrets of its own kind and lets the others pass."""

from typing import Any

import pghistory
from django.http import HttpRequest
from ninja.security import HttpBearer

from phaodai.city.clients.actors import DeviceActor, KeyActor, device_capabilities
from phaodai.city.clients.models import Device
from phaodai.city.clients.services.devices import find_device, note_call
from phaodai.city.clients.services.keys import find_key
from phaodai.core import policy
from phaodai.core.gateway import Caller, CallerKind
from phaodai.core.gateway.services import admit, check_clock


def _act_as(request: HttpRequest, actor: Any) -> Any:
    """The request's user from here on; the history context was opened before the secret was read."""
    request.user = actor
    pghistory.context(user=actor.pk, user_name=actor.full_name)
    return actor


def _note_call(request: HttpRequest, device: Device, caller: Caller) -> None:
    if caller.clock is not None:
        app, agent = (request.headers.get(name, "") for name in ("X-Client-App", "User-Agent"))
        note_call(device=device, reading=caller.clock, app=app, user_agent=agent)


class DeviceAuth(HttpBearer):
    """``Authorization: Bearer pdd_…`` of an enrolled device, with ``X-Client-Time``: its clock is read each time."""

    def authenticate(self, request: HttpRequest, token: str) -> DeviceActor | None:
        device = find_device(token)
        if device is None:
            return None
        with policy.held():
            actor = _act_as(request, DeviceActor(device, device_capabilities()))
            caller = admit(
                request,
                kind=CallerKind.DEVICE,
                caller_id=device.uuid,
                name=device.name,
                limit_code="gateway.device_limit",
            )
            try:
                check_clock(request, caller)
            finally:  # a clock that is refused has to show as well
                _note_call(request, device, caller)
        return actor


class KeyAuth(HttpBearer):
    """``Authorization: Bearer pdk_…`` of an organisation's program."""

    def authenticate(self, request: HttpRequest, token: str) -> KeyActor | None:
        key = find_key(token)
        if key is None:
            return None
        with policy.held():
            actor = _act_as(request, KeyActor(key))
            admit(
                request,
                kind=CallerKind.KEY,
                caller_id=key.uuid,
                name=key.name,
                limit_code="gateway.key_limit",
            )
        return actor
