"""What the owner of an import decides: columns, sheet, writing, undoing, dropping."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.core.audit.services import log_action
from phaodai.core.exchange import headings, keeping
from phaodai.core.exchange.kinds import ImportKind, heading_key, kinds
from phaodai.core.exchange.models import Import, ImportProgress, RememberedColumns
from phaodai.core.exchange.services.queueing import queue_import
from phaodai.core.exchange.terms import ImportState

UNDECIDED = (ImportState.MAPPING, ImportState.CHECKED, ImportState.REFUSED, ImportState.READING)


def _own(row: Import, by: Any, *states: str) -> tuple[Import, ImportKind]:
    """The import locked, with its kind.

    Raises:
        PermissionDenied: it is not one's own, or its kind is no longer allowed.
        ValidationError: it has moved on meanwhile.
    """
    found = Import.objects.visible_to(by).select_for_update().filter(pk=row.pk).first()
    kind = kinds().get(row.kind)
    if found is None or kind is None or not by.may(kind.capability):
        raise PermissionDenied
    if found.state not in states:
        text = _("This import is “%(state)s” by now.") % {"state": ImportState(found.state).label}
        raise ValidationError(text, code="moved_on")
    return found, kind


def _move(row: Import, state: str, **changes: Any) -> None:
    row.state, row.attempts = state, 0
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    ImportProgress.objects.filter(import_id=row.pk).delete()
    queue_import(row)


@transaction.atomic
def choose_columns(*, row: Import, meanings: Sequence[str], by: Any) -> Import:
    """Say what each column is ("" is left out), remember it for the office, and queue the check.

    Raises:
        ValidationError: a needed column is missing, one is chosen twice; ``_own``'s.
    """
    found, kind = _own(row, by, ImportState.MAPPING, ImportState.CHECKED)
    texts = found.heading["texts"]
    chosen = [(position, name) for position, name in enumerate(meanings[: len(texts)]) if name]
    columns = {name: position for position, name in chosen}
    _refuse_unclear(kind, chosen, columns)
    _remember(found, dict(enumerate(meanings)), texts)
    _move(found, ImportState.CHECKING, columns=columns)
    return found


def _refuse_unclear(kind: ImportKind, chosen: list[tuple[int, str]], columns: Mapping[str, int]) -> None:
    names = [name for _position, name in chosen]
    known = {one.name for one in kind.fields}
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice or not set(names) <= known:
        label = kind.field(twice).label if twice in known else twice
        raise ValidationError(_("Two columns are both “%(column)s”. Choose one.") % {"column": label})
    absent = headings.missing(kind, dict(columns))
    if absent:
        labels = ", ".join(str(one.label) for one in absent)
        raise ValidationError(_("Choose the column for: %(columns)s.") % {"columns": labels})


def _remember(row: Import, meanings: Mapping[int, str], texts: Sequence[str]) -> None:
    habit, _is_new = RememberedColumns.objects.select_for_update().get_or_create(
        office=row.office, kind=row.kind
    )
    new = {
        heading_key(text): meanings.get(position, "")
        for position, text in enumerate(texts)
        if heading_key(text)
    }
    habit.headings = {**habit.headings, **new}
    habit.save(update_fields=["headings"])


@transaction.atomic
def choose_sheet(*, row: Import, sheet: str, by: Any) -> Import:
    """Read another sheet of the workbook. Raises as `_own`; ValidationError for a sheet it has not."""
    found, _kind = _own(row, by, ImportState.MAPPING, ImportState.CHECKED)
    if sheet not in found.about.get("sheets", []):
        raise ValidationError(_("The workbook has no such sheet."))
    _move(found, ImportState.READING, about={**found.about, "sheet": sheet})
    return found


@transaction.atomic
def write_import(*, row: Import, only_valid: bool, by: Any) -> Import:
    """Queue the writing: the valid rows, or all or nothing. Raises as `_own`."""
    found, _kind = _own(row, by, ImportState.CHECKED)
    if found.rejected and not only_valid:
        raise ValidationError(_("Some rows are wrong; correct them, or import the valid rows only."))
    if not found.accepted:
        raise ValidationError(_("No row can be imported."))
    _log(found, "write_import", by)
    _move(found, ImportState.WRITING, only_valid=only_valid)
    return found


@transaction.atomic
def undo_import(*, row: Import, by: Any) -> Import:
    """Queue the taking back of everything nothing has been built on since. Raises as `_own`."""
    found, kind = _own(row, by, ImportState.DONE)
    if kind.undo is None:
        raise ValidationError(_("This kind of import cannot be undone."))
    _log(found, "undo_import", by)
    _move(found, ImportState.UNDOING)
    return found


@transaction.atomic
def cancel_import(*, row: Import, by: Any) -> Import:
    """Drop an import nothing of which has been written; its file goes at once. Raises as `_own`."""
    found, _kind = _own(row, by, *UNDECIDED)
    found.state = ImportState.CANCELLED
    found.save(update_fields=["state"])
    found.fault_rows.all().delete()
    found.row_outcomes.all().delete()
    _log(found, "cancel_import", by)
    transaction.on_commit(lambda: forget_file(found))
    return found


def forget_file(row: Import) -> None:
    """Delete an import's file, unless another import still needs the same one."""
    keeping.forget_rows(row.uuid)
    others = Import.objects.filter(digest=row.digest, forgotten_at__isnull=True).exclude(pk=row.pk)
    if not others.exclude(state=ImportState.CANCELLED).exists():
        keeping.forget(row.digest)


def _log(row: Import, action: str, by: Any) -> None:
    log_action(
        actor=by,
        action=action,
        subject_type="import",
        subject_id=row.uuid,
        data={"kind": row.kind, "rows": row.rows},
    )
