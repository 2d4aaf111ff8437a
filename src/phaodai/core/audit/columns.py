"""The log as a spreadsheet."""

from django.utils.translation import gettext_lazy as _

from phaodai.core.audit.terms import Subject
from phaodai.core.exchange import Column


def kind_label(code: str) -> str:
    """The kind of subject in words; a kind not known here stays as it is."""
    return str(Subject(code).label) if code in Subject.values else code


READ_COLUMNS = [
    Column(_("When"), lambda row: row.occurred_at, 18),
    Column(_("Who"), lambda row: row.actor_name, 28),
    Column(_("What"), lambda row: kind_label(row.subject_type)),
    Column(_("Subject"), lambda row: str(row.subject_id), 38),
    Column(_("Why"), lambda row: row.purpose, 50),
]
