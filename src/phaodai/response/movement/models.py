import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models.functions import Now

from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.response.movement.terms import ClockDeed, VisitSource


class Visit(models.Model):
    """One stay of one person at one place: the ledger, partitioned by the local day the visit began.

    The table is made by raw DDL (migration 0002): no foreign keys, no change history, unique on
    (client_id, day). ``end_at`` empty means the exit was never scanned. A visit lasts at most 24 hours;
    longer stays are recorded day by day. Person and place are the bigint ids of `Person` and `Place`.
    """

    scope_rule = ScopeRule.internal("read through cases, places and people, by guarded queries")

    pk = models.CompositePrimaryKey("client_id", "day")
    client_id = models.UUIDField(default=uuid.uuid4)
    day = models.DateField()
    person_id = models.BigIntegerField()
    place_id = models.BigIntegerField()
    start_at = models.DateTimeField()
    end_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=10, choices=VisitSource.choices)
    recorded_by_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "movement_visit"


class VisitClock(models.Model):
    """What a device with a wrong clock had sent of a visit, and by how much it was off. Goes with the visit's day."""

    scope_rule = ScopeRule.internal("shown on the device's page by a guarded query")

    client_id = models.UUIDField()
    day = models.DateField()
    device_id = models.UUIDField()
    device_name = models.CharField(max_length=80)
    skew_s = models.BigIntegerField(help_text="seconds the clock was fast")
    standing = models.CharField(max_length=10, choices=ClockDeed.choices)
    sent_start_at = models.DateTimeField()
    sent_end_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client_id", "day"], name="visit_clock_once")]
        indexes = [models.Index(fields=["device_id", "-id"], name="visit_clock_device")]

    def __str__(self) -> str:
        return f"{self.device_name} {self.skew_s}"

    @property
    def kept_start_at(self) -> datetime:
        """The time in the ledger."""
        fast = self.skew_s if self.standing == ClockDeed.CORRECTED else 0
        return self.sent_start_at - timedelta(seconds=fast)


class RetentionRun(models.Model):
    """One run of the retention job: what it deleted, and the proof that nothing older is left."""

    scope_rule = ScopeRule.internal("shown on the retention page (retention.view)")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    keep_from = models.DateField(help_text="the first day kept")
    policy_version = models.CharField(max_length=60)
    days_deleted = models.JSONField(default=list)
    visits_deleted = models.BigIntegerField()
    visits_left_older = models.BigIntegerField(help_text="counted after deleting; must be zero")
    evidence_kept = models.BigIntegerField(help_text="exposures that keep their own copy of what was deleted")
    started_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()
