"""Visits by API: one batch, exactly once."""

from django.http import HttpRequest
from ninja import Field, Router, Schema

from phaodai.core.access import requires
from phaodai.core.access.api import ERRORS
from phaodai.core.gateway import caller_of, note_rows
from phaodai.response.movement.clocks import DeviceClock
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


class ClockOut(Schema):
    """Of a device: seconds its clock was fast, and whether the times sent were kept, corrected or flagged."""

    skew_s: int
    standing: str


class BatchOut(Schema):
    """What became of the batch; ``clock`` only where a device sent it."""

    accepted: int
    duplicates: int
    rejected: list[RejectedOut]
    clock: ClockOut | None = None


@router.post(
    "/batch",
    response={200: BatchOut, **ERRORS},
    operation_id="record_visits",
    summary="Record a batch of visits",
    exclude_none=True,
)
@requires("visits.record")
def record_batch(request: HttpRequest, payload: BatchIn) -> BatchOut:
    """Record a batch. Repeating it records nothing twice; each refused visit is named with a code.

    Of a device with a wrong clock the times are put right by the difference, or flagged, as the rule in force
    says; `clock` tells which.
    """
    sent = [SentVisit(**visit.dict()) for visit in payload.visits]
    device = _device_of(request)
    outcome = take_batch(sent=sent, source=VisitSource.SCAN, by=request.user, device=device)
    note_rows(request, len(sent))
    answer = BatchOut.model_validate(outcome, from_attributes=True)
    if device is not None:
        answer.clock = ClockOut(skew_s=device.reading.skew_s, standing=str(device.reading.standing))
    return answer


def _device_of(request: HttpRequest) -> DeviceClock | None:
    caller = caller_of(request)
    if caller is None or caller.clock is None:
        return None
    return DeviceClock(caller.id, caller.name, caller.clock)
