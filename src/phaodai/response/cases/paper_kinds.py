"""Papers of this module."""

from django.utils.translation import gettext_lazy as _

from phaodai.city.areas.models import Area
from phaodai.city.papers.kinds import PaperKind, register
from phaodai.response.cases.printing import TEMPLATE

LINE_LIST = register(
    PaperKind(
        code="line_list",
        title=_("Line list of cases"),
        template=TEMPLATE,
        subject=lambda: Area,
        capability="cases.view",
        page="areas:area",
        is_own=True,
    )
)
