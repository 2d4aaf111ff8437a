"""The columns of the list of places as a spreadsheet."""

from django.utils.translation import gettext_lazy as _

from phaodai.city.places.terms import PlaceKind
from phaodai.core.exchange import Column

KIND_LABELS = dict(PlaceKind.choices)

PLACE_COLUMNS = [
    Column(_("Code"), lambda row: row.code, 14),
    Column(_("Name"), lambda row: row.name, 40),
    Column(_("Kind"), lambda row: KIND_LABELS[row.kind], 22),
    Column(_("Address"), lambda row: row.address, 40),
    Column(_("Ward"), lambda row: row.area.name, 26),
    Column(_("Organisation"), lambda row: row.organization.name if row.organization else "", 32),
    Column(_("Latitude"), lambda row: row.latitude, 12),
    Column(_("Longitude"), lambda row: row.longitude, 12),
    Column(_("In use"), lambda row: _("yes") if row.is_active else _("no"), 10),
]
