"""Visits out of a CSV file: every mistake with its row and column, the good rows written, nothing twice."""

import uuid
from datetime import datetime
from itertools import islice
from typing import Any

from phaodai.core import clock
from phaodai.core.commands import WrongInput
from phaodai.core.exchange import ImportResult, RowError, importer, read_csv
from phaodai.response.movement.envelope import SentVisit, Unusable, read_moment, take_batch
from phaodai.response.movement.services import fault_text
from phaodai.response.movement.terms import VisitSource

COLUMNS = ("person", "place", "start", "end")
CHUNK = 2_000
# Rows without an id of their own get one from their content, so that the same file twice is one import.
NAMESPACE = uuid.UUID("6f1f9a52-5f0e-4a53-9a27-0d7a9d0f6f51")
LOCAL_FORMS = ("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")
AT_FAULT = {
    "unknown_person": "person",
    "unknown_place": "place",
    "bad_client_id": "client_id",
    "end_before_start": "end",
    "longer_than_a_day": "end",
}

NumberedRow = tuple[int, dict[str, str]]


@importer("visits")
def import_visits(*, content: bytes, dry_run: bool, by: Any) -> ImportResult:
    """Columns person, place, start, end and, if there is one, client_id. Times ISO or as written locally.

    Raises:
        WrongInput: no UTF-8 CSV with these columns.
        PermissionDenied: ``by`` may not record visits.
    """
    result = ImportResult()
    rows = read_csv(content, COLUMNS)
    while chunk := list(islice(rows, CHUNK)):
        _take_chunk(chunk, result, dry_run, by)
    if not result.rows:
        raise WrongInput("Tệp không có dòng nào. / The file has no rows.")
    return result


def _take_chunk(chunk: list[NumberedRow], result: ImportResult, dry_run: bool, by: Any) -> None:
    sent = [_sent(row) for _number, row in chunk]
    outcome = take_batch(sent=sent, source=VisitSource.IMPORT, by=by, dry_run=dry_run)
    result.rows += len(chunk)
    result.accepted += outcome.accepted
    result.duplicates += outcome.duplicates
    for one in outcome.rejected:
        column = AT_FAULT.get(one.code) or _bad_time_column(sent[one.position])
        result.rejected.append(RowError(chunk[one.position][0], column, one.code, str(fault_text(one.code))))


def _sent(row: dict[str, str]) -> SentVisit:
    start, end = _as_iso(row["start"]), _as_iso(row["end"])
    content = "|".join((row["person"], row["place"], start))
    client_id = row.get("client_id") or str(uuid.uuid5(NAMESPACE, content))
    return SentVisit(client_id, row["person"], row["place"], start, end or None)


def _as_iso(text: str) -> str:
    """A local writing as ISO with offset; anything else as it stands."""
    for form in LOCAL_FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=clock.TZ).isoformat()
        except ValueError:
            continue
    return text


def _bad_time_column(visit: SentVisit) -> str:
    try:
        read_moment(visit.start)
    except Unusable:
        return "start"
    if visit.end is None:
        return "start"
    try:
        read_moment(visit.end)
    except Unusable:
        return "end"
    return "start"
