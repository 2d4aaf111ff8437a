"""Taking back what a case had caused."""

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import Case
from phaodai.response.quarantine.services import withdraw_orders
from phaodai.response.quarantine.terms import OrderKind
from phaodai.response.testing.models import TestOrder
from phaodai.response.testing.services import withdraw_order, withdraw_test_orders
from phaodai.response.testing.terms import OrderReason, OrderState
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.services import withdraw_exposures


def release_contacts(case: Case, reason: str) -> None:
    """Nobody is a contact of this case any more, and no order rests on it.

    Exposures first: what is left of them decides which orders stand.
    """
    withdraw_exposures(case=case, by=SYSTEM_ACTOR)
    withdraw_orders(case=case, reason=reason, kinds=(OrderKind.QUARANTINE,), by=SYSTEM_ACTOR)


def release_patient(case: Case, reason: str) -> None:
    """The patient is to be isolated no longer."""
    withdraw_orders(case=case, reason=reason, kinds=(OrderKind.ISOLATION,), by=SYSTEM_ACTOR)


def drop_tests(case: Case) -> None:
    """Open test orders of the case fall away; a sample already taken goes its way."""
    withdraw_test_orders(case=case, by=SYSTEM_ACTOR)


def drop_tests_of(contact: Contact, reason: str) -> None:
    """The open tests one contact was to have as a contact."""
    waiting = TestOrder.objects.filter(
        person=contact.person_id,
        state=OrderState.OPEN,
        reason__in=[OrderReason.CONTACT, OrderReason.QUARANTINE],
    )
    for order in waiting:
        withdraw_order(order=order, reason=reason, by=SYSTEM_ACTOR)
