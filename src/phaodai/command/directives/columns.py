"""Lists as spreadsheets."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.directives.terms import Standing
from phaodai.core.exchange import Column

DIRECTIVE_COLUMNS = [
    Column(_("Number and sign"), lambda row: row.number, 18),
    Column(_("Kind"), lambda row: row.get_kind_display(), 14),
    Column(_("Title"), lambda row: row.title, 60),
    Column(_("Issued by"), lambda row: row.issuer.name, 36),
    Column(_("Issued on"), lambda row: row.issued_on, 12),
    Column(_("State"), lambda row: row.get_state_display(), 24),
    Column(_("Ended on"), lambda row: row.ended_on, 12),
    Column(_("Tasks"), lambda row: row.task_count, 10),
]
TASK_COLUMNS = [
    Column(_("Directive"), lambda row: row.task.directive.number, 18),
    Column(_("Unit"), lambda row: row.unit.name, 36),
    Column(_("What is to be done"), lambda row: row.what, 60),
    Column(_("Deadline"), lambda row: row.due_at, 16),
    Column(_("How it stands"), lambda row: Standing(row.standing).label, 20),
    Column(_("State"), lambda row: row.get_state_display(), 24),
    Column(_("Per cent done"), lambda row: row.percent, 10),
    Column(_("Reported at"), lambda row: row.finished_at, 16),
    Column(_("Explanation"), lambda row: row.explanation, 40),
]
OVERVIEW_COLUMNS = [
    Column(_("Unit"), lambda row: row.unit.name, 36),
    Column(_("Done in time"), lambda row: row.tally.done_in_time, 14),
    Column(_("Done late"), lambda row: row.tally.done_late, 14),
    Column(_("Done, no deadline"), lambda row: row.tally.done_no_deadline, 14),
    Column(_("Open, in time"), lambda row: row.tally.open_in_time, 14),
    Column(_("Overdue"), lambda row: row.tally.open_overdue, 14),
    Column(_("Open, no deadline"), lambda row: row.tally.open_no_deadline, 14),
]
