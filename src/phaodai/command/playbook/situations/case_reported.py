"""Somebody may be ill: a case was reported, or a rapid test was positive."""

from django.utils.translation import gettext_lazy as _

from phaodai.command.playbook.situations.finding import case_of
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events import step
from phaodai.response.cases.events import CaseReported
from phaodai.response.cases.services import open_investigation
from phaodai.response.cases.terms import CaseStatus
from phaodai.response.quarantine.rules import LIVE_CASE
from phaodai.response.quarantine.services import draft_order
from phaodai.response.quarantine.terms import OrderKind
from phaodai.response.testing.services import order_tests
from phaodai.response.testing.terms import OrderReason


@step(CaseReported, "investigation", _("The investigation gets its deadline"))
def the_investigation_begins(event: CaseReported) -> None:
    """It waits on the worklist of the area's investigators."""
    open_investigation(case=case_of(event.case_id), by=SYSTEM_ACTOR)


@step(CaseReported, "isolation", _("An isolation order is drafted"))
def the_patient_is_to_be_isolated(event: CaseReported) -> None:
    """Also a suspected patient is isolated; a health officer confirms, the authority signs."""
    case = case_of(event.case_id)
    if case.status in LIVE_CASE:
        draft_order(kind=OrderKind.ISOLATION, person=case.person, case=case, by=SYSTEM_ACTOR)


@step(CaseReported, "test", _("Whoever was reported without a test is tested"))
def a_report_without_a_test_is_tested(event: CaseReported) -> None:
    """A result that opened the case brings its own follow-up."""
    case = case_of(event.case_id)
    if case.status == CaseStatus.SUSPECTED and not case.evidence.exists():
        order_tests(people=[case.person], reason=OrderReason.CASE_SUSPECTED, case=case, by=SYSTEM_ACTOR)
