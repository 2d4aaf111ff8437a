"""Roles given, ended, renewed and handed over. A grant is never changed: it ends, and another begins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import Grant, User, valid_from
from phaodai.city.accounts.permissions import Role
from phaodai.city.accounts.services.guard import (
    MANAGERS,
    lock_administrators,
    log,
    may_delegate,
    must_be_other,
    must_leave_an_administrator,
    must_manage,
    must_say_why,
)
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
    until: datetime | None = None,
    reason: str = "",
) -> Grant:
    """Give a role for an area and all below, or at an organisation; neither is the whole system. Once only.

    Raises:
        PermissionDenied: the role, there, is not theirs to give.
        ValidationError: no such role, area and organisation at once, an end in the past, or one's own account.
    """
    must_be_other(user, by)
    _check(role, area, organization, until)
    if not may_delegate(by, role, area, organization):
        raise PermissionDenied
    held = _live(user, role, area, organization)
    if held is not None:
        return held
    return _give(user, role, area, organization, valid_from(until=until), by, reason)


def _give(
    user: User,
    role: str,
    area: Area | None,
    organization: Organization | None,
    valid: Any,
    by: Any,
    reason: str,
) -> Grant:
    with trail.context(user=by, reason=reason):
        grant = Grant.objects.create(
            user=user, role=role, area=area, organization=organization, valid=valid,
            granted_by_id=by.pk, granted_by_name=actor_name(by),
        )  # fmt: skip
        until = {"until": valid[1].isoformat()} if valid[1] else {}
        log(user, "role.granted", by, reason, role=str(role), where=grant.place_name, **until)
    _forget_grants(user)
    return grant


def _check(role: str, area: Area | None, organization: Organization | None, until: datetime | None) -> None:
    if role not in Role.values:
        raise ValidationError({"role": _("There is no such role.")})
    if area is not None and organization is not None:
        raise ValidationError({"area": _("Choose an area or an organisation, not both.")})
    if until is not None and until <= clock.real_now():
        raise ValidationError({"until": _("The end must lie in the future.")})


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
        PermissionDenied: the account, or the role, is out of reach.
        ValidationError: one's own role, no reason, ended already, or the last administrator's.
    """
    must_be_other(grant.user, by)
    if not may_delegate(by, grant.role, grant.area, grant.organization):
        raise PermissionDenied
    end_grant(grant, by, must_say_why(reason))


def end_grant(grant: Grant, by: Any, reason: str) -> None:
    """End a role without asking who does it; the callers have."""
    is_managing = grant.role in MANAGERS and grant.area_id is None and grant.organization_id is None
    if is_managing:
        lock_administrators()
    held = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    moment = clock.real_now()
    if held.valid.upper is not None and held.valid.upper <= moment:
        raise ValidationError(_("This role has ended already."))
    with trail.context(user=by, reason=reason):
        held.valid = (min(held.valid.lower, moment), moment)
        held.save(update_fields=["valid"])
        log(grant.user, "role.ended", by, reason, role=grant.role, where=grant.place_name)
    if is_managing:
        must_leave_an_administrator()
    _forget_grants(grant.user)


@transaction.atomic
def renew_grant(*, grant: Grant, until: datetime | None, by: Any, reason: str = "") -> Grant:
    """Let a role that has an end go on: another grant begins where this one ends.

    Raises:
        PermissionDenied: the role, there, is not theirs to give.
        ValidationError: it has no end or is renewed already, one's own, or the new end is not later.
    """
    must_be_other(grant.user, by)
    if not may_delegate(by, grant.role, grant.area, grant.organization):
        raise PermissionDenied
    held = Grant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    ends = held.valid.upper
    if ends is None or _goes_on(held):
        raise ValidationError(_("This role goes on anyway."))
    begins = max(ends, clock.real_now())
    if until is not None and until <= begins:
        raise ValidationError({"until": _("The new end must lie after the present one.")})
    return _give(grant.user, grant.role, grant.area, grant.organization, (begins, until), by, reason)


def _goes_on(grant: Grant) -> bool:
    same = Grant.objects.filter(
        user=grant.user_id, role=grant.role, area=grant.area_id, organization=grant.organization_id
    )
    return same.filter(valid__endswith__gt=grant.valid.upper).exists() or (
        same.filter(valid__upper_inf=True).exists()
    )


@transaction.atomic
def hand_over_roles(*, grants: Sequence[Grant], to: User, by: Any, reason: str) -> list[Grant]:
    """Somebody changes post: the chosen roles end for them and begin for their successor, at one moment.

    An end that was set goes over too. What the successor holds already stays as it is.

    Raises:
        PermissionDenied: an account or a role is out of reach.
        ValidationError: nothing chosen, no reason, one's own account, or both are the same.
    """
    reason = must_say_why(reason)
    if not grants:
        raise ValidationError(_("Choose the roles that go over."))
    given = []
    for grant in grants:
        if grant.user_id == to.pk:
            raise ValidationError({"to": _("Choose somebody else.")})
        must_be_other(grant.user, by)
        must_manage(grant.user, by)
        given.append(
            grant_role(
                user=to, role=grant.role, area=grant.area, organization=grant.organization, until=grant.valid.upper,
                by=by, reason=reason,
            )
        )  # fmt: skip
        revoke_grant(grant=grant, by=by, reason=reason)
    return given
