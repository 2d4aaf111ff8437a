"""Taking files in, putting them with their things, letting them go."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action
from phaodai.core.files import store
from phaodai.core.files.kinds import Refused, recognise
from phaodai.core.files.kinds.refusals import NOT_HERE, SENTENCES, TOO_LARGE
from phaodai.core.files.models import StoredFile
from phaodai.core.files.names import clean_name
from phaodai.core.files.purposes import MB, Purpose, find
from phaodai.core.files.terms import FileState, Kind


class Upload(Protocol):
    """What this module needs of an uploaded file; Django's satisfies it."""

    name: str | None

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]: ...


def store_upload(*, upload: Upload, purpose: str, by: Any) -> StoredFile:
    """Take an upload into the store, where it waits for its thing; told by its content and checked to its end.

    Raises:
        ValidationError: too large, of another kind than the purpose takes, damaged, or hostile.
    """
    return _store(upload.chunks(), upload.name or "", find(purpose), by)


def store_bytes(*, content: bytes, name: str, purpose: str, by: Any) -> StoredFile:
    """The same for bytes in hand."""
    return _store(iter((content,)), name, find(purpose), by)


def keep_upload(*, upload: Upload, purpose: str, owner: Model, by: Any) -> StoredFile:
    """Take an upload in and put it with its thing at once.

    Raises:
        ValidationError: as for `store_upload`.
    """
    with transaction.atomic():
        return link_file(file=store_upload(upload=upload, purpose=purpose, by=by), owner=owner, by=by)


def _store(pieces: Iterable[bytes], given: str, purpose: Purpose, by: Any) -> StoredFile:
    name = clean_name(given)
    try:
        with store.received(pieces, purpose.most_bytes) as spool:
            kind = _checked(spool, purpose)
            return _claim(spool, name, kind, purpose, by)
    except Refused as reason:
        raise refusal(reason.code, name, purpose) from None


def _checked(spool: store.Spool, purpose: Purpose) -> Kind:
    with open(spool.path, "rb") as file:
        kind = recognise(file, spool.size)
    if kind not in purpose.kinds:
        raise Refused(f"{NOT_HERE}:{kind.value}")
    return kind


def refusal(code: str, name: str, purpose: Purpose) -> ValidationError:
    """The sentence of a refused file."""
    code, _colon, kind = code.partition(":")
    words = {
        "name": name,
        "most": purpose.most_bytes // MB,
        "kind": str(Kind(kind).label) if kind else "",
        "kinds": ", ".join(sorted(str(one.label) for one in purpose.kinds)),
    }
    return ValidationError(str(SENTENCES.get(code, SENTENCES[TOO_LARGE])) % words, code=code)


def store_made(*, content: bytes, kind: Kind, name: str, purpose: str, owner: Model, by: Any) -> StoredFile:
    """Keep what the system itself made, with its thing; nothing of it came from outside."""
    with transaction.atomic(), store.received(iter((content,)), len(content)) as spool:
        row = _claim(spool, clean_name(name), kind, find(purpose), by)
        return _link(row, owner)


@transaction.atomic
def _claim(spool: store.Spool, name: str, kind: Kind, purpose: Purpose, by: Any) -> StoredFile:
    """The row and the bytes together; nobody sweeps the bytes away meanwhile."""
    hold_digest(spool.digest)
    store.place(spool)
    return StoredFile.objects.create(
        digest=spool.digest,
        size=spool.size,
        kind=kind,
        name=name,
        purpose=purpose.code,
        uploaded_by_id=getattr(by, "pk", None),
        uploaded_by_name=actor_name(by),
        occurred_at=clock.now(),
    )


def hold_digest(digest: str) -> None:
    """Until the end of the transaction nobody else claims or removes these bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [digest])


@transaction.atomic
def link_file(*, file: StoredFile, owner: Model, by: Any) -> StoredFile:
    """Put a waiting upload with its thing. Only whoever uploaded it may, and only with a thing of its purpose.

    Raises:
        PermissionDenied: somebody else's upload.
        ValidationError: it does not wait any more.
    """
    row = StoredFile.objects.select_for_update().get(pk=file.pk)
    if row.uploaded_by_id != getattr(by, "pk", None):
        raise PermissionDenied
    if row.state != FileState.WAITING:
        raise ValidationError(
            _("This file is not waiting any more; upload it again."), code="file_not_waiting"
        )
    return _link(row, owner)


def _link(row: StoredFile, owner: Model) -> StoredFile:
    purpose = find(row.purpose)
    if not isinstance(owner, purpose.owner()):
        raise TypeError(f"A file for {purpose.code} belongs to a {purpose.owner().__name__}.")
    row.owner_id, row.state, row.linked_at = owner.uuid, FileState.KEPT, clock.now()  # type: ignore[attr-defined]
    row.save(update_fields=["owner_id", "state", "linked_at"])
    return row


@transaction.atomic
def delete_file(*, file: StoredFile, reason: str, by: Any) -> StoredFile:
    """Let a file go with a reason; its bytes leave the disk with the next run, unless another file has the same.

    The caller has checked that ``by`` may change the thing it belongs to.
    """
    row = StoredFile.objects.select_for_update().get(pk=file.pk)
    if row.state == FileState.DELETED:
        return row
    log_action(
        actor=by, action="file_deleted", subject_type="file", subject_id=row.uuid, reason=reason,
        data={"digest": row.digest, "purpose": row.purpose, "owner": _text(row.owner_id)},
    )  # fmt: skip
    row.state, row.deleted_at, row.deleted_reason, row.name = FileState.DELETED, clock.now(), reason[:300], ""
    row.save(update_fields=["state", "deleted_at", "deleted_reason", "name"])
    return row


def _text(owner: UUID | None) -> str:
    return str(owner) if owner else ""
