"""Reading about accounts."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from phaodai.city.accounts.models import AccessLink, ApiToken, Grant, User
from phaodai.city.accounts.permissions import MANAGING, Role
from phaodai.city.accounts.services.guard import offices_of
from phaodai.city.accounts.services.tokens import digest_of
from phaodai.city.accounts.terms import AccountState
from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.core import clock, policy
from phaodai.core.access import get_visible_or_404
from phaodai.core.audit.models import ActionLog
from phaodai.core.audit.queries import actions_on

SORTS = {
    "name": ("full_name", "pk"),
    "username": ("username",),
    "created": ("created_at", "pk"),
    "login": ("last_login", "pk"),
}


def _live_grants() -> "QuerySet[Grant]":
    grants = Grant.objects.filter(valid__contains=clock.real_now())
    return grants.select_related("area", "organization").order_by("role", "pk")


def visible_users(user: Any) -> "QuerySet[User]":
    """Accounts the administrator may see, with their live grants and whether a second factor is set up."""
    totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    users = User.objects.visible_to(user, MANAGING).annotate(has_totp=Exists(totp))
    return users.prefetch_related(Prefetch("grants", _live_grants(), to_attr="grants_now"))


def list_users(
    user: Any, *, text: str = "", role: str = "", state: str = "", sort: str = "name"
) -> "QuerySet[User]":
    """The list of accounts, filtered and sorted; ``sort`` begins with a hyphen to turn the order."""
    users = visible_users(user)
    if text:
        users = users.filter(
            Q(full_name__icontains=text) | Q(username__icontains=text) | Q(title__icontains=text)
        )
    if role:
        users = users.filter(pk__in=_live_grants().filter(role=role).values("user"))
    users = _in_state(users, state)
    fields = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    return users.order_by(*(("-" if sort.startswith("-") else "") + field for field in fields))


def _in_state(users: "QuerySet[User]", state: str) -> "QuerySet[User]":
    if state == AccountState.ACTIVE:
        return users.filter(is_active=True)
    if state == AccountState.INACTIVE:
        return users.filter(is_active=False)
    if state == AccountState.NO_ROLE:
        return users.exclude(pk__in=_live_grants().values("user"))
    if state == AccountState.INVITED:
        open_links = AccessLink.objects.filter(closed_at__isnull=True, expires_at__gt=clock.real_now())
        return users.filter(pk__in=open_links.values("user"), last_login__isnull=True)
    if state == AccountState.NEVER:
        return users.filter(last_login__isnull=True)
    if state == AccountState.ENDING:
        return users.filter(pk__in=ending_grants().values("user"))
    return users


def ending_grants() -> "QuerySet[Grant]":
    """Roles in force whose end is near (`accounts.remind_days`) and that do not go on."""
    moment = clock.real_now()
    soon = moment + timedelta(days=policy.get("accounts.remind_days").value)
    going_on = Grant.objects.filter(
        user=OuterRef("user"), role=OuterRef("role"), valid__contains=OuterRef("valid__endswith")
    ).filter(Q(area=OuterRef("area")) | Q(area=None, organization=OuterRef("organization")))
    ending = Grant.objects.filter(valid__contains=moment, valid__endswith__lte=soon, user__is_active=True)
    return ending.exclude(Exists(going_on))


def ending_of(user: User) -> set[int]:
    """Which of an account's roles end soon."""
    return set(ending_grants().filter(user=user).values_list("pk", flat=True))


def user_for(user: Any, uuid: UUID) -> User:
    """One account; missing and out of reach answer alike (Http404)."""
    found: User = get_visible_or_404(visible_users(user), user, MANAGING, uuid=uuid)
    return found


def grants_of(user: User) -> "QuerySet[Grant]":
    """Every role ever held, newest first."""
    return user.grants.select_related("area", "organization").order_by("-pk")


def grant_of(user: User, uuid: UUID) -> Grant:
    """One role of this account (Http404 when it is not theirs)."""
    grants = Grant.objects.select_related("user", "area", "organization").filter(user=user)
    found: Grant = _first_or_404(grants, uuid)
    return found


def token_of(user: User, uuid: UUID) -> ApiToken:
    """One token of this account (Http404 when it is not theirs)."""
    found: ApiToken = _first_or_404(ApiToken.objects.select_related("user").filter(user=user), uuid)
    return found


def _first_or_404(rows: "QuerySet[Any]", uuid: UUID) -> Any:
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def live_tokens(user: User) -> "QuerySet[ApiToken]":
    """Tokens in use, newest first."""
    return user.tokens.filter(revoked_at__isnull=True).order_by("-pk")


def sessions_of(user: User) -> "QuerySet[UserSession]":
    """Where the user is signed in."""
    return UserSession.objects.filter(user_id=user.pk).order_by("-last_seen_at")


def provider_accounts_of(user: User) -> "QuerySet[SocialAccount]":
    """The providers whose sign-in opens the account."""
    return SocialAccount.objects.filter(user_id=user.pk).order_by("provider")


def second_factor_since(user: User) -> datetime | None:
    """When the authenticator app was set up; None if it is not."""
    factor = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    return factor.created_at if factor else None


def failed_attempts(user: User) -> int:
    """Wrong passwords in a row, as far as they still count."""
    since = clock.real_now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(username=user.username.lower(), attempt_time__gte=since)
    return max((attempt.failures_since_start for attempt in attempts), default=0)


def is_locked(user: User) -> bool:
    """Whether sign-in is locked at this moment after wrong passwords."""
    return failed_attempts(user) >= settings.AXES_FAILURE_LIMIT


def deeds_on(user: User) -> "QuerySet[ActionLog]":
    """What was done to an account, newest first."""
    return actions_on("user", user.uuid)


def open_link_of(user: User) -> AccessLink | None:
    """The one-time link that still works, if there is one; its secret is not kept."""
    return user.links.filter(closed_at__isnull=True, expires_at__gt=clock.real_now()).first()


def link_of(secret: str) -> AccessLink | None:
    """The link a secret opens, while it works."""
    link = AccessLink.objects.select_related("user").filter(digest=digest_of(secret)).first()
    usable = link is not None and link.is_open(clock.real_now()) and link.user.is_active
    return link if usable else None


def grantable_roles(user: Any) -> list[tuple[str, str]]:
    """The roles an administrator may give somewhere, for a choice."""
    table = policy.get("accounts.delegation").value
    wanted = {role for office in offices_of(user) for role in table.get(office.kind, ())}
    return [(role.value, str(role.label)) for role in Role if role.value in wanted]


def successors_for(by: Any, leaving: User) -> "QuerySet[User]":
    """Open accounts in reach to which the roles of somebody can go over."""
    users = User.objects.visible_to(by, MANAGING).filter(is_active=True)
    return users.exclude(pk__in=[leaving.pk, by.pk]).order_by("full_name", "pk")


def grantable_areas(user: Any) -> "QuerySet[Area]":
    """Areas for which an administrator may give roles."""
    reach = user.reach(MANAGING)
    areas = Area.objects.in_force(clock.today())
    if not reach.everywhere:
        areas = areas.filter(pk__in=reach.areas) if reach.areas is not None else areas.none()
    return areas.select_related("parent").order_by("level", "sort_key")


def grantable_organizations(user: Any) -> "QuerySet[Organization]":
    """Organisations at which an administrator may give roles."""
    reach = user.reach(MANAGING)
    organizations = Organization.objects.filter(is_active=True)
    if not reach.everywhere:
        inside = Q(pk__in=reach.organizations)
        if reach.areas is not None:
            inside |= Q(area__in=reach.areas)
        organizations = organizations.filter(inside)
    return organizations.order_by("sort_key")


def has_told_password(user: Any) -> bool:
    """Whether an administrator set the present password: nobody has chosen their own since."""
    deeds = ActionLog.objects.filter(
        subject_type="user",
        subject_id=user.uuid,
        action__in=("user.password_reset", "user.password_changed"),
    )
    last = deeds.order_by("-id").values_list("action", flat=True).first()
    return last == "user.password_reset"
