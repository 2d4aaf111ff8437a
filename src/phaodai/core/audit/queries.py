"""Reading the audit trail: of one subject, and for the data officer."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from phaodai.core import clock
from phaodai.core.audit.lookup import subject_models
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


def is_visible(subject_type: str, subject_id: UUID, user: Any) -> bool:
    """Whether ``user`` may see this subject, and so who looked at it; a data officer sees the logs of their area.

    The trail names a subject as its model is called ("person", "case"); a model that is called otherwise says
    so in ``audit_subject``.
    """
    reach = user.reach("audit.view")
    if reach.everywhere:
        return True
    if (
        reach.areas is not None
        and reads_of(subject_type, subject_id).filter(area_id__in=reach.areas).exists()
    ):
        return True
    model = dict(subject_models()).get(subject_type)
    if model is None:
        return False
    rows: Any = model._default_manager
    return bool(rows.visible_to(user).filter(uuid=subject_id).exists())


def visible_reads(user: Any) -> "QuerySet[ReadLog]":
    """The looks a data officer may search: everywhere, or at subjects of their area."""
    reach = user.reach("audit.view")
    if reach.everywhere:
        return ReadLog.objects.all()
    return (
        ReadLog.objects.filter(area_id__in=reach.within)
        if reach.within is not None
        else ReadLog.objects.none()
    )


def search_reads(
    rows: "QuerySet[ReadLog]",
    *,
    actors: Iterable[int] | None = None,
    subject_type: str = "",
    subject_id: UUID | None = None,
    purpose: str = "",
    areas: Any = None,
    about: Q | None = None,
    first: date | None = None,
    last: date | None = None,
) -> "QuerySet[ReadLog]":
    """Looks by readers, kind, subject, purpose, areas, whom they are about and local days (both included).

    Newest first. Every condition has an index of its own, so a page of the result never reads the whole log.
    """
    given: dict[str, Any] = {
        "subject_type": subject_type, "subject_id": subject_id, "purpose": purpose, "area_id__in": areas,
        "occurred_at__gte": clock.day_bounds(first)[0] if first else None,
        "occurred_at__lt": clock.day_bounds(last)[1] if last else None,
    }  # fmt: skip
    rows = rows.filter(**{name: value for name, value in given.items() if value is not None and value != ""})
    if actors is not None:
        rows = rows.filter(actor_id__in=list(actors))
    if about is not None:
        rows = rows.filter(about)
    return rows.order_by("-id")


def deeds_today(actor_id: int) -> int:
    """How many different subjects this user has acted on during the scenario's day."""
    start, end = clock.day_bounds(clock.today())
    deeds = ActionLog.objects.filter(actor_id=actor_id, occurred_at__gte=start, occurred_at__lt=end)
    return deeds.values("subject_id").distinct().count()
