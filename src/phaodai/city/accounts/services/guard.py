"""Who may manage whom. An administrator never reaches somebody whose roles they could not have given."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import Grant, User
from phaodai.city.accounts.permissions import MANAGING, ROLES
from phaodai.city.accounts.rules import ORGANIZATION, SYSTEM, Where, may_give
from phaodai.city.areas.models import Area, AreaClosure
from phaodai.city.organizations.models import Organization
from phaodai.core import clock, policy
from phaodai.core.audit import services as trail

MANAGERS = frozenset(str(role) for role, row in ROLES.items() if MANAGING in row.capabilities)


def _paths(area_ids: set[int | None]) -> dict[int | None, tuple[int, ...]]:
    """The areas above each, itself first, in one query."""
    found: dict[int | None, list[int]] = {}
    rows = AreaClosure.objects.filter(descendant__in=area_ids).order_by("depth")
    for descendant, ancestor in rows.values_list("descendant", "ancestor"):
        found.setdefault(descendant, []).append(ancestor)
    return {area: tuple(path) for area, path in found.items()}


def places_of(pairs: Iterable[tuple[Area | None, Organization | None]]) -> list[Where]:
    """Where each pair of (area, organisation) lies; both None is the whole system."""
    pairs = list(pairs)
    known: set[int | None] = {area.pk for area, _unit in pairs if area}
    known |= {unit.area_id for _area, unit in pairs if unit}
    paths = _paths(known) if known else {}
    return [_place(area, unit, paths) for area, unit in pairs]


def _place(area: Area | None, unit: Organization | None, paths: dict[int | None, tuple[int, ...]]) -> Where:
    if unit is not None:
        return Where(ORGANIZATION, paths.get(unit.area_id, ()), unit.pk)
    if area is not None:
        return Where(str(area.level), paths.get(area.pk, (area.pk,)))
    return Where(SYSTEM)


def offices_of(by: Any) -> list[Where]:
    """Where somebody manages accounts; the system itself does so everywhere."""
    if by.pk is None:
        return [Where(SYSTEM)] if by.may(MANAGING) else []
    grants = [grant for grant in by.live_grants if grant.role in MANAGERS]
    return places_of((grant.area, grant.organization) for grant in grants)


def may_delegate(by: Any, role: str, area: Area | None, organization: Organization | None) -> bool:
    """Whether ``by`` may give this role there, by the policy in force (`accounts.delegation`)."""
    if by.pk is None:
        return bool(by.may(MANAGING))
    [there] = places_of([(area, organization)])
    return may_give(role, there, offices_of(by), policy.get("accounts.delegation").value, MANAGERS)


def _held(user: User) -> list[Grant]:
    """The roles that decide who manages an account: those in force, else the last ones there were."""
    if user.live_grants:
        return user.live_grants
    past = user.grants.select_related("area", "organization").order_by("-valid__endswith", "-pk")
    return list(past[:20])


def may_manage(user: User, by: Any) -> bool:
    """Whether ``by`` may reset, lock or edit this account: they could have given every role it holds."""
    if by.pk is None:
        return bool(by.may(MANAGING))
    offices, grants = offices_of(by), _held(user)
    if any(mine.kind == SYSTEM for mine in offices):
        return True
    table = policy.get("accounts.delegation").value
    places = places_of((grant.area, grant.organization) for grant in grants)
    return bool(grants) and all(
        may_give(grant.role, there, offices, table, MANAGERS)
        for grant, there in zip(grants, places, strict=True)
    )


def must_manage(user: User, by: Any) -> None:
    """Raise PermissionDenied unless `may_manage`."""
    if not may_manage(user, by):
        raise PermissionDenied


def must_be_other(user: User, by: Any) -> None:
    """Raise ValidationError where somebody changes their own rights."""
    if by.pk is not None and by.pk == user.pk:
        raise ValidationError(_("Nobody changes their own roles; ask another administrator."))


def must_say_why(reason: str) -> str:
    """The reason without its edges; raises ValidationError where there is none."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason is kept with the change.")})
    return reason.strip()


def lock_administrators() -> None:
    """Take the grants of system administrators, so that two of them cannot end each other at once."""
    list(_system_grants().select_for_update(of=("self",)).order_by("pk").values_list("pk"))


def _system_grants() -> Any:
    return Grant.objects.filter(role__in=MANAGERS, area=None, organization=None)


def must_leave_an_administrator() -> None:
    """Raise ValidationError where no open account manages the whole system without an end any more."""
    live = _system_grants().filter(
        valid__contains=clock.real_now(), valid__upper_inf=True, user__is_active=True
    )
    if not live.exists():
        raise ValidationError(
            _("This is the last administrator of the whole system; name another one first.")
        )


def log(user: User, action: str, by: Any, reason: str = "", **data: Any) -> None:
    """One row of the trail about an account."""
    trail.log_action(
        actor=by, action=action, subject_type="user", subject_id=user.uuid, reason=reason, data=data
    )
