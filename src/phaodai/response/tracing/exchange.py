"""The call sheet as a spreadsheet."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.core.exchange import Column
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.queries.lines import ContactLine, contact_lines

MOVED_LABEL = _("Handed over")
NOT_CALLED_LABEL = _("Not called")
CHUNK = 500


def contact_rows(rows: "QuerySet[Contact]", user: Any, case: Case | None) -> Iterator[ContactLine]:
    """The rows, read a few hundred at a time."""
    stream = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        yield from contact_lines(chunk, user, case)


def contact_columns() -> list[Column]:
    """The columns of the call sheet."""
    return [
        Column(_("Full name"), lambda line: line.name, 28),
        Column(_("Born"), lambda line: line.birth_year, 8),
        Column(_("Sex"), lambda line: line.sex, 8),
        Column(_("Ward"), lambda line: line.area, 22),
        Column(_("Current address"), lambda line: line.address, 30),
        Column(_("Telephone"), lambda line: line.phone, 16),
        Column(_("Tier"), lambda line: f"F{line.tier}", 6),
        Column(_("Reason for contact"), _reason, 60),
        Column(_("Visits scanned there (estimate)"), lambda line: line.reason and line.reason.scan, 24),
        Column(_("Last exposure"), lambda line: line.reason and line.reason.last_at, 16),
        Column(_("Rank (1–5)"), lambda line: line.reason and line.reason.bars, 10),
        Column(_("Call log"), lambda line: line.call.text, 20),
        Column(_("Conclusion"), lambda line: line.conclusion.text, 18),
        Column(_("Call before"), lambda line: line.due_at, 16),
    ]


def _reason(line: ContactLine) -> str:
    if line.reason is None:
        return ""
    words = [" ".join(filter(None, (node.label, node.time, node.strong))) for node in line.reason.path]
    return " → ".join(words)
