"""It was no case. Everything it caused is withdrawn; who had been told stands on the case's page."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import case_of
from phaodai.command.playbook.situations.withdrawing import drop_tests, release_contacts, release_patient
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events import step
from phaodai.response.cases.events import CaseDiscarded
from phaodai.response.outbreaks.services import withdraw_links


@step(CaseDiscarded, "contacts", _("Contacts and their orders are withdrawn"))
def the_contacts_are_free(event: CaseDiscarded) -> None:
    """A contact of another case stays one, and their order then rests on that case."""
    release_contacts(case_of(event.case_id), event.reason)


@step(CaseDiscarded, "links", _("Confirmed links from and to it are taken back"))
def the_chain_opens(event: CaseDiscarded) -> None:
    """Whoever it was said to have infected waits for a source again."""
    withdraw_links(case=case_of(event.case_id), by=SYSTEM_ACTOR)


@step(CaseDiscarded, "isolation", _("The isolation order is withdrawn"))
def the_patient_is_free(event: CaseDiscarded) -> None:
    """Also when it was signed: its printed copies are to be put right."""
    release_patient(case_of(event.case_id), event.reason)


@step(CaseDiscarded, "tests", _("Open tests of the case are withdrawn"))
def the_tests_fall_away(event: CaseDiscarded) -> None:
    """A sample that was taken goes its way."""
    drop_tests(case_of(event.case_id))
