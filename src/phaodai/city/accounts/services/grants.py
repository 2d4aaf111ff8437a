"""Roles given and ended. A grant is never changed: it ends, and another begins."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import Grant, User, valid_from
from phaodai.city.accounts.permissions import Role, capabilities_of
from phaodai.city.accounts.services.guard import log, may_delegate, must_be_other, must_manage
from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.core import clock
from phaodai.core.audit import services as trail
from phaodai.core.audit.services import actor_name


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: str,
    by: Any,
    area: Area | None = None,
    organization: Organization | None = None,
    reason: str = "",
) -> Grant:
    """Give a role for an area and all below, or at an organisation; neither is the whole system. Once only.

    Raises:
        PermissionDenied: the role, there, is not theirs to give.
        ValidationError: no such role, area and organisation at once, or one's own account.
    """
    must_be_other(user, by)
    _check(role, area, organization)
    if not may_delegate(by, role, area, organization, capabilities_of(role)):
        raise PermissionDenied
    held = _live(user, role, area, organization)
    if held is not None:
        return held
    with trail.context(user=by, reason=reason):
        grant = Grant.objects.create(
            user=user, role=role, area=area, organization=organization, valid=valid_from(),
            granted_by_id=by.pk, granted_by_name=actor_name(by),
        )  # fmt: skip
        log(user, "role.granted", by, reason, role=str(role), where=grant.place_name)
    _forget_grants(user)
    return grant


def _check(role: str, area: Area | None, organization: Organization | None) -> None:
    if role not in Role.values:
        raise ValidationError({"role": _("There is no such role.")})
    if area is not None and organization is not None:
        raise ValidationError({"area": _("Choose an area or an organisation, not both.")})


def _live(user: User, role: str, area: Area | None, organization: Organization | None) -> Grant | None:
    grants = Grant.objects.filter(user=user, role=role, area=area, organization=organization)
    return grants.filter(valid__contains=clock.real_now()).first()


def _forget_grants(user: User) -> None:
    """The grants are cached for the request; what follows in it must see the change."""
    user.__dict__.pop("live_grants", None)


@transaction.atomic
def revoke_grant(*, grant: Grant, by: Any, reason: str) -> None:
    """End a role now.

    Raises:
        PermissionDenied: the account is out of reach.
        ValidationError: one's own role, no reason, or ended already.
    """
    must_be_other(grant.user, by)
    must_manage(grant.user, by)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason is kept with the change.")})
    held = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    moment = clock.real_now()
    if held.valid.upper is not None and held.valid.upper <= moment:
        raise ValidationError(_("This role has ended already."))
    with trail.context(user=by, reason=reason):
        held.valid = (held.valid.lower, moment)
        held.save(update_fields=["valid"])
        log(grant.user, "role.ended", by, reason, role=grant.role, where=grant.place_name)
    _forget_grants(grant.user)
