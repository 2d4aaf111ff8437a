"""Who may connect what: nobody beyond their own reach."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import User
from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.core.access import Reach
from phaodai.core.audit import services as trail

DEVICES, KEYS = "devices.manage", "clients.manage"


def is_within(reach: Reach, area: Area | None, organization: Organization | None) -> bool:
    """Whether a place lies inside the reach; neither area nor organisation is the whole system."""
    if reach.everywhere:
        return True
    if organization is not None and organization.pk in reach.organizations:
        return True
    where = area or (organization.area if organization else None)
    return where is not None and reach.covers(where.pk)


def must_reach(by: Any, capability: str, area: Area | None, organization: Organization | None) -> None:
    """Raise PermissionDenied unless ``by`` holds the capability there."""
    if not by.may(capability) or not is_within(by.reach(capability), area, organization):
        raise PermissionDenied


def may_enrol_for(by: Any, holder: User) -> bool:
    """Whether ``by`` may hand out a device in this person's name: themself, or all their roles lie in reach."""
    if by.pk == holder.pk:
        return True
    reach = by.reach(DEVICES)
    grants = holder.live_grants
    return bool(grants) and all(is_within(reach, grant.area, grant.organization) for grant in grants)


def clean_name(name: str) -> str:
    """A name people tell things apart by.

    Raises:
        ValidationError: none given.
    """
    if not name.strip():
        raise ValidationError({"name": _("Give it a name that people will know it by.")})
    return name.strip()[:80]


def must_say_why(reason: str) -> str:
    """Raises ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason is kept with the change.")})
    return reason.strip()[:300]


def log(kind: str, row: Any, action: str, by: Any, reason: str = "", **data: Any) -> None:
    """One line of the trail about a device, key or webhook."""
    trail.log_action(
        actor=by,
        action=f"{kind}.{action}",
        subject_type=kind,
        subject_id=row.uuid,
        reason=reason,
        data=data | {"name": row.name},
    )
