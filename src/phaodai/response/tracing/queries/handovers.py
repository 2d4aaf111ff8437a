"""Hand-overs waiting for somebody."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from phaodai.core.access import get_visible_or_404
from phaodai.response.tracing.models import Exposure, Handover
from phaodai.response.tracing.terms import HandoverState

HANDING_OVER = "contacts.handover"


def handover_for(user: Any, uuid: UUID) -> Handover:
    """One hand-over of or to an area the user works for; missing and out of reach answer alike (Http404)."""
    found: Handover = get_visible_or_404(_with_contact(Handover.objects.all()), user, uuid=uuid)
    return found


def incoming(user: Any) -> "QuerySet[Handover]":
    """Waiting for an answer from the user's areas, the most urgent first."""
    return waiting(user).filter(_reached(user, "to_area")).order_by("due_at", "pk")


def outgoing(user: Any) -> "QuerySet[Handover]":
    """Sent from the user's areas: those still waiting first, then the latest answers."""
    rows = _with_contact(Handover.objects.visible_to(user)).filter(_reached(user, "from_area"))
    return rows.order_by("-state", "due_at", "-pk")


def escalated(user: Any) -> "QuerySet[Handover]":
    """Nobody answered in time: for those who can see both sides."""
    both = _reached(user, "from_area") & (_reached(user, "to_area") | Q(to_area__isnull=True))
    return waiting(user).filter(both, escalated_at__isnull=False).order_by("due_at", "pk")


def waiting(user: Any) -> "QuerySet[Handover]":
    """Hand-overs under way that the user may see, with the contact and why they are one."""
    return _with_contact(Handover.objects.visible_to(user).filter(state=HandoverState.SENT))


def _with_contact(rows: "QuerySet[Handover]") -> "QuerySet[Handover]":
    live = Exposure.objects.filter(withdrawn_at__isnull=True).select_related("case").order_by("-score")
    return rows.select_related("contact__person", "contact__area", "from_area", "to_area").prefetch_related(
        Prefetch("contact__exposures", live, to_attr="live")
    )


def _reached(user: Any, field: str) -> Q:
    reach = user.reach(HANDING_OVER)
    if reach.everywhere:
        return Q()
    return Q(pk__in=[]) if reach.areas is None else Q(**{f"{field}__in": reach.areas})


def may_answer(user: Any, handover: Handover) -> bool:
    """Whether the user works for the area that has to answer (for a letter: the area that sent it)."""
    field = "to_area" if handover.to_area_id else "from_area"
    return Handover.objects.filter(pk=handover.pk).filter(_reached(user, field)).exists()


def may_cancel(user: Any, handover: Handover) -> bool:
    """Whether the user works for the area that sent it."""
    return Handover.objects.filter(pk=handover.pk).filter(_reached(user, "from_area")).exists()
