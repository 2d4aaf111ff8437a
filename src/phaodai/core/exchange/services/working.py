"""What the worker does with an import: read, check, write, undo. Each stage is one transaction, safe to repeat.

A worker killed in the middle leaves the stage as it was before: everything it wrote went with its transaction,
and the queue hands the job to the next worker. Killed after the commit, the job finds the stage done.
"""

import logging
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.utils.translation import override

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.services import context
from phaodai.core.exchange import headings, keeping
from phaodai.core.exchange.kinds import ImportKind, Row, Run, Written, kinds
from phaodai.core.exchange.models import Import, ImportedRow, ImportFault, RememberedColumns
from phaodai.core.exchange.owners import owner_of
from phaodai.core.exchange.passing import Source, Tally, run_pass
from phaodai.core.exchange.refusals import RefusedFile
from phaodai.core.exchange.services.locks import one_writer
from phaodai.core.exchange.services.progress import telling
from phaodai.core.exchange.terms import ImportState, RowOutcome
from phaodai.core.exchange.transcribing import first_rows, transcribe

logger = logging.getLogger(__name__)
MOST_STARTS = 3
MOST_FAULTS = 200_000
UNDO_CHUNK = 1_000

Tell = Callable[[int], None]


class Changed(RefusedFile):
    """Rows that were right when they were checked are wrong now."""


def advance_import(import_id: int) -> None:
    """Take an import one stage further; nothing when there is nothing to do."""
    row = _begin(import_id)
    if row is None:
        return
    stage = STAGES[row.state]
    with override(row.language):
        try:
            with telling(row) as tell:
                stage(row, _kind_of(row), tell)
        except Changed:
            _check_again(row)
        except RefusedFile as why:
            _refuse(row, why.code, why.params)
        except (OperationalError, InterfaceError):
            raise
        except IntegrityError:  # somebody wrote the same meanwhile, past this module
            logger.exception("import %s met other writing", row.uuid)
            if row.state == ImportState.WRITING:
                _check_again(row)
            else:
                _refuse(row, "failed", {})
        except Exception:
            logger.exception("import %s failed", row.uuid)
            _refuse(row, "failed", {})


def _check_again(row: Import) -> None:
    """Nothing was written; the owner decides anew on what is true now."""
    _check(row, _kind_of(row), lambda _done: None)
    _refuse(row, "changed", {}, ImportState.CHECKED)


@transaction.atomic
def _begin(import_id: int) -> Import | None:
    """Count the start, so that a file that stops every worker is given up."""
    row = Import.objects.select_for_update().filter(pk=import_id).first()
    if row is None or row.state not in STAGES:
        return None
    row.attempts += 1
    if row.attempts > MOST_STARTS:
        _give_up(row)
        return None
    row.save(update_fields=["attempts"])
    return row


def _give_up(row: Import) -> None:
    row.state = ImportState.DONE if row.state == ImportState.UNDOING else ImportState.REFUSED
    row.refusal, row.refusal_params = "stopped_twice", {"times": MOST_STARTS}
    row.save()


def _kind_of(row: Import) -> ImportKind:
    kind = kinds().get(row.kind)
    if kind is None:
        raise RefusedFile("unreadable")
    return kind


@transaction.atomic
def _refuse(row: Import, code: str, params: dict[str, Any], state: str = "") -> None:
    found = Import.objects.select_for_update().get(pk=row.pk)
    undoing = found.state == ImportState.UNDOING
    found.state = state or (ImportState.DONE if undoing else ImportState.REFUSED)
    found.refusal, found.refusal_params = code, params
    found.save(update_fields=["state", "refusal", "refusal_params"])


def _owner(row: Import, kind: ImportKind) -> Any:
    """Whoever sent the file, with the rights they have now.

    Raises:
        RefusedFile: they may no longer.
    """
    owner = SYSTEM_ACTOR if row.owner_id is None else owner_of(row.owner_id)
    if owner is None or not owner.may(kind.capability):
        raise RefusedFile("not_allowed")
    return owner


def _locked(row: Import, state: str) -> Import | None:
    """The import locked, if it still is in the state this stage began with."""
    return Import.objects.select_for_update().filter(pk=row.pk, state=state).first()


# --- reading


def _read(row: Import, kind: ImportKind, tell: Tell) -> None:
    target = keeping.rows_path(row.uuid)
    source = keeping.path_of(row.digest)
    if not source.exists():
        raise RefusedFile("gone")
    about = transcribe(source, target, most_rows=kind.most_rows, sheet=row.about.get("sheet", ""))
    rows = first_rows(target)
    habit = _habits(row)
    heading = headings.find_heading(kind, rows, habit)
    if rows[-1][0] <= heading.line:
        raise RefusedFile("only_headings")
    with transaction.atomic():
        found = _locked(row, ImportState.READING)
        if found is not None:
            found.about, found.heading = about, vars(heading)
            found.columns = headings.guess_columns(kind, heading, habit).columns
            _save(found, ImportState.MAPPING)


def _habits(row: Import) -> dict[str, str]:
    habit = RememberedColumns.objects.filter(office=row.office, kind=row.kind).first()
    return habit.headings if habit else {}


def _save(row: Import, state: str) -> None:
    row.state, row.attempts, row.refusal, row.refusal_params = state, 0, "", {}
    row.save()


# --- checking and writing


class _Keeper:
    """Keeps the verdicts of a pass; what is written by a check that writes is held until that is taken back."""

    def __init__(self, row: Import, *, held: bool = False) -> None:
        self.row, self.held, self.faults = row, held, 0
        self.waiting: list[Row] = []

    def __call__(self, rows: list[Row]) -> None:
        if self.held:
            self.waiting += rows
        else:
            self.write(rows)

    def flush(self) -> None:
        self.write(self.waiting)

    def write(self, rows: list[Row]) -> None:
        faults = [
            ImportFault(
                belongs_to=self.row,
                row=one.row,
                column=one.column,
                code=one.code[:40],
                message=one.message[:500],
            )
            for row in rows
            for one in row.faults
        ][: MOST_FAULTS - self.faults]
        self.faults += len(faults)
        ImportFault.objects.bulk_create(faults)
        ImportedRow.objects.bulk_create(
            ImportedRow(
                belongs_to=self.row, row=row.number, outcome=row.outcome, subject=row.subject,
                label=row.label[:200], note=row.note[:300],
            )
            for row in rows
            if row.outcome != RowOutcome.REJECTED
        )  # fmt: skip


def _source(row: Import) -> Source:
    path = keeping.rows_path(row.uuid)
    if not path.exists():
        raise RefusedFile("gone")
    return Source(path, row.heading["line"], row.columns)


def _clear(row: Import) -> None:
    row.fault_rows.all().delete()
    row.row_outcomes.all().delete()


def _fill(row: Import, tally: Tally) -> None:
    for name, value in vars(tally).items():
        setattr(row, name, value)


def _check(row: Import, kind: ImportKind, tell: Tell) -> None:
    owner, source = _owner(row, kind), _source(row)
    with transaction.atomic():
        found = Import.objects.select_for_update().get(pk=row.pk)
        if found.state not in (ImportState.CHECKING, ImportState.WRITING):
            return
        _clear(found)
        keeper = _Keeper(found, held=kind.checks_by_writing)
        tally = _trial(kind, source, owner, keeper, tell)
        keeper.flush()
        if not tally.rows:
            raise RefusedFile("only_headings")
        _fill(found, tally)
        _save(found, ImportState.CHECKED)


def _trial(kind: ImportKind, source: Source, owner: Any, keeper: _Keeper, tell: Tell) -> Tally:
    """A pass that leaves nothing behind, whichever way the kind checks."""
    if not kind.checks_by_writing:
        return run_pass(kind, source, Run(owner, True), keeper, tell)
    with transaction.atomic():
        tally = run_pass(kind, source, Run(owner, False), keeper, tell)
        transaction.set_rollback(True)
    for row in keeper.waiting:
        row.subject = row.subject if row.outcome == RowOutcome.DUPLICATE else None
    return tally


def _write(row: Import, kind: ImportKind, tell: Tell) -> None:
    owner, source = _owner(row, kind), _source(row)
    with transaction.atomic(), context(user=owner, reason=f"import {row.uuid}"):
        one_writer(kind.code)
        found = _locked(row, ImportState.WRITING)
        if found is None:
            return
        _clear(found)
        tally = run_pass(kind, source, Run(owner, False), _Keeper(found), tell)
        if tally.rejected and not found.only_valid:
            raise Changed("changed")
        _fill(found, tally)
        found.written_at = clock.now()
        _save(found, ImportState.DONE)


# --- undoing


def _undo(row: Import, kind: ImportKind, tell: Tell) -> None:
    owner = _owner(row, kind)
    with transaction.atomic(), context(user=owner, reason=f"undo import {row.uuid}"):
        one_writer(kind.code)
        found = _locked(row, ImportState.UNDOING)
        if found is None or kind.undo is None:
            return
        run, done, kept = Run(owner, False), 0, 0
        written = found.row_outcomes.filter(outcome=RowOutcome.ACCEPTED, subject__isnull=False)
        while chunk := list(written.order_by("-row")[:UNDO_CHUNK]):
            kept += _undo_chunk(chunk, kind, run)
            done += len(chunk)
            tell(done)
        found.kept, found.undone_at = kept, clock.now()
        _save(found, ImportState.DONE if kept == done else ImportState.UNDONE)


def _undo_chunk(chunk: list[ImportedRow], kind: ImportKind, run: Run) -> int:
    assert kind.undo is not None
    left = kind.undo([Written(one.row, one.subject, one.label) for one in chunk if one.subject], run)
    for one in chunk:
        why = left.get(one.subject) if one.subject else None
        one.outcome = RowOutcome.UNDONE if why is None else RowOutcome.KEPT
        one.note = (why or "")[:300]
    ImportedRow.objects.bulk_update(chunk, ["outcome", "note"])
    return sum(one.outcome == RowOutcome.KEPT for one in chunk)


STAGES: dict[str, Callable[[Import, ImportKind, Tell], None]] = {
    ImportState.READING: _read,
    ImportState.CHECKING: _check,
    ImportState.WRITING: _write,
    ImportState.UNDOING: _undo,
}
