"""Visits by API: one batch, exactly once."""

from django.http import HttpRequest
from ninja import Field, Router, Schema

from phaodai.core.access import requires
from phaodai.core.access.api import ERRORS
from phaodai.response.movement.envelope import SentVisit, take_batch
from phaodai.response.movement.terms import VisitSource

MAX_BATCH = 5_000

router = Router(tags=["visits"])


class VisitIn(Schema):
    """One visit. ``person``: UUID, citizen code or scanned QR; ``place``: UUID, printed code or QR."""

    client_id: str = Field(max_length=64)
    person: str = Field(max_length=400)
    place: str = Field(max_length=400)
    start: str = Field(max_length=40, examples=["2021-09-10T07:10:00+07:00"])
    end: str | None = Field(None, max_length=40)


class BatchIn(Schema):
    """At most 5 000 visits."""

    visits: list[VisitIn] = Field(max_length=MAX_BATCH)


class RejectedOut(Schema):
    client_id: str
    code: str


class BatchOut(Schema):
    accepted: int
    duplicates: int
    rejected: list[RejectedOut]


@router.post("/batch", response={200: BatchOut, **ERRORS}, operation_id="record_visits")
@requires("visits.record")
def record_batch(request: HttpRequest, payload: BatchIn) -> BatchOut:
    """Record a batch. Repeating it records nothing twice; each refused visit is named with a code."""
    sent = [SentVisit(**visit.dict()) for visit in payload.visits]
    outcome = take_batch(sent=sent, source=VisitSource.SCAN, by=request.user)
    return BatchOut.model_validate(outcome, from_attributes=True)
