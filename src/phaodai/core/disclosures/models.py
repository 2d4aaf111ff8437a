import uuid

from django.db import models
from django.db.models.functions import Now

from phaodai.core.access import ScopedQuerySet, ScopeRule


class Told(models.Model):
    """Somebody was told something about a subject (a list sent, a call made, a paper printed, a result notified)."""

    scope_rule = ScopeRule.internal("shown on the subject's page by guarded queries")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    person_id = models.BigIntegerField(null=True, help_text="the person the telling was about, if one")
    audience = models.CharField(max_length=300, help_text="who was told, as written then")
    channel = models.CharField(max_length=40)
    summary = models.TextField()
    told_by_id = models.BigIntegerField(null=True)
    told_by_name = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    retracted_at = models.DateTimeField(null=True, help_text="when the correction became known")
    retraction_told_at = models.DateTimeField(null=True, help_text="when this audience was told of it")
    retraction_told_by_name = models.CharField(max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"], name="told_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retraction_told_at__isnull=True) | models.Q(retracted_at__isnull=False),
                name="told_retraction_after_correction",
            )
        ]
