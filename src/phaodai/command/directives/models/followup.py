"""What becomes of a task at each unit: the assignment, its reports, extension and chasing."""

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models.reach import visible_assignments
from phaodai.command.directives.models.tasks import DirectiveTask
from phaodai.command.directives.terms import (
    AssignmentState,
    Chase,
    ExtensionState,
    ReportKind,
    ReportState,
)
from phaodai.core.access import ScopedQuerySet, ScopeRule
from phaodai.core.files.models import StoredFile

NO_LATER_THAN_ABOVE = """
    IF NEW.parent_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM directives_assignment above WHERE above.id = NEW.parent_id
        AND above.due_at IS NOT NULL AND (NEW.due_at IS NULL OR NEW.due_at > above.due_at)
    ) THEN
        RAISE EXCEPTION 'a sub-task cannot be due after the task above it' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.due_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM directives_assignment below WHERE below.parent_id = NEW.id
        AND below.state NOT IN ('done', 'withdrawn') AND (below.due_at IS NULL OR below.due_at > NEW.due_at)
    ) THEN
        RAISE EXCEPTION 'a task cannot be due before the sub-tasks below it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


@pghistory.track()
class Assignment(models.Model):
    """One unit's share of a task: the thing that is followed.

    ``parent`` is set on what a unit handed on to one below it. ``round`` counts the turns of a recurring task.
    ``finished_at`` is when the unit sent its last report; `rules.standing.standing_of` says how it stands.
    """

    scope_rule = ScopeRule.custom(
        "directives.view",
        "an own unit's, passing through it, or given, watched or delegated by it",
        visible_assignments,
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.ForeignKey(DirectiveTask, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="assignments")
    via = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    continues = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="continued_by")
    round = models.PositiveSmallIntegerField(default=1)
    action = models.TextField(blank=True, help_text="of a sub-task, where it differs")
    state = models.CharField(max_length=10, choices=AssignmentState.choices, default=AssignmentState.NEW)
    due_at = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(default=0)
    handler = models.CharField(max_length=200, blank=True, help_text="who does it inside the unit")
    given_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    received_by_name = models.CharField(max_length=200, blank=True)
    finished_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by_name = models.CharField(max_length=200, blank=True)
    explanation = models.TextField(blank=True, help_text="why it is late")
    explained_at = models.DateTimeField(null=True)
    missed_reason = models.TextField(blank=True, help_text="why it is done although a target is missed")
    failed_duty = models.TextField(blank=True, help_text="what was found about who failed, and what followed")
    failed_duty_by_name = models.CharField(max_length=200, blank=True)
    closed_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "unit", "parent", "round"],
                nulls_distinct=False,
                name="assignment_once_a_round",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="assignment_percent"),
            models.CheckConstraint(
                condition=~Q(state__in=["at_via", "reported", "done"]) | Q(finished_at__isnull=False),
                name="assignment_done_by_report",
            ),
            models.CheckConstraint(
                condition=~Q(state="at_via") | Q(via__isnull=False), name="assignment_via_whom"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_at"], name="assignment_unit_state"),
            models.Index(
                fields=["due_at"],
                condition=~Q(state__in=["done", "withdrawn"]) & Q(due_at__isnull=False),
                name="assignment_open_due",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="due_under_parent",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("due_at", "parent_id"),
                when=pgtrigger.Before,
                func=NO_LATER_THAN_ABOVE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.task}"

    @property
    def what(self) -> str:
        """What this unit is to do."""
        return self.action or self.task.action


@pghistory.track()
class Report(models.Model):
    """What a unit says about its assignment; nothing of it is ever deleted. ``files`` are put on by queries."""

    scope_rule = ScopeRule.via(lambda: Assignment, "assignment")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=8, choices=ReportKind.choices)
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.SENT)
    text = models.TextField()
    percent = models.PositiveSmallIntegerField(null=True)
    figure = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, help_text="for a target without indicator"
    )
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    occurred_at = models.DateTimeField()
    via_text = models.TextField(blank=True, help_text="what the unit it passed through added")
    via_by_name = models.CharField(max_length=200, blank=True)
    via_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    files: "list[StoredFile]"
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(kind="final", state__in=["sent", "at_via"]),
                name="one_open_final_report",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.occurred_at:%d/%m/%Y %H:%M}"


@pghistory.track()
class Extension(models.Model):
    """A unit asks for more time: once, and somebody above decides."""

    scope_rule = ScopeRule.via(lambda: Assignment, "assignment")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=8, choices=ExtensionState.choices, default=ExtensionState.ASKED)
    reason = models.TextField()
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=300, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state__in=["asked", "granted"]), name="one_extension"
            ),
            models.CheckConstraint(
                condition=Q(new_due_at__gt=models.F("old_due_at")), name="extension_is_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_due_at:%d/%m} → {self.new_due_at:%d/%m}"


class Escalation(models.Model):
    """One rung of the ladder, climbed once for each deadline. Append-only but for ``seen``."""

    scope_rule = ScopeRule.any_of(
        ScopeRule.via(lambda: Assignment, "assignment"),
        ScopeRule.by_organization("directives.view", "to_unit"),
        ScopeRule.by_area("directives.view", "to_unit__area"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="escalations")
    rung = models.CharField(max_length=1, choices=Chase.choices)
    due_at = models.DateTimeField(help_text="the deadline it is about")
    to_unit = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    to_name = models.CharField(max_length=200, blank=True, help_text="who headed it then")
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by_name = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "rung", "due_at"], name="rung_once_a_deadline")
        ]

    def __str__(self) -> str:
        return f"{self.rung}: {self.to_unit}"
