"""Papers of this module."""

from django.utils.translation import gettext_lazy as _

from phaodai.city.papers.kinds import PaperKind, register
from phaodai.response.cases.models import Case
from phaodai.response.tracing.printing import TEMPLATE

CALL_SHEET = register(
    PaperKind(
        code="call_sheet",
        title=_("Call sheet of a case"),
        template=TEMPLATE,
        subject=lambda: Case,
        capability="contacts.view",
        page="tracing:call_sheet",
        is_own=True,
    )
)
