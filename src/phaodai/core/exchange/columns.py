"""The list of imports as a spreadsheet."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.exchange.exports import Column
from phaodai.core.exchange.kinds import kinds

IMPORT_COLUMNS = [
    Column(_("File"), lambda row: row.file_name, 34),
    Column(
        _("Kind of list"), lambda row: str(kinds()[row.kind].title) if row.kind in kinds() else row.kind, 26
    ),
    Column(_("Sent in"), lambda row: row.sent_at, 18),
    Column(_("State"), lambda row: str(row.get_state_display()), 22),
    Column(_("Rows"), lambda row: row.rows, 10),
    Column(_("Written"), lambda row: row.accepted, 10),
    Column(_("Already there"), lambda row: row.duplicates, 10),
    Column(_("With errors"), lambda row: row.rejected, 10),
]
