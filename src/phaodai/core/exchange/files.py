"""A file from the command line, in one go: `phaodai import KIND FILE`."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.core.audit.services import log_action
from phaodai.core.exchange import headings
from phaodai.core.exchange.imports import ImportResult, plain_importers
from phaodai.core.exchange.kinds import ImportKind, Row, Run, kinds
from phaodai.core.exchange.passing import Source, Tally, run_pass
from phaodai.core.exchange.refusals import RefusedFile
from phaodai.core.exchange.services.locks import one_writer
from phaodai.core.exchange.transcribing import first_rows, transcribe

NO_SUBJECT = UUID(int=0)


def import_file(
    *, kind: ImportKind, path: Path, dry_run: bool, by: Any, only_valid: bool = True
) -> ImportResult:
    """Import a file whose columns explain themselves: one transaction, the valid rows or (by choice) all or nothing.

    Raises:
        PermissionDenied: ``by`` may not import this kind.
        RefusedFile: the file, or its heading, cannot be used.
    """
    if not by.may(kind.capability):
        raise PermissionDenied
    with tempfile.TemporaryDirectory(prefix="phaodai-import-") as folder:
        source = open_source(kind, path, Path(folder) / "rows")
        with transaction.atomic():
            return _take(kind, source, dry_run, by, only_valid)


def import_content(*, kind: ImportKind, content: bytes, dry_run: bool, by: Any) -> ImportResult:
    """The same for a file already in memory. Raises as `import_file`."""
    with tempfile.NamedTemporaryFile(prefix="phaodai-import-") as file:
        file.write(content)
        file.flush()
        return import_file(kind=kind, path=Path(file.name), dry_run=dry_run, by=by)


def importers() -> dict[str, Callable[..., ImportResult]]:
    """Every kind `phaodai import` knows: ``run(*, content, dry_run, by)``."""
    return {code: partial(import_content, kind=kind) for code, kind in kinds().items()} | plain_importers()


def open_source(kind: ImportKind, path: Path, target: Path) -> Source:
    """The rows of a file under its own heading.

    Raises: RefusedFile as `import_file`.
    """
    about = transcribe(path, target, most_rows=kind.most_rows)
    rows = first_rows(target)
    heading = headings.find_heading(kind, rows)
    guess = headings.guess_columns(kind, heading)
    if not guess.columns and kind.headless:
        return Source(target, 0, {name: position for position, name in enumerate(kind.headless)})
    headings.require_columns(kind, guess)
    if about["rows"] == 1 or rows[-1][0] <= heading.line:
        raise RefusedFile("only_headings")
    return Source(target, heading.line, guess.columns)


def _take(kind: ImportKind, source: Source, dry_run: bool, by: Any, only_valid: bool) -> ImportResult:
    result = ImportResult()

    def keep(rows: list[Row]) -> None:
        result.rejected += [fault for row in rows for fault in row.faults]

    one_writer(kind.code)
    writes = not dry_run or kind.checks_by_writing
    tally: Tally = run_pass(kind, source, Run(by, not writes), keep, lambda _done: None)
    result.rows, result.accepted, result.duplicates = tally.rows, tally.accepted, tally.duplicates
    if tally.rejected and not only_valid:
        result.accepted = 0
    if dry_run or (tally.rejected and not only_valid):
        transaction.set_rollback(True)
    else:
        _log(kind, tally, by)
    return result


def _log(kind: ImportKind, tally: Tally, by: Any) -> None:
    log_action(
        actor=by,
        action="import_file",
        subject_type="import",
        subject_id=NO_SUBJECT,
        data={"kind": kind.code, **vars(tally)},
    )
