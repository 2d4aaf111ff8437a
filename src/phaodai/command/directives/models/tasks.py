"""The tasks in a text, who is named in them, and their targets."""

import uuid

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models.documents import Directive
from phaodai.command.directives.terms import Denominator, Recurrence, TaskKind, TaskState, UnitRole
from phaodai.core.access import ScopedQuerySet, ScopeRule


@pghistory.track(exclude=["search_key"])
class DirectiveTask(models.Model):
    """One thing to be done, with the passage of the text that says so (``start``–``end``; empty when added by hand)."""

    scope_rule = ScopeRule.via(lambda: Directive, "directive")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=TaskKind.choices, default=TaskKind.ASSIGN)
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.ACTIVE)
    action = models.TextField()
    search_key = models.TextField(editable=False, help_text="the action without diacritics")
    condition = models.CharField(max_length=500, blank=True)
    due_at = models.DateTimeField(null=True, help_text="last moment that is still in time")
    recurrence = models.CharField(
        max_length=10, choices=Recurrence.choices, blank=True, default=Recurrence.ONCE
    )
    recurrence_text = models.CharField(max_length=120, blank=True, help_text="the rhythm as written")
    recurs_until = models.DateField(null=True)
    monitor = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    report_to = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    report_via = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    written_names = models.JSONField(default=dict, help_text="monitor, report_to, report_via as written")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    why = models.JSONField(default=list, help_text="the reader's rules that found it")
    is_corrected = models.BooleanField(default=False)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(start__isnull=True) & Q(end__isnull=True)) | Q(start__lt=models.F("end")),
                name="task_passage_has_length",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""), name="task_withdrawn_with_reason"
            ),
        ]
        indexes = [GinIndex(OpClass("search_key", name="gin_trgm_ops"), name="task_search")]

    def __str__(self) -> str:
        return self.action[:80]


@pghistory.track()
class TaskUnit(models.Model):
    """A unit named in a task; ``unit`` is empty while nobody knows who ``written`` is."""

    scope_rule = ScopeRule.via(lambda: DirectiveTask, "task")

    task = models.ForeignKey(DirectiveTask, on_delete=models.CASCADE, related_name="units")
    role = models.CharField(max_length=8, choices=UnitRole.choices)
    unit = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    written = models.CharField(max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "unit"], condition=Q(unit__isnull=False), name="unit_named_once_in_a_task"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | ~Q(written=""), name="unit_known_or_as_written"
            ),
        ]

    def __str__(self) -> str:
        return self.unit.name if self.unit else self.written


@pghistory.track()
class Target(models.Model):
    """A figure a task must reach by a day: "100 % người từ 18 tuổi, mũi 1, trước 15/9"."""

    scope_rule = ScopeRule.via(lambda: DirectiveTask, "task")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.ForeignKey(DirectiveTask, on_delete=models.CASCADE, related_name="targets")
    name = models.CharField(max_length=200)
    goal = models.DecimalField(max_digits=14, decimal_places=2)
    upper = models.DecimalField(max_digits=14, decimal_places=2, null=True, help_text="of a range")
    unit = models.CharField(max_length=40, blank=True, help_text='"chỗ", "%", "mẫu/ngày"')
    denominator = models.CharField(
        max_length=10, choices=Denominator.choices, blank=True, default=Denominator.NONE
    )
    counts_from = models.DateField(null=True, help_text="first day counted; a stock needs none")
    boundary_on = models.DateField(null=True, help_text="last day counted")
    condition = models.CharField(max_length=300, blank=True)
    indicator = models.CharField(max_length=60, blank=True, help_text="code; empty is reported by hand")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(upper__isnull=True) | Q(upper__gte=models.F("goal")), name="target_range_rises"
            ),
            models.CheckConstraint(condition=Q(goal__gt=0), name="target_above_nothing"),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class TargetShare(models.Model):
    """A unit's own figure: "cụ thể từng đơn vị"."""

    scope_rule = ScopeRule.via(lambda: Target, "target")

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="shares")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    goal = models.DecimalField(max_digits=14, decimal_places=2)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["target", "unit"], name="one_share_of_a_unit")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.goal}"
