from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

from phaodai.core.access import ScopedQuerySet, ScopeRule


class ReadLog(models.Model):
    """One look at one subject's health data. Actors and subjects are plain data: nothing can cascade here."""

    scope_rule = ScopeRule.internal("shown on the subject's page and to the data officer by guarded queries")

    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    area_id = models.BigIntegerField(
        null=True, help_text="the leaf area the subject had when it was looked at"
    )
    about_id = models.BigIntegerField(null=True, help_text="whom the subject was about, if one")
    purpose = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="readlog_subject"),
            models.Index(fields=["actor_id", "-id"], name="readlog_actor"),
            models.Index(fields=["area_id", "-id"], name="readlog_area"),
            models.Index(fields=["about_id", "-id"], name="readlog_about"),
            models.Index(fields=["purpose", "-id"], name="readlog_purpose"),
            BrinIndex(fields=["occurred_at"], name="readlog_when", pages_per_range=32),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name} → {self.subject_type}"


class ActionLog(models.Model):
    """One deed: who did what to which subject, when and why."""

    scope_rule = ScopeRule.internal("shown on the subject's page by guarded queries")

    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="actionlog_subject"),
            models.Index(fields=["actor_id", "-id"], name="actionlog_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_name}: {self.action}"
