"""Papers of this module."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from phaodai.city.papers.kinds import PaperKind, register
from phaodai.city.papers.terms import Standing
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.printing import TEMPLATE
from phaodai.response.quarantine.terms import OrderState

STANDINGS = {OrderState.SIGNED: Standing.IN_FORCE, OrderState.ENDED: Standing.ENDED}


def standing_of(order_id: UUID) -> Standing:
    """How the order stands now."""
    state = QuarantineOrder.objects.filter(uuid=order_id).values_list("state", flat=True).first()
    return STANDINGS.get(OrderState(state), Standing.WITHDRAWN) if state else Standing.WITHDRAWN


ORDER = register(
    PaperKind(
        code="order",
        title=_("Quarantine order"),
        template=TEMPLATE,
        subject=lambda: QuarantineOrder,
        capability="quarantine.view",
        page="quarantine:order",
        standing_of=standing_of,
    )
)
