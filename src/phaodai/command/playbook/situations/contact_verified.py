"""An investigator concluded: F1."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import contact_of, latest_case_of
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events import step
from phaodai.response.quarantine.services import draft_order
from phaodai.response.quarantine.terms import OrderKind
from phaodai.response.testing.services import order_tests
from phaodai.response.testing.terms import OrderReason
from phaodai.response.tracing.events import ContactVerified
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.services import trace_second_tier
from phaodai.response.tracing.terms import ContactState


def _is_f1(contact: Contact) -> bool:
    return contact.state == ContactState.VERIFIED and contact.tier == 1


@step(ContactVerified, "draft", _("The quarantine order is drafted and can now be confirmed"))
def the_contact_is_to_be_quarantined(event: ContactVerified) -> None:
    """The draft waits for the health officer from now on."""
    contact = contact_of(event.contact_id)
    if _is_f1(contact):
        draft_order(
            kind=OrderKind.QUARANTINE,
            person=contact.person,
            case=latest_case_of(contact),
            contact=contact,
            by=SYSTEM_ACTOR,
        )


@step(ContactVerified, "test", _("The contact is to be sampled"))
def the_contact_is_to_be_sampled(event: ContactVerified) -> None:
    """The first test does not wait for the order."""
    contact = contact_of(event.contact_id)
    if contact.state == ContactState.VERIFIED:
        order_tests(
            people=[contact.person], reason=OrderReason.CONTACT, case=latest_case_of(contact), by=SYSTEM_ACTOR
        )


@step(ContactVerified, "second_tier", _("People the contact met are listed as second tier"))
def whom_the_contact_met_is_listed(event: ContactVerified) -> None:
    """From when the contact could have been infected until they are isolated."""
    contact = contact_of(event.contact_id)
    if _is_f1(contact):
        trace_second_tier(contact=contact, by=SYSTEM_ACTOR)
