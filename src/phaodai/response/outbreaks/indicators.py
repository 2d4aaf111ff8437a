"""Numbers of links, defined once."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators import Indicator, register
from phaodai.response.outbreaks.models import TransmissionLink


def confirmed_links() -> "QuerySet[TransmissionLink]":
    """Cases whose infector an investigation confirmed."""
    return TransmissionLink.objects.standing()


register(
    Indicator(
        code="outbreaks.links_confirmed",
        title=_("Sources of infection confirmed"),
        facts=confirmed_links,
        area="infected__area",
        at="concluded_at",
        unit=_("cases"),
        better="up",
        rows_url="cases:list",
        rows_query="confirmed=1&source=known",
        row_page="cases:case",
        row_key="infected.uuid",
        subject="case",
        topic=_("Cases"),
        source=_("Register of cases"),
    )
)
