"""A case is confirmed: F0. Minutes count from here."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import case_of
from phaodai.command.playbook.situations.tracing import search_contacts
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events import step
from phaodai.response.cases.events import CaseConfirmed
from phaodai.response.cases.services import open_investigation
from phaodai.response.quarantine.rules import LIVE_CASE
from phaodai.response.quarantine.services import draft_order
from phaodai.response.quarantine.terms import OrderKind


@step(CaseConfirmed, "candidates", _("People of the same places and hours are listed as candidates"))
def who_met_the_patient_is_listed(event: CaseConfirmed) -> None:
    """Candidates, not F1: an investigator verifies each by the definition in force."""
    search_contacts(case_of(event.case_id))


@step(CaseConfirmed, "isolation", _("An isolation order is drafted"))
def the_patient_is_to_be_isolated(event: CaseConfirmed) -> None:
    """A draft binds nobody: a health officer confirms, the authority signs."""
    case = case_of(event.case_id)
    if case.status in LIVE_CASE:
        draft_order(kind=OrderKind.ISOLATION, person=case.person, case=case, by=SYSTEM_ACTOR)


@step(CaseConfirmed, "investigation", _("The investigation gets its deadline"))
def the_investigation_begins(event: CaseConfirmed) -> None:
    """It waits on the worklist of the area's investigators until somebody takes it."""
    open_investigation(case=case_of(event.case_id), by=SYSTEM_ACTOR)
