import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.city.people.models import Person
from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.response.cases.models import Case
from phaodai.response.testing.terms import Method, OrderReason, OrderState, ResultValue, TubeState

LIVE_ORDERS = (OrderState.OPEN, OrderState.SAMPLED)


@pghistory.track()
class TestOrder(models.Model):
    """One person is to be tested by one method, by a deadline."""

    __test__ = False  # not a pytest class
    scope_rule = ScopeRule.by_area("tests.view")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="test_orders")
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=10, choices=Method.choices)
    reason = models.CharField(max_length=16, choices=OrderReason.choices)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="test_orders")
    source_tube = models.ForeignKey(
        "Tube",
        null=True,
        on_delete=models.PROTECT,
        related_name="follow_ups",
        help_text="the tube that caused it",
    )
    state = models.CharField(max_length=10, choices=OrderState.choices, default=OrderState.OPEN)
    due_at = models.DateTimeField(null=True)
    ordered_at = models.DateTimeField()
    ordered_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "source_tube", "reason"],
                condition=Q(source_tube__isnull=False) & ~Q(state="withdrawn"),
                name="follow_up_once",
            )
        ]
        indexes = [
            models.Index(fields=["area", "state", "due_at"], name="testorder_area_state"),
            models.Index(fields=["person", "state"], name="testorder_person"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.reason}"


@pghistory.track()
class Tube(models.Model):
    """One labelled tube with one person or a pool of people, on its way from the arm to the result."""

    scope_rule = ScopeRule.any_of(
        ScopeRule.by_area("tests.view"), ScopeRule.by_organization("tests.view", "laboratory")
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True, help_text="with check character")
    method = models.CharField(max_length=10, choices=Method.choices)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="tubes")
    laboratory = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="tubes")
    state = models.CharField(max_length=10, choices=TubeState.choices, default=TubeState.LABELLED)
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    resulted_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, help_text="same day, by policy")
    taken_by_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["laboratory", "state", "due_at"], name="tube_lab_state"),
            models.Index(fields=["area", "state", "due_at"], name="tube_area_state"),
            models.Index(fields=["-taken_at"], name="tube_taken"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["labelled", "discarded"])
                | Q(taken_at__isnull=False, due_at__isnull=False),
                name="tube_taken_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state="resulted", resulted_at__isnull=False)
                | (~Q(state="resulted") & Q(resulted_at__isnull=True)),
                name="tube_resulted_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(notified_at__isnull=True) | Q(resulted_at__isnull=False),
                name="tube_notified_after_result",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class TubeMember(models.Model):
    """One person's swab in a tube."""

    scope_rule = ScopeRule.via(lambda: Tube, "tube")

    tube = models.ForeignKey(Tube, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tube_members")
    order = models.ForeignKey(TestOrder, null=True, on_delete=models.PROTECT, related_name="tube_members")
    position = models.PositiveSmallIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tube", "person"], name="tube_member_once")]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.tube_id}/{self.position}"


class TestResult(models.Model):
    """One result of one tube. Append-only: a correction is a new result that supersedes the wrong one."""

    __test__ = False
    scope_rule = ScopeRule.via(lambda: Tube, "tube")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tube = models.ForeignKey(Tube, on_delete=models.PROTECT, related_name="results")
    value = models.CharField(max_length=14, choices=ResultValue.choices)
    ct = models.FloatField(null=True)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    is_current = models.BooleanField(default=True)
    correction_reason = models.TextField(blank=True)
    resulted_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tube"], condition=Q(is_current=True), name="one_current_result_per_tube"
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(correction_reason=""), name="correction_has_reason"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="results_are_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="results_are_appended", exclude=["is_current"]),
        ]

    def __str__(self) -> str:
        return self.value
