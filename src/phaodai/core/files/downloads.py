"""A file as a download: never shown inside our pages, never guessed at, never run."""

import logging
from typing import Any

from django.http import Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from phaodai.core.audit.services import log_action, record_read
from phaodai.core.files import store
from phaodai.core.files.models import StoredFile
from phaodai.core.files.names import download_name
from phaodai.core.files.purposes import find
from phaodai.core.files.terms import Kind

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SUMMED_ON_READING = 50_000_000
logger = logging.getLogger(__name__)


def download_response(row: StoredFile, *, by: Any) -> StreamingHttpResponse:
    """The bytes of a file the caller has found through its thing's permission; health files on record.

    Raises:
        Http404: missing or damaged on the disk.
    """
    _require_whole(row)
    _put_on_record(row, by)
    name = download_name(row.name, Kind(row.kind))
    said = {**HEADERS, "Content-Length": str(row.size)}
    answer = StreamingHttpResponse(store.pieces_of(row.digest), content_type=row.media_type, headers=said)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _require_whole(row: StoredFile) -> None:
    path = store.path_of(row.digest)
    is_whole = path.is_file() and path.stat().st_size == row.size
    if is_whole and row.size <= SUMMED_ON_READING:
        is_whole = store.digest_on_disk(row.digest) == row.digest
    if not is_whole:
        logger.error("the content %s is missing or damaged", row.digest)
        raise Http404(_("The content of this file is missing or damaged; tell the administrator."))


def _put_on_record(row: StoredFile, by: Any) -> None:
    purpose = find(row.purpose)
    if purpose.shows_health_data and row.owner_id:
        owner = purpose.owner()
        name = str(getattr(owner, "audit_subject", owner._meta.model_name))
        record_read(actor=by, subject_type=name, subject_ids=[row.owner_id], purpose=f"Tệp: {row.name}")
    log_action(
        actor=by,
        action="file_downloaded",
        subject_type="file",
        subject_id=row.uuid,
        data={"digest": row.digest},
    )


def bytes_of(row: StoredFile) -> bytes:
    """The content in memory, for small files the caller may read.

    Raises:
        Http404: missing or damaged on the disk.
    """
    _require_whole(row)
    return store.path_of(row.digest).read_bytes()
