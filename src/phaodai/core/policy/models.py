import uuid

from django.db import models
from django.db.models.functions import Now

from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.core.terms import TermChoices


class PolicyState(TermChoices):
    PROPOSED = "proposed", "Chờ duyệt", "Waiting for approval"
    APPROVED = "approved", "Đã duyệt", "Approved"
    REJECTED = "rejected", "Không duyệt", "Rejected"


class PolicyVersion(models.Model):
    """One version of a rule, decided on screen. Append-only: a change is a new version."""

    scope_rule = ScopeRule.reference()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=80)
    value = models.JSONField()
    document = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    effective_from = models.DateField()
    confirmed = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=PolicyState.choices, default=PolicyState.PROPOSED)
    proposed_by_id = models.BigIntegerField()
    proposed_by_name = models.CharField(max_length=200)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["code", "state", "-effective_from", "-id"], name="policy_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by_id__isnull=True)
                | ~models.Q(decided_by_id=models.F("proposed_by_id")),
                name="policy_second_approver",
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_at__isnull=True)
                | (~models.Q(state="proposed") & models.Q(decided_at__isnull=False)),
                name="policy_decision_dated",
            ),
        ]
