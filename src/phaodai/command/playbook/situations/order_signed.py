"""The authority signed a quarantine order: it is in force."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import order_of
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events import step
from phaodai.response.quarantine.events import OrderSigned
from phaodai.response.quarantine.queries.orders import test_days_of
from phaodai.response.quarantine.terms import OrderState
from phaodai.response.testing.services import order_tests
from phaodai.response.testing.terms import OrderReason

LAST_MINUTE = timedelta(minutes=1)


@step(OrderSigned, "tests", _("The tests of the quarantine schedule are ordered"))
def the_tests_of_the_schedule_are_ordered(event: OrderSigned) -> None:
    """One test for each test day of the order, due on that day."""
    order = order_of(event.order_id)
    if order.state != OrderState.SIGNED:
        return
    for day in test_days_of(order):
        due_at = clock.day_bounds(day)[1] - LAST_MINUTE
        order_tests(
            people=[order.person],
            reason=OrderReason.QUARANTINE,
            case=order.case,
            due_at=due_at,
            by=SYSTEM_ACTOR,
        )
