"""Reading the audit trail: of one subject, and for the data officer."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model, QuerySet

from phaodai.core import clock
from phaodai.core.audit.models import ActionLog, ReadLog


def reads_of(subject_type: str, subject_id: UUID) -> "QuerySet[ReadLog]":
    """Who looked at this subject, newest first."""
    return ReadLog.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-id")


def reads_since(subject_type: str, subject_id: UUID, moment: datetime) -> int:
    """How often somebody looked since a moment."""
    return reads_of(subject_type, subject_id).filter(occurred_at__gte=moment).count()


def actions_on(subject_type: str, subject_id: UUID) -> "QuerySet[ActionLog]":
    """What was done to this subject, newest first."""
    return ActionLog.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("-id")


def _subject_models() -> Iterator[tuple[str, type[Model]]]:
    """Models with a scope rule and a public id, under the name by which the trail calls them."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields()}
        if hasattr(model, "scope_rule") and "uuid" in names:
            yield str(getattr(model, "audit_subject", model._meta.model_name)), model


def is_visible(subject_type: str, subject_id: UUID, user: Any) -> bool:
    """Whether ``user`` may see this subject, and so who looked at it; the data officer sees every log.

    The trail names a subject as its model is called ("person", "case"); a model that is called otherwise says
    so in ``audit_subject``.
    """
    if user.may("audit.view"):
        return True
    model = dict(_subject_models()).get(subject_type)
    if model is None:
        return False
    rows: Any = model._default_manager
    return bool(rows.visible_to(user).filter(uuid=subject_id).exists())


def search_reads(
    *,
    actor: str = "",
    subject_type: str = "",
    subject_id: UUID | None = None,
    first: date | None = None,
    last: date | None = None,
) -> "QuerySet[ReadLog]":
    """Looks by part of the actor's name, kind, subject and local days (both included), newest first."""
    rows = ReadLog.objects.order_by("-id")
    if actor:
        rows = rows.filter(actor_name__icontains=actor)
    if subject_type:
        rows = rows.filter(subject_type=subject_type)
    if subject_id:
        rows = rows.filter(subject_id=subject_id)
    if first:
        rows = rows.filter(occurred_at__gte=clock.day_bounds(first)[0])
    if last:
        rows = rows.filter(occurred_at__lt=clock.day_bounds(last)[1])
    return rows


def deeds_today(actor_id: int) -> int:
    """How many different subjects this user has acted on during the scenario's day."""
    start, end = clock.day_bounds(clock.today())
    deeds = ActionLog.objects.filter(actor_id=actor_id, occurred_at__gte=start, occurred_at__lt=end)
    return deeds.values("subject_id").distinct().count()
