import uuid
from datetime import datetime

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from phaodai.city.areas.models import Area
from phaodai.city.oversight.terms import Audience, Conclusion, FileState, Ground, LookState, Rule
from phaodai.city.people.models import Person
from phaodai.core.access import ScopedQuerySet, ScopeRule


class EmergencyOpening(models.Model):
    """Somebody opened one record outside their reach: who, whose, why, how long, and what was found of it afterwards.

    It opens a page of its own (`queries.emergency`), never the scope: no list, no export, no program sees more by it.
    """

    scope_rule = ScopeRule.by_area("oversight.review")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=Ground.choices)
    reason = models.TextField()
    opened_by_id = models.BigIntegerField()
    opened_by_name = models.CharField(max_length=200)
    open = DateTimeRangeField(help_text="on the scenario's clock; closed early by its user")
    looks = models.PositiveIntegerField(default=0, help_text="how often the page was opened meanwhile")
    review_due_at = models.DateTimeField()
    conclusion = models.CharField(max_length=12, choices=Conclusion.choices, default=Conclusion.WAITING)
    reviewed_by_id = models.BigIntegerField(null=True)
    reviewed_by_name = models.CharField(max_length=200, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True, help_text="what was asked and found")
    consequence = models.TextField(blank=True, help_text="what follows; nothing follows by itself")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by_id__isnull=True) | ~Q(reviewed_by_id=F("opened_by_id")),
                name="emergency_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(conclusion="waiting", reviewed_at__isnull=True)
                | (~Q(conclusion="waiting") & Q(reviewed_at__isnull=False) & ~Q(note="")),
                name="emergency_conclusion_explained",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["opened_by_id", "-id"], name="emergency_opener"),
            models.Index(
                fields=["review_due_at"], condition=Q(conclusion="waiting"), name="emergency_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opened_by_name} → {self.person}"

    def is_open(self, moment: datetime) -> bool:
        """Whether the record can be read at this moment."""
        return bool(self.open.lower <= moment < self.open.upper)


class UnusualLook(models.Model):
    """Looks of one reader on one day that a rule asks about. A question to be answered, never a verdict."""

    scope_rule = ScopeRule.any_of(ScopeRule.by_area("oversight.review"), ScopeRule.by_area("oversight.sign"))

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField()
    rule = models.CharField(max_length=10, choices=Rule.choices)
    reader_id = models.BigIntegerField()
    reader_name = models.CharField(max_length=200)
    about_id = models.BigIntegerField(
        default=0, help_text="the person looked at, where the rule is about one"
    )
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    looks = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    threshold = models.JSONField(default=dict, help_text="the policy value and version it was measured by")
    state = models.CharField(max_length=10, choices=LookState.choices, default=LookState.OPEN)
    reviewed_by_id = models.BigIntegerField(null=True)
    reviewed_by_name = models.CharField(max_length=200, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    document = models.CharField(max_length=200, blank=True, help_text="number of the signed decision")
    decision = models.TextField(blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "rule", "reader_id", "about_id"], name="unusual_look_once"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by_id__isnull=True) | ~Q(reviewed_by_id=F("reader_id")),
                name="unusual_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | (
                    Q(decided_by_id__isnull=False)
                    & ~Q(document="")
                    & ~Q(decided_by_id=F("reviewed_by_id"))
                    & ~Q(decided_by_id=F("reader_id"))
                ),
                name="unusual_decision_signed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader_name}: {self.get_rule_display()}"


class PersonFile(models.Model):
    """Everything held about one person, as a file with an end. Asked for with a reason, every fetching on record."""

    scope_rule = ScopeRule.by_area("oversight.file")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=8, choices=Audience.choices)
    reason = models.CharField(max_length=300)
    requested_by_id = models.BigIntegerField()
    requested_by_name = models.CharField(max_length=200)
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.QUEUED)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    sections = models.JSONField(default=list, help_text="what it holds: model and number of rows")
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    fetched = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(expires_at__isnull=False, made_at__isnull=False),
                name="person_file_ready_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_audience_display()}"
