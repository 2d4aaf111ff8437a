import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.core.access.reach import Actor
from phaodai.core.files.purposes import all_purposes
from phaodai.core.files.terms import MEDIA_TYPES, FileState, Kind


def readable_files(user: Actor, wanted: str | None) -> Q:
    """Files of things the user may see, and their own uploads that wait for their thing."""
    condition = Q(state=FileState.WAITING, uploaded_by_id=user.pk, uploaded_by_id__isnull=False)
    for purpose in all_purposes():
        if wanted in (None, purpose.capability) and user.may(purpose.capability):
            owners: Any = purpose.owner()._default_manager
            visible = owners.visible_to(user, purpose.capability).values("uuid")
            condition |= Q(purpose=purpose.code, state=FileState.KEPT, owner_id__in=visible)
    return condition


class StoredFile(models.Model):
    """One file somebody gave. Its bytes lie in the store under ``digest``, shared with whoever gave the same.

    A deleted file keeps its row, without its name: the proof of what was there and when it went.
    """

    scope_rule = ScopeRule(
        "as the thing it belongs to; an upload that waits: who uploaded it", readable_files
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=5, choices=Kind.choices, help_text="by its content")
    name = models.CharField(max_length=200, blank=True, help_text="as given, cleaned")
    purpose = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.WAITING)
    owner_id = models.UUIDField(null=True, help_text="uuid of the thing it belongs to")
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_by_name = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    linked_at = models.DateTimeField(null=True, help_text="when it was put with its thing")
    deleted_at = models.DateTimeField(null=True)
    deleted_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="kept") | Q(owner_id__isnull=False, linked_at__isnull=False),
                name="kept_file_has_its_thing",
            ),
            models.CheckConstraint(
                condition=Q(state="deleted", deleted_at__isnull=False, name="")
                | (~Q(state="deleted") & Q(deleted_at__isnull=True)),
                name="deleted_file_dated_and_nameless",
            ),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="file_digest_sha256"),
        ]
        indexes = [
            models.Index(fields=["digest"], name="file_digest"),
            models.Index(fields=["purpose", "owner_id"], name="file_owner"),
            models.Index(fields=["state", "recorded_at"], name="file_state"),
        ]

    def __str__(self) -> str:
        return self.name or self.digest[:12]

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[Kind(self.kind)]


class FileRun(models.Model):
    """One run of the retention job: what lay in the store before, what went, what lies there after.

    ``before`` and ``after`` are the SHA-256 of the sorted list of digests on the disk; before, less what went, is
    after: anybody can count it again. Append-only.
    """

    scope_rule = ScopeRule.internal("shown to the data officer by guarded queries")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    files_deleted = models.PositiveIntegerField(help_text="rows past their term, or never put with a thing")
    contents_deleted = models.JSONField(default=list, help_text="digests taken off the disk")
    contents_before = models.PositiveIntegerField()
    contents_after = models.PositiveIntegerField()
    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)
    left_past_term = models.PositiveIntegerField(help_text="past their term and still needed by their thing")
    swept = models.PositiveIntegerField(help_text="unfinished uploads removed")
    is_postponed = models.BooleanField(default=False, help_text="a backup was running; contents stay for now")
    terms = models.JSONField(default=dict, help_text="policy versions used, by purpose")
    started_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.started_at:%d/%m/%Y}: {self.files_deleted}"


class StoreCheck(models.Model):
    """One reading of the whole store against its rows: what is missing, damaged or belongs to nobody. Append-only."""

    scope_rule = ScopeRule.internal("shown to the data officer by guarded queries")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contents = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()
    missing = models.JSONField(default=list)
    damaged = models.JSONField(default=list)
    unclaimed = models.PositiveIntegerField(default=0, help_text="on the disk without a row")
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.contents}: {len(self.missing)} / {len(self.damaged)}"
