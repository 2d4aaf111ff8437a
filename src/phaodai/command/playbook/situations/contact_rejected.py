"""Somebody is a contact no longer: ruled out, taken back, or the case fell away."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import contact_of
from phaodai.command.playbook.situations.withdrawing import drop_tests_of
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events import step
from phaodai.response.quarantine.rules import CONFIRMED, SIGNED
from phaodai.response.quarantine.services import withdraw_orders
from phaodai.response.tracing.events import ContactRejected, ContactReopened, ContactWithdrawn
from phaodai.response.tracing.models import Contact
from phaodai.response.tracing.terms import ContactState


def _release(contact: Contact, reason: str) -> None:
    withdraw_orders(contact=contact, reason=reason, by=SYSTEM_ACTOR)
    drop_tests_of(contact, reason)


@step(ContactRejected, "release", _("Orders and tests of somebody ruled out are withdrawn"))
def who_was_ruled_out_is_free(event: ContactRejected) -> None:
    """Unless they were verified meanwhile."""
    contact = contact_of(event.contact_id)
    if contact.state == ContactState.REJECTED:
        _release(contact, gettext("Ruled out as a contact."))


@step(ContactWithdrawn, "release", _("Orders and tests of a withdrawn contact are withdrawn"))
def whose_exposures_fell_away_is_free(event: ContactWithdrawn) -> None:
    """No exposure is left."""
    contact = contact_of(event.contact_id)
    if contact.state == ContactState.WITHDRAWN:
        _release(contact, gettext("The exposure was withdrawn."))


@step(ContactReopened, "release", _("Decided orders of a contact taken back are withdrawn"))
def whose_conclusion_was_taken_back_is_free(event: ContactReopened) -> None:
    """What was confirmed or signed rested on the conclusion; a draft may stay one."""
    contact = contact_of(event.contact_id)
    if contact.state == ContactState.CANDIDATE:
        decided = frozenset({CONFIRMED, SIGNED})
        withdraw_orders(
            contact=contact, reason=gettext("The conclusion was taken back."), states=decided, by=SYSTEM_ACTOR
        )
        drop_tests_of(contact, gettext("The conclusion was taken back."))
