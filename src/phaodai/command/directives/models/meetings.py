"""The daily meeting ("giao ban"): what is on the table, what was decided."""

import uuid

import pghistory
from django.db import models
from django.db.models.functions import Now

from phaodai.city.organizations.models import Organization
from phaodai.command.directives.models.followup import Assignment
from phaodai.command.directives.terms import MeetingState
from phaodai.core.access import ScopedQuerySet, ScopeRule


@pghistory.track()
class Meeting(models.Model):
    """A meeting of a body; its agenda carries over what earlier notices left open."""

    scope_rule = ScopeRule.any_of(
        ScopeRule.by_organization("directives.follow", "host"),
        ScopeRule.by_area("directives.follow", "host__area"),
    )

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="meetings")
    title = models.CharField(max_length=300)
    held_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=MeetingState.choices, default=MeetingState.PLANNED)
    chair = models.CharField(max_length=200, blank=True)
    present = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    called_by_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at"]
        constraints = [models.UniqueConstraint(fields=["host", "held_at"], name="one_meeting_at_a_time")]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """One thing on the table: an assignment carried over as it stood then, or a free subject."""

    scope_rule = ScopeRule.via(lambda: Meeting, "meeting")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    assignment = models.ForeignKey(
        Assignment, null=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    standing = models.CharField(max_length=20, blank=True, help_text="when it was put on the table")
    subject = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "assignment"],
                condition=models.Q(assignment__isnull=False),
                name="carried_over_once",
            )
        ]

    def __str__(self) -> str:
        return self.subject or str(self.assignment)


@pghistory.track()
class Decision(models.Model):
    """What the meeting decided; the next directive is drafted from these."""

    scope_rule = ScopeRule.via(lambda: Meeting, "meeting")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    leads = models.ManyToManyField(Organization, related_name="+")
    due_at = models.DateTimeField(null=True)
    about = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(max_length=200)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
