"""Reading imports: one's own, their faults and what became of their rows."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from phaodai.core.access import get_visible_or_404
from phaodai.core.exchange import headings, keeping
from phaodai.core.exchange.kinds import ImportKind, kinds
from phaodai.core.exchange.models import Import, ImportedRow, ImportFault, ImportProgress
from phaodai.core.exchange.refusals import sentence_of
from phaodai.core.exchange.terms import ImportState, RowOutcome

BUSY = (ImportState.READING, ImportState.CHECKING, ImportState.WRITING, ImportState.UNDOING)


def own_imports(user: Any, *, state: str = "", kind: str = "") -> "QuerySet[Import]":
    """The user's imports, newest first."""
    rows: QuerySet[Import] = Import.objects.visible_to(user).order_by("-pk")
    rows = rows.filter(state=state) if state else rows
    return rows.filter(kind=kind) if kind else rows


def own_import(user: Any, uuid: UUID) -> Import:
    """One of the user's imports; missing and somebody else's answer alike (Http404)."""
    found: Import = get_visible_or_404(Import.objects.all(), user, uuid=uuid)
    return found


def kind_of(row: Import) -> ImportKind | None:
    return kinds().get(row.kind)


def is_busy(row: Import) -> bool:
    return row.state in BUSY


def progress_of(row: Import) -> tuple[int, int]:
    """(done, total) of the job that runs."""
    found = ImportProgress.objects.filter(import_id=row.pk).first()
    return (found.done, found.total) if found else (0, int(row.rows or row.about.get("rows", 0)))


def refusal_of(row: Import) -> str:
    """Why the import was refused, in one sentence; "" where it was not."""
    return sentence_of(row.refusal, row.refusal_params) if row.refusal else ""


def earlier_of(row: Import) -> Import | None:
    """The last import that wrote this very file before."""
    same = Import.objects.filter(digest=row.digest, kind=row.kind, office=row.office, state=ImportState.DONE)
    return same.filter(pk__lt=row.pk).order_by("-pk").first()


@dataclass(frozen=True)
class FaultLine:
    """One fault as a page shows it: line of the sheet, letter and name of the column."""

    line: int
    letter: str
    column: str
    message: str


def fault_rows(row: Import) -> "QuerySet[ImportFault]":
    return row.fault_rows.order_by("row", "pk")


def fault_line(row: Import, fault: ImportFault) -> FaultLine:
    kind, position = kind_of(row), row.columns.get(fault.column)
    label = fault.column
    if kind and any(one.name == fault.column for one in kind.fields):
        label = str(kind.field(fault.column).label)
    letter = headings.column_letter(position) if position is not None else ""
    return FaultLine(row.heading["line"] + fault.row, letter, label, fault.message)


def noted_rows(row: Import, outcome: str) -> "QuerySet[ImportedRow]":
    """Rows that were there already, or that an undo left, in the order of the file."""
    return row.row_outcomes.filter(outcome=outcome).order_by("row")


def may_undo(row: Import) -> bool:
    kind = kind_of(row)
    return bool(row.state == ImportState.DONE and kind and kind.undo and row.accepted)


def has_file(row: Import) -> bool:
    """Whether the rows can still be read: files go when their time is up."""
    return row.forgotten_at is None and keeping.rows_path(row.uuid).exists()


KEPT, DUPLICATE = RowOutcome.KEPT, RowOutcome.DUPLICATE
