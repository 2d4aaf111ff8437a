"""Deleting what is past its term, and proving it.

First the rows go, in one transaction with what is written about the run; then the bytes nobody claims any more. A
backup that runs meanwhile keeps the bytes until the next run, so that an archive never lacks what its rows name.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from phaodai.core import clock, policy
from phaodai.core.audit.services import log_action
from phaodai.core.files import store
from phaodai.core.files.models import FileRun, StoredFile
from phaodai.core.files.purposes import Purpose, all_purposes
from phaodai.core.files.services import hold_digest
from phaodai.core.files.terms import FileState

BACKUP_LOCK = 7_202_109
"""An advisory lock of the database: a backup holds it shared, whoever takes bytes off the disk alone."""
UNCLAIMED_AFTER = timedelta(hours=24)
BATCH = 2_000


def apply_file_retention(*, by: Any) -> FileRun:
    """Delete waiting uploads nobody put anywhere and files past their purpose's term; then their bytes."""
    started = clock.now()
    before = [digest for digest, _size, _at in store.digests()]
    deleted, left, terms = _delete_rows(started)
    gone, is_postponed = _delete_contents()
    swept = store.sweep_incoming(UNCLAIMED_AFTER.total_seconds())
    after = [digest for digest, _size, _at in store.digests()]
    with transaction.atomic():
        run = FileRun.objects.create(
            files_deleted=deleted, contents_deleted=gone, contents_before=len(before), contents_after=len(after),
            before=sum_of(before), after=sum_of(after), left_past_term=left, swept=swept,
            is_postponed=is_postponed, terms=terms, started_at=started,
        )  # fmt: skip
        log_action(actor=by, action="apply_retention", subject_type="files", subject_id=run.uuid)
    return run


def sum_of(digests: Iterable[str]) -> str:
    """One digest of a list of digests: of the sorted lines, each with its line end."""
    return hashlib.sha256("".join(f"{digest}\n" for digest in sorted(digests)).encode()).hexdigest()


@transaction.atomic
def _delete_rows(now: datetime) -> tuple[int, int, dict[str, str]]:
    waiting = policy.get("files.waiting_hours")
    limit = clock.real_now() - timedelta(hours=float(waiting.value))
    deleted = _let_go(
        StoredFile.objects.filter(state=FileState.WAITING, recorded_at__lt=limit), "unlinked", now
    )
    left, terms = 0, {"waiting": waiting.version}
    for purpose in all_purposes():
        done, still, version = _delete_of(purpose, now)
        deleted, left = deleted + done, left + still
        terms |= {purpose.code: version} if version else {}
    return deleted, left, terms


def _delete_of(purpose: Purpose, now: datetime) -> tuple[int, int, str]:
    """Files of one purpose: those past the term go, unless their thing needs them; those whose thing is gone, too."""
    rows = StoredFile.objects.filter(purpose=purpose.code, state=FileState.KEPT)
    owners: Any = purpose.owner()._default_manager
    deleted = _let_go(rows.exclude(owner_id__in=owners.values("uuid")), "its thing is gone", now)
    if not purpose.term:
        return deleted, 0, ""
    rule = policy.get(purpose.term)
    past = rows.filter(linked_at__lt=now - timedelta(days=float(rule.value)))
    needed = _needed(purpose, past)
    return (
        deleted + _let_go(past.exclude(owner_id__in=needed), "past its term", now),
        len(needed),
        rule.version,
    )


def _needed(purpose: Purpose, past: "QuerySet[StoredFile]") -> set[UUID]:
    ids = [owner for owner in past.values_list("owner_id", flat=True).distinct() if owner]
    if purpose.still_needs is None:
        return set()
    return {one for part in _batches(ids, BATCH) for one in purpose.still_needs(part)}


def _batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    left = iter(rows)
    while part := list(islice(left, size)):
        yield part


def _let_go(rows: "QuerySet[StoredFile]", reason: str, now: datetime) -> int:
    """Rows another table refers to stay: whoever refers to a file needs it."""
    for relation in StoredFile._meta.related_objects:
        rows = rows.filter(**{f"{relation.name}__isnull": True})
    return rows.update(state=FileState.DELETED, deleted_at=now, deleted_reason=reason, name="")


@contextmanager
def no_backup_runs() -> Iterator[bool]:
    """Whether no backup is running; while inside, none begins to read files."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [BACKUP_LOCK])
        (is_free,) = cursor.fetchone()
        try:
            yield is_free
        finally:
            if is_free:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [BACKUP_LOCK])


def _delete_contents() -> tuple[list[str], bool]:
    """Take the bytes off the disk that no living row claims; those just placed may still wait for their row."""
    with no_backup_runs() as is_free:
        if not is_free:
            return [], True
        old = clock.real_now().timestamp() - UNCLAIMED_AFTER.total_seconds()
        found = [(digest, at) for digest, _size, at in store.digests()]
        return [one for part in _batches(found, BATCH) for one in _delete_unclaimed(part, old)], False


def _delete_unclaimed(part: Iterable[tuple[str, float]], old: float) -> list[str]:
    facts = dict(part)
    rows = StoredFile.objects.filter(digest__in=facts)
    claimed = set(rows.exclude(state=FileState.DELETED).values_list("digest", flat=True))
    known = set(rows.values_list("digest", flat=True))
    candidates = [one for one, at in facts.items() if one not in claimed and (one in known or at < old)]
    return [digest for digest in candidates if _remove_unclaimed(digest)]


@transaction.atomic
def _remove_unclaimed(digest: str) -> bool:
    hold_digest(digest)
    if StoredFile.objects.filter(digest=digest).exclude(state=FileState.DELETED).exists():
        return False
    return store.remove(digest)
