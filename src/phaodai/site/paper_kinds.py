"""Papers of the dashboard."""

from django.utils.translation import gettext_lazy as _

from phaodai.city.areas.models import Area
from phaodai.city.papers.kinds import PaperKind, register
from phaodai.site.area_report import TEMPLATE

AREA_REPORT = register(
    PaperKind(
        code="area_report",
        title=_("Area report"),
        template=TEMPLATE,
        subject=lambda: Area,
        capability="dashboard.view",
        page="areas:area",
    )
)
