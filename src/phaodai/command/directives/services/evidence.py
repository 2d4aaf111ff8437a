"""Evidence: a few files with a report, kept in the store of files."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from phaodai.command.directives.models import Report
from phaodai.command.directives.queries.evidence import PURPOSE
from phaodai.command.directives.texts import refuse
from phaodai.core.files.models import StoredFile
from phaodai.core.files.services import keep_upload

MAX_FILES = 5


def keep_files(report: Report, files: "list[UploadedFile[Any]]", by: Any) -> list[StoredFile]:
    """Store the files with the report.

    Raises:
        ValidationError: too many, too large, or of a kind that is not accepted.
    """
    if len(files) > MAX_FILES:
        raise refuse("too_many_files", _("At most %(n)s files go with a report.") % {"n": MAX_FILES})
    return [keep_upload(upload=file, purpose=PURPOSE, owner=report, by=by) for file in files]
