"""Directives, the tasks in them, and what becomes of the tasks."""

from phaodai.command.directives.models.documents import (
    Directive,
    DirectiveEntry,
    DirectiveLink,
    Opinion,
)
from phaodai.command.directives.models.followup import (
    Assignment,
    Escalation,
    Extension,
    Report,
)
from phaodai.command.directives.models.meetings import AgendaItem, Decision, Meeting
from phaodai.command.directives.models.tasks import DirectiveTask, Target, TargetShare, TaskUnit

__all__ = [
    "AgendaItem",
    "Assignment",
    "Decision",
    "Directive",
    "DirectiveEntry",
    "DirectiveLink",
    "DirectiveTask",
    "Escalation",
    "Extension",
    "Meeting",
    "Opinion",
    "Report",
    "Target",
    "TargetShare",
    "TaskUnit",
]
