"""Columns of the lists that go out."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phaodai.core.exchange import Column
from phaodai.response.testing.terms import ResultValue


def _value(tube: Any) -> str:
    return str(ResultValue(tube.value).label) if tube.value else ""


TUBE_COLUMNS = [
    Column(_("Tube"), lambda tube: tube.code, 14),
    Column(_("Method"), lambda tube: tube.get_method_display(), 26),
    Column(_("Number of people"), lambda tube: tube.people, 8),
    Column(_("State"), lambda tube: tube.get_state_display(), 26),
    Column(_("Result"), _value, 20),
    Column(_("Ward"), lambda tube: tube.area.name if tube.area else "", 22),
    Column(_("Laboratory"), lambda tube: tube.laboratory.name if tube.laboratory else "", 34),
    Column(_("Taken at"), lambda tube: tube.taken_at, 18),
    Column(_("Sent at"), lambda tube: tube.sent_at, 18),
    Column(_("Received at"), lambda tube: tube.received_at, 18),
    Column(_("Result at"), lambda tube: tube.resulted_at, 18),
    Column(_("Told"), lambda tube: tube.notified_at, 18),
    Column(_("Due"), lambda tube: tube.due_at, 18),
]

ORDER_COLUMNS = [
    Column(_("Full name"), lambda order: order.person.full_name, 28),
    Column(_("Year of birth"), lambda order: order.person.birth_year, 12),
    Column(_("Address"), lambda order: order.person.address, 40),
    Column(_("Ward"), lambda order: order.area.name if order.area else "", 22),
    Column(_("Method"), lambda order: order.get_method_display(), 26),
    Column(_("Reason"), lambda order: order.get_reason_display(), 26),
    Column(_("Due"), lambda order: order.due_at, 18),
    Column(_("State"), lambda order: order.get_state_display(), 20),
]
