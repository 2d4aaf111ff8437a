"""Reading evidence files."""

from typing import Any
from uuid import UUID

from phaodai.command.directives.models import EvidenceFile
from phaodai.core.access import get_visible_or_404


def file_for(user: Any, uuid: UUID) -> EvidenceFile:
    """A file of a report the user may read, or Http404."""
    found: EvidenceFile = get_visible_or_404(EvidenceFile.objects.all(), user, "directives.view", uuid=uuid)
    return found


def bytes_of(row: EvidenceFile) -> bytes:
    """What is in the file (10 MB at most)."""
    with row.file.open("rb") as opened:
        body: bytes = opened.read()
    return body
