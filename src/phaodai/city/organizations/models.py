import uuid

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from phaodai.city.areas.models import Area
from phaodai.city.organizations.terms import BODIES, OrganizationKind
from phaodai.core.access import ScopedQuerySet, ScopeRule


@pghistory.track()
class Organization(models.Model):
    """An agency, lab, camp, checkpoint or business, or a body (Sở Chỉ huy, Ban Chỉ đạo) in the tree."""

    scope_rule = ScopeRule.reference()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    sort_key = models.CharField(max_length=500, db_collation="C", editable=False)
    search_key = models.CharField(max_length=260, editable=False)
    kind = models.CharField(max_length=20, choices=OrganizationKind.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="organizations")
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        indexes = [GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="organization_search")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_body(self) -> bool:
        """Whether this is a body of people who hold posts elsewhere."""
        return self.kind in BODIES


@pghistory.track()
class Post(models.Model):
    """A named responsibility in an organisation or body; people hold it for a time (`people.PostHolding`)."""

    scope_rule = ScopeRule.reference()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=160)
    area = models.ForeignKey(
        Area, null=True, on_delete=models.PROTECT, help_text="the area the post answers for, if one"
    )
    is_head = models.BooleanField(default=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(is_head=True), name="one_head_per_organization"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organization}"
