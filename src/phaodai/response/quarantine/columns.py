"""The order list as a spreadsheet."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phaodai.core.exchange import Column
from phaodai.response.quarantine.models import QuarantineOrder


def _area(order: QuarantineOrder) -> str:
    return order.area.name if order.area else ""


def _case(order: QuarantineOrder) -> str:
    return order.case.code if order.case else ""


def _site(order: QuarantineOrder) -> Any:
    return order.site.organization.name if order.site else order.address


ORDER_COLUMNS = [
    Column(_("Order number"), lambda order: order.number, 16),
    Column(_("State"), lambda order: order.get_state_display(), 24),
    Column(_("Kind"), lambda order: order.get_kind_display(), 18),
    Column(_("Full name"), lambda order: order.person.full_name, 28),
    Column(_("Year of birth"), lambda order: order.person.birth_year, 10),
    Column(_("Ward"), _area, 22),
    Column(_("Case"), _case, 12),
    Column(_("Setting"), lambda order: order.get_setting_display(), 14),
    Column(_("Place of quarantine"), _site, 34),
    Column(_("Last exposure"), lambda order: order.starts_at, 16),
    Column(_("Last day"), lambda order: order.ends_on, 12),
    Column(_("Confirmed by"), lambda order: order.confirmed_by_name, 22),
    Column(_("Signed by"), lambda order: order.signed_by_name, 22),
    Column(_("Signed at"), lambda order: order.signed_at, 16),
]
