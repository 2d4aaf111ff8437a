from datetime import datetime
from typing import Any, Self
from uuid import uuid4

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from phaodai.city.areas.models import Area
from phaodai.city.places.models import Place
from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.response.cases.models import Case
from phaodai.response.notices.terms import NoticeState


class NoticeQuerySet(ScopedQuerySet):
    def in_force(self, now: datetime) -> Self:
        """What the public reads: published, not replaced, not withdrawn, not expired."""
        return self.filter(state=NoticeState.PUBLISHED, published_at__lte=now, expires_at__gt=now)


@pghistory.track()
class PlaceNotice(models.Model):
    """One version of a public notice about one place: the place and hours, nothing of anybody.

    ``number`` and ``series`` stay the same over all versions. ``content`` is what was published, frozen: place, address,
    wards, hours, texts; a renamed place changes nothing of it. ``cases`` says why, and is never published.
    """

    scope_rule = ScopeRule.by_area("notices.draft")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    series = models.UUIDField(default=uuid4)
    number = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="notices")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    cases = models.ManyToManyField(Case, related_name="place_notices", help_text="why; never published")
    windows = models.JSONField(help_text="[[start, end]…], ISO")
    state = models.CharField(max_length=10, choices=NoticeState.choices, default=NoticeState.DRAFT)
    warnings = models.JSONField(default=list, help_text="codes of what was warned about when it was drafted")
    content = models.JSONField(default=dict, help_text="what was published, frozen")
    drafted_by_id = models.BigIntegerField(null=True)
    drafted_by_name = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    approved_by_id = models.BigIntegerField(null=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="replaced, withdrawn or refused")
    ended_by_name = models.CharField(max_length=200, blank=True)
    end_reason = models.CharField(max_length=300, blank=True, help_text="for the file; not published")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="notice_version_once"),
            models.UniqueConstraint(
                fields=["series"], condition=Q(state="published"), name="one_published_version"
            ),
            models.UniqueConstraint(fields=["series"], condition=Q(state="draft"), name="one_draft_version"),
            models.CheckConstraint(
                condition=Q(approved_by_id__isnull=True) | ~Q(approved_by_id=F("drafted_by_id")),
                name="notice_second_approver",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "refused"]) | Q(published_at__isnull=False),
                name="published_notices_dated",
            ),
        ]
        indexes = [models.Index(fields=["state", "-published_at"], name="notice_state_published")]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"

    def is_in_force(self, now: datetime) -> bool:
        """Whether the public reads this version."""
        return self.state == NoticeState.PUBLISHED and self.expires_at is not None and self.expires_at > now

    @property
    def spans(self) -> list[tuple[datetime, datetime]]:
        """The hours as moments."""
        pairs: list[Any] = self.windows
        return [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in pairs]


class NoticeCounter(models.Model):
    """The last notice number; locked while one is given."""

    scope_rule = ScopeRule.internal("gives notice numbers")

    prefix = models.CharField(max_length=12, unique=True)
    last_number = models.PositiveIntegerField(default=0)

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.prefix}: {self.last_number}"
