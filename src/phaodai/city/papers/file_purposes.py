"""Files of this module: what each printed paper says, so that it can be printed again exactly as it was."""

from django.utils.translation import gettext_lazy as _

from phaodai.city.papers.models import Paper
from phaodai.core.files.purposes import MB, Purpose, register
from phaodai.core.files.terms import Kind

CONTENT = register(
    Purpose(
        code="papers.content",
        title=_("Content of printed papers"),
        owner=lambda: Paper,
        capability="papers.view",
        kinds=frozenset({Kind.JSON}),
        most_bytes=50 * MB,
        term="papers.content_days",
    )
)
