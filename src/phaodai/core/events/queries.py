"""Reading events and the state of their steps."""

from django.db.models import QuerySet

from phaodai.core.events.models import Delivery, DeliveryState


def open_deliveries() -> "QuerySet[Delivery]":
    """Steps not done, the stuck ones first, oldest first."""
    return (
        Delivery.objects.exclude(state=DeliveryState.DONE).select_related("event").order_by("-state", "pk")
    )
