"""Files of this module."""

from django.utils.translation import gettext_lazy as _

from phaodai.city.oversight.models import PersonFile
from phaodai.core.files.purposes import MB, Purpose, register
from phaodai.core.files.terms import Kind

PERSON_FILE = register(
    Purpose(
        code="oversight.person_file",
        title=_("Person's files"),
        owner=lambda: PersonFile,
        capability="oversight.file",
        kinds=frozenset({Kind.ZIP}),
        most_bytes=100 * MB,
        term="oversight.file_days",
    )
)
