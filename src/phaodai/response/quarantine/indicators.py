"""The numbers of quarantine, each defined once as a queryset of facts."""

from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators import Indicator, register
from phaodai.response.quarantine.models import QuarantineOrder, QuarantineSite
from phaodai.response.quarantine.queries.sites import with_places


def signed_orders() -> QuerySet:
    """Orders by the day they were signed, those withdrawn later included: they had been signed."""
    return QuarantineOrder.objects.filter(signed_at__isnull=False)


def free_places() -> QuerySet:
    """Free beds of accepted sites."""
    return with_places(QuarantineSite.objects.filter(is_accepted=True)).annotate(at=Now())


register(
    Indicator(
        code="orders_signed",
        title=_("Orders signed"),
        facts=signed_orders,
        area="area_id",
        at="signed_at",
        unit=_("signed orders"),
        better="neither",
        rows_url="quarantine:list",
        rows_query="state=signed",
    )
)
register(
    Indicator(
        code="places_free",
        title=_("Free places in quarantine"),
        facts=free_places,
        area="area_id",
        at="at",
        kind="stock",
        weight=F("free"),
        unit=_("beds"),
        better="up",
        rows_url="quarantine:sites",
        note=_("Beds of accepted sites where nobody lies."),
    )
)
