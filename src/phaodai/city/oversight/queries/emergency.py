"""Emergency openings: one's own, and those to review."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from phaodai.city.oversight.models import EmergencyOpening
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.core.audit.models import ActionLog, ReadLog

REVIEWING = "oversight.review"
SORTS = {
    "opened": ("pk",),
    "by": ("opened_by_name", "pk"),
    "due": ("review_due_at", "pk"),
    "looks": ("looks", "pk"),
}


def tries_today(user: Any) -> int:
    """How often somebody has tried to open a record today, found or not."""
    start, end = clock.day_bounds(clock.today())
    deeds = ActionLog.objects.filter(actor_id=user.pk, action="emergency.tried")
    return deeds.filter(occurred_at__gte=start, occurred_at__lt=end).count()


def own_openings(user: Any) -> "QuerySet[EmergencyOpening]":
    """What somebody opened lately, newest first."""
    return EmergencyOpening.objects.filter(opened_by_id=user.pk).select_related("person").order_by("-pk")[:20]


def own_opening(user: Any, uuid: UUID) -> EmergencyOpening:
    """One opening of one's own (Http404 for anybody else's)."""
    rows = EmergencyOpening.objects.select_related("person", "area")
    found = rows.filter(opened_by_id=user.pk, uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def list_openings(
    user: Any, *, text: str = "", conclusion: str = "", sort: str = "-opened"
) -> "QuerySet[EmergencyOpening]":
    """Openings in the reviewer's reach, filtered and sorted."""
    rows = EmergencyOpening.objects.visible_to(user, REVIEWING).select_related("person", "area")
    if text:
        rows = rows.filter(opened_by_name__icontains=text)
    if conclusion:
        rows = rows.filter(conclusion=conclusion)
    fields = SORTS.get(sort.removeprefix("-"), SORTS["opened"])
    return rows.order_by(*(("-" if sort.startswith("-") else "") + field for field in fields))


def opening_for(user: Any, uuid: UUID) -> EmergencyOpening:
    """One opening to review (Http404 out of reach)."""
    rows = EmergencyOpening.objects.select_related("person", "area")
    found: EmergencyOpening = get_visible_or_404(rows, user, REVIEWING, uuid=uuid)
    return found


def read_meanwhile(opening: EmergencyOpening) -> "QuerySet[ReadLog]":
    """Everything its user looked at while the record was open, whatever it was."""
    during = ReadLog.objects.filter(
        actor_id=opening.opened_by_id,
        occurred_at__gte=opening.open.lower,
        occurred_at__lt=opening.open.upper,
    )
    return during.order_by("-id")[:100]
