"""Reading the audit trail of one subject."""

from uuid import UUID

from django.db.models import QuerySet

from phaodai.core import clock
from phaodai.core.audit.models import ActionLog, ReadLog


def reads_of(subject_type: str, subject_id: UUID) -> "QuerySet[ReadLog]":
    """Who looked at this subject, newest first."""
    return ReadLog.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-id")


def actions_on(subject_type: str, subject_id: UUID) -> "QuerySet[ActionLog]":
    """What was done to this subject, newest first."""
    return ActionLog.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-id")


def deeds_today(actor_id: int) -> int:
    """How many different subjects this user has acted on during the scenario's day."""
    start, end = clock.day_bounds(clock.today())
    deeds = ActionLog.objects.filter(actor_id=actor_id, occurred_at__gte=start, occurred_at__lt=end)
    return deeds.values("subject_id").distinct().count()
