"""Lists of oversight as spreadsheets."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.audit.columns import kind_label
from phaodai.core.exchange import Column

LOG_COLUMNS = [
    Column(_("When"), lambda row: row.occurred_at, 18),
    Column(_("Who"), lambda row: row.actor_name, 28),
    Column(_("What"), lambda row: kind_label(row.subject_type)),
    Column(_("Subject"), lambda row: str(row.subject_id), 38),
    Column(_("Why"), lambda row: row.purpose, 50),
]


OPENING_COLUMNS = [
    Column(_("Opening day"), lambda row: row.open.lower, 18),
    Column(_("Who"), lambda row: row.opened_by_name, 28),
    Column(_("Area"), lambda row: row.area.name if row.area else "", 24),
    Column(_("Why"), lambda row: f"{row.get_ground_display()}: {row.reason}", 60),
    Column(_("Looks"), lambda row: row.looks),
    Column(_("Conclusion"), lambda row: row.get_conclusion_display(), 20),
    Column(_("What was found"), lambda row: row.note, 50),
    Column(_("What follows"), lambda row: row.consequence, 40),
]
LOOK_COLUMNS = [
    Column(_("Day"), lambda row: row.day, 12),
    Column(_("Who"), lambda row: row.reader_name, 28),
    Column(_("What the rule asks"), lambda row: row.get_rule_display(), 40),
    Column(_("Looks"), lambda row: row.looks),
    Column(_("People"), lambda row: row.people),
    Column(_("State"), lambda row: row.get_state_display(), 24),
    Column(_("What was found"), lambda row: row.note, 50),
    Column(_("Signed document"), lambda row: row.document, 24),
]
FILE_COLUMNS = [
    Column(_("Asked"), lambda row: row.requested_at, 18),
    Column(_("Of whom"), lambda row: row.person.full_name, 28),
    Column(_("For whom"), lambda row: row.get_audience_display(), 30),
    Column(_("Reason"), lambda row: row.reason, 50),
    Column(_("By"), lambda row: row.requested_by_name, 28),
    Column(_("State"), lambda row: row.get_state_display()),
    Column(_("Fetched"), lambda row: row.fetched),
]
