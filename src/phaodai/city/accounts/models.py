import uuid
from datetime import datetime
from functools import cached_property
from typing import Any

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import Now

from phaodai.city.accounts.permissions import ROLES, Role, capabilities_of
from phaodai.city.accounts.terms import LinkPurpose
from phaodai.city.areas.models import FEW_AREAS, Area, AreaClosure
from phaodai.city.organizations.models import Organization
from phaodai.core import clock
from phaodai.core.access import NOWHERE, Reach, ScopedQuerySet, ScopeRule
from phaodai.core.access.reach import Actor


def _areas_below(grants: list["Grant"]) -> "QuerySet[AreaClosure, Any]":
    return AreaClosure.objects.filter(ancestor__in=[grant.area_id for grant in grants]).values("descendant")


def _few_below(grants: list["Grant"]) -> tuple[int, ...] | None:
    """The areas below, if they are few."""
    found = {area for grant in grants for area in grant.below}  # type: ignore[attr-defined]
    return tuple(sorted(found)) if len(found) <= FEW_AREAS else None


class UserManager(BaseUserManager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str) -> "User":
        return self.get(username__iexact=username)


def _granted_below(user: Actor, capability: str) -> Q:
    """A sub-select, because a join would show a user once for each grant."""
    reach = user.reach(capability)
    if reach.everywhere:
        return Q()
    where = Q(organization__in=reach.organizations)
    if reach.areas is not None:
        where |= Q(area__in=reach.areas) | Q(organization__area__in=reach.areas)
    return Q(pk__in=Grant.objects.filter(where).values("user"))


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """Somebody who signs in. What they may do comes from their grants alone."""

    scope_rule = ScopeRule.any_of(
        ScopeRule.own("pk"),
        ScopeRule.custom(
            "accounts.manage", "users with a grant below a granted area or organisation", _granted_below
        ),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    title = models.CharField(max_length=160, blank=True, help_text="as shown under the name")
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="vi")
    created_at = models.DateTimeField(db_default=Now())

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    @cached_property
    def live_grants(self) -> list["Grant"]:
        """The grants in force, read once a request."""
        below = AreaClosure.objects.filter(ancestor=OuterRef("area")).values("descendant")
        grants = self.grants.annotate(below=ArraySubquery(below[: FEW_AREAS + 1]))
        moment = clock.real_now()
        return list(grants.filter(valid__contains=moment).select_related("area", "organization"))

    def may(self, capability: str) -> bool:
        """Whether any grant in force carries the capability."""
        return any(capability in capabilities_of(grant.role) for grant in self.live_grants)

    def reach(self, capability: str) -> Reach:
        """Where the capability is held: everywhere, below some areas, at some organisations."""
        grants = [grant for grant in self.live_grants if capability in capabilities_of(grant.role)]
        if not grants:
            return NOWHERE
        if any(grant.area_id is None and grant.organization_id is None for grant in grants):
            return Reach(everywhere=True)
        roots = [grant for grant in grants if grant.area_id]
        return Reach(
            areas=_areas_below(roots) if roots else None,
            few=_few_below(roots) if roots else None,
            organizations=frozenset(g.organization_id for g in grants if g.organization_id),
        )

    @property
    def office_key(self) -> str:
        """Where this user works, as a key under which an office's habits are kept: its organisation, else its area."""
        grants = self.live_grants
        organization = next((grant.organization_id for grant in grants if grant.organization_id), None)
        area = next((grant.area_id for grant in grants if grant.area_id), None)
        if organization:
            return f"organization:{organization}"
        return f"area:{area}" if area else "city" if grants else ""

    @property
    def needs_second_factor(self) -> bool:
        """Roles that see health data, or give others roles, sign in with a second factor."""
        return any(ROLES[grant.role].needs_second_factor for grant in self.live_grants if grant.role in ROLES)


@pghistory.track()
class Grant(models.Model):
    """A role for an area and all below it, or at an organisation, from–to; both empty: the whole system."""

    scope_rule = ScopeRule.any_of(
        ScopeRule.own("user"),
        ScopeRule.by_area("accounts.manage"),
        ScopeRule.by_area("accounts.manage", "organization__area"),
        ScopeRule.by_organization("accounts.manage"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30, choices=Role.choices)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT)
    organization = models.ForeignKey(Organization, null=True, blank=True, on_delete=models.PROTECT)
    valid = DateTimeRangeField()
    granted_by_id = models.BigIntegerField(null=True)
    granted_by_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(area__isnull=True) | models.Q(organization__isnull=True),
                name="grant_area_or_organization",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.place_name}"

    @property
    def place_name(self) -> str:
        """Where the role holds; "" is the whole system."""
        where = self.area or self.organization
        return where.name if where else ""


class AccessLink(models.Model):
    """A one-time link by which somebody sets a password of their own; only its SHA-256 is kept.

    At most one is open for an account: making another closes it.
    """

    scope_rule = ScopeRule.via(lambda: User, "user")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10, choices=LinkPurpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, help_text="used, or replaced by another")
    was_used = models.BooleanField(default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(closed_at__isnull=True), name="one_open_link_per_account"
            ),
            models.CheckConstraint(
                condition=Q(was_used=False) | Q(closed_at__isnull=False), name="used_link_is_closed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.user}"

    def is_open(self, moment: datetime) -> bool:
        """Whether the link still works."""
        return self.closed_at is None and moment < self.expires_at


class ApiToken(models.Model):
    """A bearer token of a user for the API; only its SHA-256 is kept."""

    scope_rule = ScopeRule.own("user")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


def valid_from(
    moment: datetime | None = None, until: datetime | None = None
) -> tuple[datetime, datetime | None]:
    """A validity range that starts now, open unless ``until`` is given."""
    return (moment or clock.real_now(), until)
