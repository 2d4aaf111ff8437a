"""Sealing days of the ledger for the segments, and forgetting them."""

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from numpy.typing import NDArray

from phaodai.core import clock
from phaodai.core.audit.services import log_action
from phaodai.response.movement.models import Visit
from phaodai.response.movement.partitions import existing_days
from phaodai.response.tracing.engine import SEGMENTS
from phaodai.response.tracing.models import LedgerChange, SealedDay
from phaodai.response.tracing.services.looking import NOBODY
from tracegraph.segments.errors import RowsRefused
from tracegraph.segments.manifest import Part
from tracegraph.segments.reading import Reader
from tracegraph.segments.rows import Rows, rows_of_day
from tracegraph.segments.sealing import Store

logger = logging.getLogger(__name__)

# Binary COPY: 19 bytes of head, then rows of a count of fields (2 bytes) and four times length (4) and value (8).
COPY_HEAD, COPY_TAIL = 19, 2
ROW = np.dtype(
    [("fields", ">i2")]
    + [(f"{part}{n}", kind) for n in range(4) for part, kind in (("l", ">i4"), ("v", ">i8"))]
)
ROWS = """
COPY (
    SELECT person.subject_no::bigint, visit.place_id, extract(epoch FROM visit.start_at)::bigint,
           coalesce(extract(epoch FROM visit.end_at)::bigint, -1)
    FROM movement_visit visit JOIN people_person person ON person.id = visit.person_id
    WHERE visit.day = '{day:%Y-%m-%d}'
) TO STDOUT (FORMAT binary)
"""


def segments_store() -> Store:
    """The folder of the segments, ready for writing."""
    return Store(settings.PHAODAI_HOME / "segments", str(connection.settings_dict["NAME"]))


def seal_ledger(*, by: Any) -> list[date]:
    """Seal every finished local day that is not sealed as it stands; returns the days. Safe to repeat.

    Days whose table is gone are forgotten. Without the segments in use only the notes of changes are erased.

    Raises:
        StoreError: another process is sealing, the disk is full, …; what was sealed before is untouched.
    """
    if settings.PHAODAI_TRACE_ENGINE != SEGMENTS:
        LedgerChange.objects.all().delete()
        return []
    store, days, sealed = segments_store(), existing_days(), []
    _forget(store, [day for day in store.manifest().days if day not in days])
    # Every file is read whole once a night: a byte that rotted is found before it is needed.
    broken = Reader(store.folder, store.ledger).current.broken
    finished = sorted(day for day in days if day < clock.today())
    for day in finished:
        if (day in broken or _is_stale(store, day)) and _seal_unless_refused(store, day):
            sealed.append(day)
    if sealed:
        log_action(
            actor=by, action="days_sealed", subject_type="segments", subject_id=NOBODY,
            data={"days": [day.isoformat() for day in sealed]},
        )  # fmt: skip
    return sealed


def forget_sealed_days(days: Sequence[date]) -> int:
    """Retention is about to delete these days: they leave the segments first. Holds no evidence, hence 0."""
    if settings.PHAODAI_TRACE_ENGINE == SEGMENTS or SealedDay.objects.exists():
        _forget(segments_store(), days)
    return 0


def _forget(store: Store, days: Sequence[date]) -> None:
    SealedDay.objects.filter(day__in=days).delete()
    for day in days:
        store.drop_day(day)


def _is_stale(store: Store, day: date) -> bool:
    parts, known = store.manifest().days.get(day, ()), SealedDay.objects.filter(day=day).first()
    if known is None or not parts or known.digest != _digest(parts):
        return True
    return LedgerChange.objects.filter(day=day).exists()


def _digest(parts: Sequence[Part]) -> str:
    return "+".join(f"{part.digest:016x}" for part in parts)


def _seal_unless_refused(store: Store, day: date) -> bool:
    """A day whose rows cannot be sealed stays with the ledger; the log says why."""
    try:
        _seal(store, day)
    except RowsRefused as refused:
        logger.error("%s The ledger answers for that day.", refused)
        return False
    return True


@transaction.atomic
def _seal(store: Store, day: date) -> None:
    """Read one state of the day, erase the notes of the changes in it, seal it, note its digest.

    All in one snapshot: whoever writes meanwhile leaves a note this transaction does not see, and so does not erase.
    """
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    LedgerChange.objects.filter(day=day).delete()
    part = store.seal_day(day, _rows_of(day))
    SealedDay.objects.update_or_create(
        day=day, defaults={"visits": part.records, "digest": _digest([part]), "sealed_at": clock.real_now()}
    )


def _rows_of(day: date) -> Rows:
    table = _copied(day)
    columns = [table[f"v{number}"].astype(np.int64) for number in range(4)]
    count = Visit.objects.filter(day=day).count()
    if count != len(table):
        raise RowsRefused(f"{count - len(table)} of {count} visits of {day} are of nobody registered.")
    return rows_of_day(day, *columns)


def _copied(day: date) -> NDArray[Any]:
    with connection.cursor() as cursor, cursor.copy(ROWS.format(day=day)) as copy:
        raw = b"".join(bytes(block) for block in copy)
    return np.frombuffer(raw[COPY_HEAD:-COPY_TAIL], ROW)
