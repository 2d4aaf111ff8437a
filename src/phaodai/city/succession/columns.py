"""The lists of changes and of unresolved areas as spreadsheets."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phaodai.core.exchange import Column


def _names(areas: Any) -> str:
    return "; ".join(dict.fromkeys(f"{area.code} {area.name}" for area in areas if area is not None))


CHANGE_COLUMNS = [
    Column(_("Effective from"), lambda row: row.effective_on, 14),
    Column(_("Kind"), lambda row: row.get_kind_display(), 22),
    Column(_("Before"), lambda row: _names(link.predecessor for link in row.links.all()), 60),
    Column(_("After"), lambda row: _names(link.successor for link in row.links.all()), 60),
    Column(_("Document"), lambda row: row.decree, 30),
    Column(_("Known from"), lambda row: row.source, 30),
    Column(_("By whom"), lambda row: row.decided_by_name, 24),
]
GAP_COLUMNS = [
    Column(_("Code"), lambda row: row.area.code, 10),
    Column(_("Name"), lambda row: row.area.name, 30),
    Column(_("Within"), lambda row: row.area.parent.name if row.area.parent else "", 26),
    Column(_("No longer from"), lambda row: row.effective_on, 14),
    Column(_("Why it is not resolved"), lambda row: row.get_reason_display(), 60),
]
