"""Reading evidence files."""

from typing import Any
from uuid import UUID

from phaodai.command.directives.models import Report
from phaodai.core.files.models import StoredFile
from phaodai.core.files.queries import file_for, files_of

PURPOSE = "directives.evidence"


def evidence_for(user: Any, uuid: UUID) -> StoredFile:
    """A file of a report the user may read, or Http404."""
    return file_for(user, uuid, PURPOSE)


def with_files(reports: list[Report]) -> list[Report]:
    """The reports, each with its ``files``. One query."""
    found = files_of(PURPOSE, [report.uuid for report in reports])
    for report in reports:
        report.files = found.get(report.uuid, [])
    return reports
