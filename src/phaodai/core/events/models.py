import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Now

from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.core.terms import TermChoices


class Event(models.Model):
    """Something that happened. Append-only; ``data`` holds ids and values, never names."""

    scope_rule = ScopeRule.internal("read by the playbook")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    type = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    data = models.JSONField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    caused_by = models.UUIDField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["type", "-recorded_at"], name="event_type"),
            models.Index(fields=["caused_by"], name="event_cause"),
            GinIndex(OpClass("data", name="jsonb_path_ops"), name="event_data"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.id}"


class DeliveryState(TermChoices):
    WAITING = "waiting", "Chờ chạy", "Waiting"
    DONE = "done", "Xong", "Done"
    FAILING = "failing", "Đang lỗi, sẽ thử lại", "Failing, will be tried again"
    STUCK = "stuck", "Kẹt, cần người xem", "Stuck, needs somebody"


class Delivery(models.Model):
    """One step that follows one event: the unique row makes it happen once."""

    scope_rule = ScopeRule.internal("shown on the page of stuck steps (playbook.view)")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    step = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "step"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["-id"], name="delivery_open", condition=~models.Q(state="done"), include=["state"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} ({self.state})"
