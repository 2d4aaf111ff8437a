"""Recording who was told, and who was told of a correction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from phaodai.core import clock
from phaodai.core.audit.services import actor_name
from phaodai.core.disclosures.models import Told


def record_told(
    *,
    subject_type: str,
    subject_id: UUID,
    audience: str,
    channel: str,
    summary: str,
    by: Any,
    person_id: int | None = None,
    at: datetime | None = None,
) -> Told:
    """Put on record that ``audience`` was told ``summary`` about a subject."""
    return Told.objects.create(
        subject_type=subject_type,
        subject_id=subject_id,
        person_id=person_id,
        audience=audience[:300],
        channel=channel,
        summary=summary,
        told_by_id=getattr(by, "pk", None),
        told_by_name=actor_name(by),
        occurred_at=at or clock.now(),
    )


def retract_told(*, subject_type: str, subject_id: UUID, at: datetime) -> int:
    """What was told about the subject turned out wrong; returns how many tellings must be put right."""
    rows = Told.objects.filter(subject_type=subject_type, subject_id=subject_id, retracted_at__isnull=True)
    return rows.update(retracted_at=at)


@transaction.atomic
def confirm_retraction(*, told: Told, by: Any) -> Told:
    """This audience has now been told of the correction."""
    row = Told.objects.select_for_update().get(pk=told.pk)
    if row.retracted_at and not row.retraction_told_at:
        row.retraction_told_at = clock.now()
        row.retraction_told_by_name = actor_name(by)
        row.save(update_fields=["retraction_told_at", "retraction_told_by_name"])
    return row
