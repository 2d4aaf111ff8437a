"""Searching the contacts of a case: the same whenever it becomes due."""

from phaodai.core.access import SYSTEM_ACTOR
from phaodai.response.cases.models import Case
from phaodai.response.cases.terms import CaseStatus
from phaodai.response.quarantine.services import record_room_visits
from phaodai.response.tracing.services import trace_case


def search_contacts(case: Case) -> None:
    """List the candidates of a confirmed case; room-mates of the last hours included."""
    if case.status != CaseStatus.CONFIRMED or case.infectious_from is None:
        return
    record_room_visits(people=[case.person_id])
    trace_case(case=case, by=SYSTEM_ACTOR)
