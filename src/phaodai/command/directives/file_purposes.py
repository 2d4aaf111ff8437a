"""Files of this module."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.directives.models import Report
from phaodai.core.files.purposes import MB, Purpose, register
from phaodai.core.files.terms import DOCUMENTS, PICTURES

EVIDENCE = register(
    Purpose(
        code="directives.evidence",
        title=_("Evidence with reports on tasks"),
        owner=lambda: Report,
        capability="directives.view",
        kinds=DOCUMENTS | PICTURES,
        most_bytes=10 * MB,
    )
)
