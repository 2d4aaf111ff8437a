"""The numbers of quarantine, each defined once as a queryset of facts."""

from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from phaodai.city.indicators import Indicator, Watch, register
from phaodai.response.quarantine.models import QuarantineOrder, QuarantineSite, Stay
from phaodai.response.quarantine.queries.sites import with_places
from phaodai.response.quarantine.terms import OrderSetting, OrderState

TOPIC = _("Quarantine")
PER_ORDER: dict[str, Any] = {
    "area": "area_id", "at": "signed_at", "unit": _("signed orders"), "better": "neither", "rows_url": "quarantine:list",
    "row_page": "quarantine:order", "subject": "order", "topic": TOPIC, "source": _("Book of orders"),
    "watches": (Watch("quarantine_quarantineorder", ("signed_at", "closed_at")),),
}  # fmt: skip
PER_STAY: dict[str, Any] = {
    "area": "room__site__area", "unit": _("people"), "better": "neither", "rows_url": "quarantine:sites",
    "row_page": "quarantine:site", "row_key": "room.site.uuid", "subject": "stay", "topic": TOPIC,
    "source": _("Bed book of the sites"),
    "watches": (Watch("quarantine_stay", ("lower({x}.during)", "upper({x}.during)")),),
}  # fmt: skip


def signed_orders() -> QuerySet:
    """Orders by the day they were signed, those withdrawn later included: they had been signed."""
    return QuarantineOrder.objects.filter(signed_at__isnull=False)


def in_force(setting: str) -> Any:
    """Orders that bind somebody now, by where they stay."""
    return lambda: QuarantineOrder.objects.filter(state=OrderState.SIGNED, setting=setting)


def ever_in_force(setting: str) -> Any:
    """Orders that ever bound somebody."""
    return lambda: signed_orders().filter(setting=setting)


def stays() -> QuerySet:
    """Everybody who ever lay in a bed, with when they came and left."""
    return Stay.objects.annotate(came_at=F("during__startswith"), left_at=F("during__endswith"))


def lying() -> QuerySet:
    """Who lies there now."""
    return stays().filter(during__endswith__isnull=True)


def left() -> QuerySet:
    """Who has left."""
    return stays().filter(during__endswith__isnull=False)


def free_places() -> QuerySet:
    """Free beds of accepted sites."""
    return with_places(QuarantineSite.objects.filter(is_accepted=True)).annotate(at=Now())


register(
    Indicator(
        code="orders_signed",
        title=_("Orders signed"),
        facts=signed_orders,
        rows_query="state=signed",
        **PER_ORDER,
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
        row_page="quarantine:site",
        topic=TOPIC,
        source=_("Bed book of the sites"),
        per_capita=False,
        note=_("Beds of accepted sites where nobody lies."),
    )
)
for code, title, setting in (
    ("quarantine.at_home", _("Orders in force at home"), OrderSetting.HOME),
    ("quarantine.at_sites", _("Orders in force at sites"), OrderSetting.SITE),
):
    register(
        Indicator(
            code=code,
            title=title,
            facts=in_force(setting),
            ever=ever_in_force(setting),
            until="closed_at",
            kind="stock",
            rows_query=f"state=signed&setting={setting.value}",
            **PER_ORDER,
        )
    )
register(
    Indicator(code="quarantine.admitted", title=_("Admitted to sites"), facts=stays, at="came_at", **PER_STAY)
)
register(
    Indicator(code="quarantine.released", title=_("Left the sites"), facts=left, at="left_at", **PER_STAY)
)
register(
    Indicator(
        code="quarantine.lying",
        title=_("People at quarantine sites"),
        facts=lying,
        ever=stays,
        at="came_at",
        until="left_at",
        kind="stock",
        **PER_STAY,
    )
)
