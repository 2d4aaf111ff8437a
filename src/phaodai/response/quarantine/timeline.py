"""What quarantine knows of a person's days."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from phaodai.core.timeline import TimelineEntry, TimelineSource, register
from phaodai.response.quarantine.models import OrderEntry, QuarantineOrder, Stay
from phaodai.response.quarantine.terms import OrderState

MAJOR = {OrderState.SIGNED, OrderState.ENDED, OrderState.WITHDRAWN}


def entries(person_id: int, user: Any) -> Iterable[TimelineEntry]:
    """The steps of the person's orders and their stays, where the user may see them."""
    visible = QuarantineOrder.objects.visible_to(user).filter(person=person_id)
    rows = OrderEntry.objects.filter(order__in=visible).select_related("order").order_by("-pk")
    for row in rows[:30]:
        yield _of_step(row)
    for stay in (
        Stay.objects.visible_to(user).filter(person=person_id).select_related("room__site__organization")
    ):
        yield from _of_stay(stay)


def _of_step(row: OrderEntry) -> TimelineEntry:
    order = row.order
    text = _("%(kind)s %(number)s: %(state)s") % {
        "kind": order.get_kind_display(),
        "number": order.number,
        "state": str(OrderState(row.to_state).label).lower(),
    }
    url = reverse("quarantine:order", args=[order.uuid])
    return TimelineEntry(row.occurred_at, text, url, row.by_name, is_major=row.to_state in MAJOR)


def _of_stay(stay: Stay) -> Iterable[TimelineEntry]:
    where = {"site": stay.room.site.organization.name, "room": stay.room.name, "bed": stay.bed}
    url = reverse("quarantine:site", args=[stay.room.site.uuid])
    text = _("Admitted to %(site)s, room %(room)s, bed %(bed)s") % where
    yield TimelineEntry(stay.during.lower, text, url, stay.recorded_by_name, is_major=True)
    if stay.during.upper:
        yield TimelineEntry(stay.during.upper, _("Left %(site)s, room %(room)s") % where, url)


register(TimelineSource("quarantine", "quarantine.view", entries))
