"""What an interview tells the ledger of visits: the one place where cases write to movement."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from phaodai.core import clock
from phaodai.response.cases.models import Case, InterviewStop
from phaodai.response.movement.rules import VisitInput
from phaodai.response.movement.services import record_visits, withdraw_visits
from phaodai.response.movement.terms import VisitSource


def keep_visit(stop: InterviewStop, case: Case, by: Any) -> None:
    """Record a stop at a known place. What the ledger refuses (too old to keep) stays with the interview."""
    if stop.place_id is None or stop.start_at is None:
        return
    end_at = _end_of(stop.start_at, stop.end_at)
    visit = VisitInput(stop.uuid, case.person_id, stop.place_id, stop.start_at, end_at)
    record_visits(visits=[visit], source=VisitSource.INTERVIEW, by=by)


def _end_of(start_at: datetime, end_at: datetime | None) -> datetime | None:
    # A stop told without its end stays open in the ledger; the tracer knows what to make of it.
    return min(end_at, clock.now(), start_at + timedelta(hours=24)) if end_at else None


def take_back_visit(stop_id: UUID, by: Any) -> None:
    """Remove from the ledger what an interview had put there."""
    withdraw_visits(client_ids=[stop_id], source=VisitSource.INTERVIEW, by=by)
