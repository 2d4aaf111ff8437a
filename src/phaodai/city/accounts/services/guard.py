"""Who may manage whom. An administrator of an area never reaches somebody whose roles reach further."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import Grant, User
from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.core.access import Reach
from phaodai.core.audit import services as trail

MANAGING = "accounts.manage"


def _is_within(reach: Reach, area: Area | None, organization: Organization | None) -> bool:
    """Whether a grant for this area or organisation lies inside the reach; both None is the whole system."""
    if reach.everywhere:
        return True
    where = area or (organization.area if organization else None)
    if where is None or reach.areas is None:
        return False
    return bool(reach.areas.filter(descendant=where).exists())


def may_delegate(
    by: Any, role: str, area: Area | None, organization: Organization | None, carries: frozenset[str]
) -> bool:
    """Whether ``by`` may give this role there; only whole-system managers make others managers."""
    reach = by.reach(MANAGING)
    if MANAGING in carries and not reach.everywhere:
        return False
    return _is_within(reach, area, organization)


def may_manage(user: User, by: Any) -> bool:
    """Whether ``by`` may reset, lock or edit this account: all its live roles lie inside their reach."""
    reach = by.reach(MANAGING)
    if reach.everywhere:
        return True
    grants: list[Grant] = user.live_grants
    return bool(grants) and all(_is_within(reach, grant.area, grant.organization) for grant in grants)


def must_manage(user: User, by: Any) -> None:
    """Raise PermissionDenied unless `may_manage`."""
    if not may_manage(user, by):
        raise PermissionDenied


def must_be_other(user: User, by: Any) -> None:
    """Raise ValidationError where somebody changes their own rights."""
    if by.pk is not None and by.pk == user.pk:
        raise ValidationError(_("Nobody changes their own roles; ask another administrator."))


def log(user: User, action: str, by: Any, reason: str = "", **data: Any) -> None:
    """One row of the trail about an account."""
    trail.log_action(
        actor=by, action=action, subject_type="user", subject_id=user.uuid, reason=reason, data=data
    )
