"""Devices and programs about themselves: enrolling, and what one may do."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from phaodai.city.clients import services
from phaodai.city.clients.actors import DeviceActor, KeyActor
from phaodai.city.clients.queries.whoami import describe
from phaodai.core.access import public, signed_in
from phaodai.core.access.api import ERRORS
from phaodai.core.gateway import caller_of

router = Router(tags=["connection"])
NO_NUL = r"^[^\x00]*$"


class EnrolIn(Schema):
    """The code of the QR that was shown, and what enrols itself."""

    code: str = Field(max_length=120, pattern=NO_NUL)
    app: str = Field("", max_length=80, pattern=NO_NUL)


class EnrolOut(Schema):
    """The device and its token; the token is never told again."""

    token: str
    device: UUID
    name: str
    holder: str
    place: str
    expires_at: datetime


class LimitOut(Schema):
    """Calls at once, calls left now, seconds until all are back."""

    limit: int
    remaining: int
    full_in_s: int


class ClockOut(Schema):
    """How the device's clock stood at this call; positive seconds where it is fast."""

    skew_s: int
    standing: str


class MeOut(Schema):
    """Who calls, what they may do, until when, and how it stands with limit and clock."""

    kind: str
    name: str
    organization: str | None
    place: str | None
    capabilities: list[str]
    expires_at: datetime | None
    limit: LimitOut | None
    clock: ClockOut | None
    server_time: datetime


@router.post("/devices/enrol", auth=None, response={201: EnrolOut, **ERRORS}, summary="Enrol a device")
@public
def enrol_device(request: HttpRequest, payload: EnrolIn) -> Any:
    """Takes the code of an enrolment QR, once and within its minutes, and answers with the device's token.

    Keep the token on the device; it is sent as `Authorization: Bearer pdd_…` with `X-Client-Time` at each call.
    """
    agent = request.headers.get("User-Agent", "")
    device, token = services.enrol_device(code=payload.code, app=payload.app, user_agent=agent)
    return Status(
        201,
        {
            "token": token,
            "device": device.uuid,
            "name": device.name,
            "holder": device.holder.full_name,
            "place": device.place_name,
            "expires_at": device.expires_at,
        },
    )


@router.get("/me", response={200: MeOut, **ERRORS}, summary="Who am I")
@signed_in
def me(request: HttpRequest) -> Any:
    """The caller's kind, capabilities, validity, limit, and for a device how far its clock is off.

    A good first call: it shows that the secret works without reading anything.
    """
    actor: Any = request.user
    caller = caller_of(request)
    return describe(actor if isinstance(actor, DeviceActor | KeyActor) else None, request.user, caller)
