"""Who had been told."""

from uuid import UUID

from django.db.models import QuerySet

from phaodai.core.disclosures.models import Told
from phaodai.core.disclosures.registry import tellings_of


def told_about(subject_type: str, subject_id: UUID) -> "QuerySet[Told]":
    """Every telling about the subject, newest first."""
    return Told.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-id")


def told_of(subject_type: str, subject_id: UUID) -> "QuerySet[Told]":
    """Every telling of the subject, newest first: its own, and those other modules keep with their papers."""
    return Told.objects.filter(tellings_of(subject_type, subject_id)).order_by("-id")


def still_misinformed(subject_type: str, subject_id: UUID) -> "QuerySet[Told]":
    """Audiences that have not yet been told of a correction."""
    return told_about(subject_type, subject_id).filter(
        retracted_at__isnull=False, retraction_told_at__isnull=True
    )
