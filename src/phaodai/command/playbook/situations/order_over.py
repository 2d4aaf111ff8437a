"""An order is over: served or withdrawn. Its tests fall away."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import order_of
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events import step
from phaodai.response.quarantine.events import OrderEnded, OrderWithdrawn
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.terms import OrderState
from phaodai.response.testing.models import TestOrder
from phaodai.response.testing.services import withdraw_order
from phaodai.response.testing.terms import OrderReason
from phaodai.response.testing.terms import OrderState as TestState


def _drop_schedule(order: QuarantineOrder) -> None:
    others = QuarantineOrder.objects.filter(person=order.person, state=OrderState.SIGNED)
    if others.exclude(pk=order.pk).exists():
        return
    waiting = TestOrder.objects.filter(
        person=order.person, case=order.case, reason=OrderReason.QUARANTINE, state=TestState.OPEN
    )
    for test in waiting:
        withdraw_order(order=test, reason=gettext("The quarantine order is over."), by=SYSTEM_ACTOR)


@step(OrderEnded, "tests", _("Tests of the schedule that are still open are withdrawn"))
def what_is_left_of_an_ended_order(event: OrderEnded) -> None:
    """Ended early by a named officer, nobody is sampled for it any more."""
    _drop_schedule(order_of(event.order_id))


@step(OrderWithdrawn, "tests", _("Tests of the schedule are withdrawn"))
def what_is_left_of_a_withdrawn_order(event: OrderWithdrawn) -> None:
    """The schedule fell with the order."""
    _drop_schedule(order_of(event.order_id))
