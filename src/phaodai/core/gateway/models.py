from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models.functions import Now

from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.core.gateway.caller import CallerKind


class Bucket(models.Model):
    """What is left of a caller's limit. The table is unlogged: after a crash every bucket is full again."""

    scope_rule = ScopeRule.internal("counted by `limits.take`, shown to nobody")

    caller_id = models.UUIDField(primary_key=True)
    left = models.FloatField()
    was_let_in = models.BooleanField(default=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.caller_id)


class RequestRecord(models.Model):
    """One request of a program: who, what, how it went. No address with ids, no content, no answer."""

    scope_rule = ScopeRule.internal("shown beside the key or device it belongs to, by guarded queries")

    caller_kind = models.CharField(max_length=10, choices=CallerKind.choices)
    caller_id = models.UUIDField()
    caller_name = models.CharField(max_length=160)
    actor_id = models.BigIntegerField(null=True)
    method = models.CharField(max_length=7)
    operation = models.CharField(max_length=160)
    status = models.PositiveSmallIntegerField()
    duration_ms = models.PositiveIntegerField()
    rows = models.PositiveIntegerField(null=True)
    skew_s = models.BigIntegerField(null=True)
    request_id = models.CharField(max_length=32, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["caller_id", "-id"], name="request_caller"),
            BrinIndex(fields=["recorded_at"], name="request_time"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.operation} {self.status}"
