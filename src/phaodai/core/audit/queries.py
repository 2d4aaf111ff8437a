"""Reading the audit trail of one subject."""

from uuid import UUID

from django.db.models import QuerySet

from phaodai.core.audit.models import ActionLog, ReadLog


def reads_of(subject_type: str, subject_id: UUID) -> "QuerySet[ReadLog]":
    """Who looked at this subject, newest first."""
    return ReadLog.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-id")


def actions_on(subject_type: str, subject_id: UUID) -> "QuerySet[ActionLog]":
    """What was done to this subject, newest first."""
    return ActionLog.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-id")
