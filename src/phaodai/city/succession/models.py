import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from phaodai.city.areas.models import Area
from phaodai.city.succession.terms import ChangeKind, GapReason
from phaodai.core.access import ScopedQuerySet, ScopeRule


class AreaChange(models.Model):
    """One change of areas: predecessors become successors on a day, by a decree. Append-only; undoing marks it."""

    scope_rule = ScopeRule.reference()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    effective_on = models.DateField(help_text="the first day of the successors")
    decree = models.CharField(
        max_length=300, blank=True, help_text="number and date; empty where the source names none"
    )
    source = models.CharField(max_length=300, blank=True, help_text="where this is known from")
    is_confirmed = models.BooleanField(default=False, help_text="somebody compared it with the decree")
    decided_by_name = models.CharField(
        max_length=200, blank=True, help_text="who decided it by hand, or imported it"
    )
    is_complete = models.BooleanField(
        default=True,
        help_text="every predecessor is in the register; else figures of before are not all there",
    )
    by_hand = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=200, blank=True)
    undo_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_on", "pk"]
        indexes = [models.Index(fields=["effective_on"], name="change_effective")]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_on}"


class AreaSuccession(models.Model):
    """One predecessor and one successor of a change; without a successor the area ended and nothing follows it."""

    scope_rule = ScopeRule.reference()

    change = models.ForeignKey(AreaChange, on_delete=models.CASCADE, related_name="links")
    predecessor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="origins")
    share = models.DecimalField(
        max_digits=6, decimal_places=5, null=True,
        help_text="part of the predecessor's population that passes to the successor; null is unknown",
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change", "predecessor", "successor"], name="succession_once_a_change"
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=1), name="succession_share"
            ),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"

    @property
    def percent(self) -> float | None:
        return None if self.share is None else float(self.share) * 100


class SuccessionGap(models.Model):
    """An area that ended and of which nobody has said what it became. A decision by hand closes it."""

    scope_rule = ScopeRule.reference()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="succession_gaps")
    effective_on = models.DateField()
    reason = models.CharField(max_length=12, choices=GapReason.choices)
    source = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(AreaChange, null=True, on_delete=models.PROTECT, related_name="closes")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["effective_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["area", "effective_on"], name="succession_gap_once")]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.reason}"
