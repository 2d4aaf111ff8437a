"""The columns of the list of organisations as a spreadsheet."""

from django.utils.translation import gettext_lazy as _

from phaodai.city.areas.queries import path_name
from phaodai.city.organizations.terms import OrganizationKind
from phaodai.core.exchange import Column

KIND_LABELS = dict(OrganizationKind.choices)

ORGANIZATION_COLUMNS = [
    Column(_("Code"), lambda row: row.code, 16),
    Column(_("Name"), lambda row: row.name, 44),
    Column(_("Kind"), lambda row: KIND_LABELS[row.kind], 26),
    Column(_("Part of"), lambda row: row.parent.name if row.parent else "", 36),
    Column(_("Seat"), lambda row: path_name(row.area), 36),
    Column(_("Address"), lambda row: row.address, 36),
    Column(_("Telephone"), lambda row: row.phone, 18),
    Column(_("Posts"), lambda row: row.post_count, 8),
]
