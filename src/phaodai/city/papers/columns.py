"""The columns of the exported registers and papers."""

from django.utils.translation import gettext_lazy as _

from phaodai.city.papers.kinds import find
from phaodai.city.papers.models import Paper
from phaodai.core.exchange import Column

NUMBERS = [
    Column(_("No."), lambda row: row.written, 20),
    Column(_("Date"), lambda row: row.day, 12),
    Column(_("About"), lambda row: row.title, 60),
    Column(_("Register of numbers"), lambda row: str(row.register), 36),
    Column(_("State"), lambda row: row.get_state_display(), 12),
    Column(_("Taken by"), lambda row: row.taken_by_name, 24),
    Column(_("Number taken at"), lambda row: row.taken_at, 18),
    Column(_("Reason"), lambda row: row.reason, 40),
    Column(_("Made void by"), lambda row: row.voided_by_name, 24),
]


def _replaces(row: Paper) -> str:
    return row.replaces.code if row.replaces else ""


PAPERS = [
    Column(_("Code"), lambda row: row.code, 14),
    Column(_("Kind"), lambda row: find(row.kind).title, 22),
    Column(_("No."), lambda row: row.number, 18),
    Column(_("About"), lambda row: row.title, 60),
    Column(_("Issued by"), lambda row: row.issuer, 36),
    Column(_("Version"), lambda row: row.version, 8),
    Column(_("Replaces the paper"), _replaces, 14),
    Column(_("State"), lambda row: row.get_state_display(), 20),
    Column(_("Copies"), lambda row: row.copies, 8),
    Column(_("First printed"), lambda row: row.made_at, 18),
    Column(_("Printed by"), lambda row: row.made_by_name, 24),
]
