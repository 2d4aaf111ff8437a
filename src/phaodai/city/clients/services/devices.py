"""Devices: a code is shown, a telephone takes it, acts for its person, and stops the moment somebody says so."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import User
from phaodai.city.areas.models import Area
from phaodai.city.clients.models import Device, Enrolment
from phaodai.city.clients.services.guard import (
    DEVICES,
    clean_name,
    is_within,
    log,
    may_enrol_for,
    must_reach,
    must_say_why,
)
from phaodai.city.organizations.models import Organization
from phaodai.core import clock, policy
from phaodai.core.audit import services as trail
from phaodai.core.audit.services import actor_name
from phaodai.core.gateway.rules.skew import ClockReading
from phaodai.core.gateway.tokens import digest_of, new_secret
from phaodai.core.text import nfc

KIND = "pdd"
CODE = "pde"
NOTED_EVERY = timedelta(minutes=1)
SKEW_MOVED_S = 5


@transaction.atomic
def offer_device(
    *, name: str, holder: User, by: Any, organization: Organization | None = None, area: Area | None = None
) -> tuple[Enrolment, str]:
    """A code for one device of a person, and its text, which is returned this once.

    Raises:
        PermissionDenied: the place, or the person, is out of reach.
        ValidationError: no name; both or neither of organisation and area.
    """
    name = clean_name(nfc(name))
    if (organization is None) == (area is None):
        raise ValidationError({"organization": _("Choose an organisation or an area, one of them.")})
    must_reach(by, DEVICES, area, organization)
    if not may_enrol_for(by, holder):
        raise PermissionDenied
    secret = new_secret(CODE)
    minutes = int(policy.get("clients.enrolment_minutes").value)
    offer = Enrolment.objects.create(
        name=name, holder=holder, organization=organization, area=area, digest=secret.digest,
        made_by_id=by.pk, made_by_name=actor_name(by), expires_at=clock.real_now() + timedelta(minutes=minutes),
    )  # fmt: skip
    log("device", offer, "offered", by, holder=str(holder.uuid))
    return offer, secret.text


class CodeUsedUp(ValidationError):
    """The code is unknown, used or too old; which of them is not said."""

    def __init__(self) -> None:
        super().__init__(_("This code no longer works. Ask for a new one."), code="code_used_up")


def open_offer(text: str) -> Enrolment:
    """The offer a code stands for, if it can still be taken.

    Raises:
        CodeUsedUp: it cannot.
    """
    offer = _offer(text)
    if offer is None:
        raise CodeUsedUp
    return offer


def _offer(text: str, *, lock: bool = False) -> Enrolment | None:
    offers = Enrolment.objects.select_related("holder", "organization", "area")
    if lock:
        offers = offers.select_for_update(of=("self",))
    found = offers.filter(digest=digest_of(text), used_at__isnull=True).first()
    if found is None or found.expires_at <= clock.real_now() or not found.holder.is_active:
        return None
    return found


@transaction.atomic
def enrol_device(*, code: str, app: str = "", user_agent: str = "") -> tuple[Device, str]:
    """Take a code, once: the device and its token, which is returned this once.

    Raises:
        CodeUsedUp: unknown, used or too old.
    """
    offer = _offer(code, lock=True)
    if offer is None:
        raise CodeUsedUp
    secret = new_secret(KIND)
    moment = clock.real_now()
    with trail.context(user=offer.holder):
        device = Device.objects.create(
            name=offer.name, holder=offer.holder, organization=offer.organization, area=offer.area,
            prefix=secret.prefix, digest=secret.digest, app=nfc(app)[:80], user_agent=nfc(user_agent)[:200],
            enrolled_by_id=offer.made_by_id, enrolled_by_name=offer.made_by_name,
            expires_at=moment + timedelta(days=int(policy.get("clients.device_days").value)),
        )  # fmt: skip
        offer.device, offer.used_at = device, moment
        offer.save(update_fields=["device", "used_at"])
        log("device", device, "enrolled", offer.holder, offered_by=offer.made_by_name)
    return device, secret.text


def may_end(device: Device, by: Any) -> bool:
    """Whether ``by`` may end a device: its own person, or whoever manages devices there."""
    if by.pk == device.holder_id:
        return True
    return by.may(DEVICES) and is_within(by.reach(DEVICES), device.area, device.organization)


@transaction.atomic
def end_device(*, device: Device, by: Any, reason: str, is_lost: bool = False) -> Device:
    """End a device's token now; the next call it makes is refused. What it sent before stays.

    Raises:
        PermissionDenied: neither its person nor in reach.
        ValidationError: no reason; ended already.
    """
    if not may_end(device, by):
        raise PermissionDenied
    reason = must_say_why(reason)
    row = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if row.ended_at is not None:
        raise ValidationError(_("This device has been ended already."))
    row.ended_at, row.is_lost = clock.real_now(), is_lost
    row.ended_by_name, row.end_reason = actor_name(by), reason
    with trail.context(user=by, reason=reason):
        row.save(update_fields=["ended_at", "is_lost", "ended_by_name", "end_reason"])
        log("device", row, "lost" if is_lost else "revoked", by, reason)
    return row


@transaction.atomic
def rename_device(*, device: Device, name: str, by: Any) -> Device:
    """Give a device another name; its person or whoever manages it may.

    Raises:
        PermissionDenied: neither.
        ValidationError: no name.
    """
    if not may_end(device, by):
        raise PermissionDenied
    device.name = clean_name(nfc(name))
    with trail.context(user=by):
        device.save(update_fields=["name"])
        log("device", device, "renamed", by)
    return device


def find_device(token: str) -> Device | None:
    """The device of a token that works now; None for any other."""
    if not token.startswith(f"{KIND}_"):
        return None
    moment = clock.real_now()
    devices = Device.objects.live(moment).select_related("holder", "organization__area", "area")
    return devices.filter(digest=digest_of(token), holder__is_active=True).first()


def note_call(*, device: Device, reading: ClockReading, app: str, user_agent: str) -> None:
    """Keep when a device called last and how its clock stood: at most once a minute unless something changed."""
    moment = clock.real_now()
    facts = {"app": app[:80] or device.app, "user_agent": user_agent[:200]}
    is_recent = device.last_seen_at is not None and moment - device.last_seen_at < NOTED_EVERY
    has_moved = device.skew_s is None or abs(device.skew_s - reading.skew_s) >= SKEW_MOVED_S
    if is_recent and not has_moved and all(getattr(device, name) == value for name, value in facts.items()):
        return
    Device.objects.filter(pk=device.pk).update(
        last_seen_at=moment, skew_s=reading.skew_s, skew_at=moment, **facts
    )
