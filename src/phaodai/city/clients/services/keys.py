"""API keys: made for an organisation within limits, shown once, replaced with an overlap, revoked at once."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.clients.actors import key_capabilities
from phaodai.city.clients.models import ApiKey, KeySecret
from phaodai.city.clients.services.guard import KEYS, clean_name, log, must_reach, must_say_why
from phaodai.city.organizations.models import Organization
from phaodai.core import clock, policy
from phaodai.core.audit import services as trail
from phaodai.core.audit.services import actor_name
from phaodai.core.gateway.tokens import digest_of, new_secret
from phaodai.core.text import nfc

KIND = "pdk"
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def make_key(
    *,
    organization: Organization,
    name: str,
    capabilities: Iterable[str],
    days: int,
    by: Any,
    area: Area | None = None,
    contact: str = "",
) -> tuple[ApiKey, str]:
    """A key of an organisation and its secret, which is returned this once.

    Raises:
        PermissionDenied: the organisation is out of reach.
        ValidationError: by field; beyond what such an organisation's keys may do, reach or last.
    """
    must_reach(by, KEYS, None, organization)
    wanted = _clean_capabilities(organization, capabilities)
    _check_area(organization, area)
    key = ApiKey(organization=organization, area=area, name=clean_name(nfc(name)), contact=nfc(contact)[:160])
    key.capabilities, key.expires_at = wanted, clock.real_now() + timedelta(days=_clean_days(days))
    key.made_by_id, key.made_by_name = by.pk, actor_name(by)
    with trail.context(user=by):
        key.save()
        text = _add_secret(key)
        log("api_key", key, "made", by, capabilities=wanted, organization=organization.code)
    return key, text


def _clean_capabilities(organization: Organization, wanted: Iterable[str]) -> list[str]:
    found = sorted(set(wanted))
    if not found:
        raise ValidationError({"capabilities": _("Choose what the key may do.")})
    if set(found) - key_capabilities(organization):
        raise ValidationError({"capabilities": _("A key of such an organisation may not do this.")})
    return found


def may_reach_area(organization: Organization) -> bool:
    """Whether keys of such an organisation may be given an area."""
    return organization.kind in policy.get("clients.key_area_kinds").value


def _check_area(organization: Organization, area: Area | None) -> None:
    if area is None:
        return
    if not may_reach_area(organization):
        raise ValidationError(
            {"area": _("A key of such an organisation reaches only what is its own; leave the area empty.")}
        )
    seat = organization.area
    if seat is not None and not AreaClosure.objects.filter(ancestor=seat, descendant=area).exists():
        raise ValidationError({"area": _("The area lies outside the organisation's own.")})


def _clean_days(days: int) -> int:
    longest = int(policy.get("clients.key_max_days").value)
    if not 1 <= days <= longest:
        raise ValidationError({"days": _("From 1 to %(n)s days.") % {"n": longest}})
    return days


def _add_secret(key: ApiKey) -> str:
    secret = new_secret(KIND)
    KeySecret.objects.create(key=key, prefix=secret.prefix, digest=secret.digest)
    return secret.text


def _manageable(key: ApiKey, by: Any) -> ApiKey:
    """The key's row, locked; PermissionDenied out of reach, ValidationError when it works no longer."""
    must_reach(by, KEYS, None, key.organization)
    row: ApiKey = ApiKey.objects.select_for_update(of=("self",)).select_related("organization").get(pk=key.pk)
    if row.revoked_at is not None:
        raise ValidationError(_("This key has been revoked."))
    return row


@transaction.atomic
def rotate_key(*, key: ApiKey, by: Any) -> str:
    """A new secret of the key, returned this once; the present one works on for the days of the policy.

    An older one that was still working ends now: there are never more than two.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: revoked.
    """
    row = _manageable(key, by)
    moment = clock.real_now()
    until = moment + timedelta(days=int(policy.get("clients.secret_overlap_days").value))
    row.secrets.filter(ends_at__gt=moment).update(ends_at=moment)
    row.secrets.filter(ends_at__isnull=True).update(ends_at=until)
    text = _add_secret(row)
    log("api_key", row, "rotated", by, old_until=until.isoformat())
    return text


@transaction.atomic
def revoke_key(*, key: ApiKey, by: Any, reason: str) -> ApiKey:
    """End a key with all its secrets now, and with it its webhooks' sending.

    Raises:
        PermissionDenied: out of reach.
        ValidationError: no reason; revoked already.
    """
    row = _manageable(key, by)
    row.revoked_at, row.revoked_by_name = clock.real_now(), actor_name(by)
    row.revoke_reason = must_say_why(reason)
    with trail.context(user=by, reason=reason):
        row.save(update_fields=["revoked_at", "revoked_by_name", "revoke_reason"])
        log("api_key", row, "revoked", by, reason)
    return row


def find_key(text: str) -> ApiKey | None:
    """The key of a secret that works now; None for any other. The use is noted at most once a minute."""
    if not text.startswith(f"{KIND}_"):
        return None
    moment = clock.real_now()
    secrets = KeySecret.objects.select_related("key__organization__area", "key__area")
    working = Q(ends_at__isnull=True) | Q(ends_at__gt=moment)
    found = secrets.filter(
        working, digest=digest_of(text), key__revoked_at__isnull=True, key__expires_at__gt=moment
    ).first()
    if found is None or not found.key.organization.is_active:
        return None
    _note_use(found.key)
    return found.key


def _note_use(key: ApiKey) -> None:
    moment = clock.real_now()
    if key.last_used_at is None or moment - key.last_used_at >= NOTED_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=moment)
