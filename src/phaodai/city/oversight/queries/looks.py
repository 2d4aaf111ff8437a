"""Unusual looks for the screens."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from phaodai.city.oversight.models import UnusualLook
from phaodai.core.audit.models import ReadLog

SORTS = {
    "day": ("day", "pk"),
    "reader": ("reader_name", "pk"),
    "looks": ("looks", "pk"),
    "people": ("people", "pk"),
}


def visible_looks(user: Any) -> "QuerySet[UnusualLook]":
    """Those in reach; nobody sees what is asked about themselves here."""
    rows = UnusualLook.objects.visible_to(user, "oversight.review")
    if user.may("oversight.sign"):
        signing = UnusualLook.objects.visible_to(user, "oversight.sign").filter(
            state__in=("referred", "decided")
        )
        rows = UnusualLook.objects.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=signing.values("pk")))
    return rows.exclude(reader_id=user.pk).select_related("area")


def list_looks(
    user: Any, *, text: str = "", rule: str = "", state: str = "", sort: str = "-day"
) -> "QuerySet[UnusualLook]":
    """Filtered and sorted."""
    rows = visible_looks(user)
    if text:
        rows = rows.filter(reader_name__icontains=text)
    if rule:
        rows = rows.filter(rule=rule)
    if state:
        rows = rows.filter(state=state)
    fields = SORTS.get(sort.removeprefix("-"), SORTS["day"])
    return rows.order_by(*(("-" if sort.startswith("-") else "") + field for field in fields))


def look_for(user: Any, uuid: UUID) -> UnusualLook:
    """One of them (Http404 out of reach)."""
    found = visible_looks(user).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def reads_behind(look: UnusualLook) -> "QuerySet[ReadLog]":
    """The looks the rule asked about, newest first."""
    rows = ReadLog.objects.filter(
        actor_id=look.reader_id, occurred_at__gte=look.first_at, occurred_at__lte=look.last_at
    )
    if look.about_id:
        rows = rows.filter(about_id=look.about_id)
    return rows.order_by("-id")[:100]
