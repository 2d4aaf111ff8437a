"""Evidence files: a few kinds, limited in size, told by their first bytes and not by their names."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from phaodai.command.directives.models import EvidenceFile, Report
from phaodai.command.directives.models.followup import MAX_FILE_BYTES
from phaodai.command.directives.texts import refuse
from phaodai.core.text import nfc

MAX_FILES = 5
OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, tuple[bytes, str]] = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
    ".docx": (b"PK\x03\x04", OFFICE + "wordprocessingml.document"),
    ".xlsx": (b"PK\x03\x04", OFFICE + "spreadsheetml.sheet"),
}


def keep_files(report: Report, files: "list[UploadedFile[Any]]") -> list[EvidenceFile]:
    """Store the files with the report.

    Raises:
        ValidationError: too many, too large, or of a kind that is not accepted.
    """
    if len(files) > MAX_FILES:
        raise refuse("too_many_files", _("At most %(n)s files go with a report.") % {"n": MAX_FILES})
    return [_keep(report, file) for file in files]


def _keep(report: Report, file: "UploadedFile[Any]") -> EvidenceFile:
    name = nfc(PurePath(file.name or "").name)[-200:]
    if (file.size or 0) > MAX_FILE_BYTES:
        raise refuse("file_too_large", _("%(name)s is larger than 10 MB.") % {"name": name})
    body = file.read()
    suffix = PurePath(name).suffix.lower()
    magic, media_type = KINDS.get(suffix, (b"", ""))
    if not media_type or not body.startswith(magic):
        raise refuse("file_kind", _("%(name)s is no PDF, picture, DOCX or XLSX.") % {"name": name})
    digest = hashlib.sha256(body).hexdigest()
    row = EvidenceFile(report=report, name=name, media_type=media_type, size=len(body), sha256=digest)
    place = f"{digest[:2]}/{digest}{suffix}"
    storage = row.file.storage
    row.file.name = place if storage.exists(place) else storage.save(place, ContentFile(body))
    row.save()
    return row
