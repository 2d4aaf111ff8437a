"""A correction took the confirmation away, a suspicion is left: contacts are free, the patient is not."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import case_of
from phaodai.command.playbook.situations.withdrawing import release_contacts
from phaodai.core.events import step
from phaodai.response.cases.events import CaseUnconfirmed
from phaodai.response.cases.terms import CaseStatus


@step(CaseUnconfirmed, "contacts", _("Contacts and their orders are withdrawn"))
def the_contacts_are_free(event: CaseUnconfirmed) -> None:
    """Contacts are those of a confirmed case; confirmed again meanwhile, they stay listed."""
    case = case_of(event.case_id)
    if case.status != CaseStatus.CONFIRMED:
        release_contacts(case, event.reason)
