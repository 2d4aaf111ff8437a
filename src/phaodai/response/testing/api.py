"""Tests by API: tubes to read, results to write, singly and by batch."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from phaodai.core.access import requires
from phaodai.core.access.api import ERRORS
from phaodai.core.codes import is_valid
from phaodai.response.testing import services
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import Tube
from phaodai.response.testing.queries import tubes
from phaodai.response.testing.queries.page import page_of
from phaodai.response.testing.reading import read_code
from phaodai.response.testing.terms import Method, ResultValue, TubeState

router = Router(tags=["tests"])
PAGE = 200


class TubeLine(Schema):
    """One tube of a list."""

    uuid: UUID
    code: str
    method: str
    state: str
    value: str | None
    people: int
    area: str | None
    laboratory: str | None
    taken_at: datetime | None
    due_at: datetime | None
    resulted_at: datetime | None


class TubeList(Schema):
    """One page of tubes; ``total`` counts all that fit."""

    total: int
    tubes: list[TubeLine]


class TubePerson(Schema):
    """Who is in a tube, as a laboratory needs them."""

    uuid: UUID
    full_name: str
    birth_year: int | None


class TubeDetail(TubeLine):
    """One tube with its people."""

    sent_at: datetime | None
    received_at: datetime | None
    notified_at: datetime | None
    members: list[TubePerson]


class TubeQuery(Schema):
    """What the list is narrowed to."""

    state: TubeState | None = None
    method: Method | None = None
    late: bool = False
    page: int = Field(1, ge=1, le=100_000)


class ResultIn(Schema):
    """One result. ``tube`` is the code on the label."""

    tube: str = Field(max_length=40)
    value: ResultValue
    resulted_at: datetime | None = None
    ct: float | None = Field(None, gt=0, le=50)


class ResultOut(Schema):
    """The result as it is written."""

    uuid: UUID
    tube: str
    value: str
    resulted_at: datetime


class BatchIn(Schema):
    """A list of results; by default one wrong row keeps all of them out."""

    results: list[ResultIn] = Field(max_length=2000)
    only_valid: bool = False


class RejectedRow(Schema):
    """What is wrong with one row, numbered from 1."""

    row: int
    column: str
    code: str
    message: str


class BatchOut(Schema):
    """What the list did."""

    rows: int
    accepted: int
    duplicates: int
    rejected: list[RejectedRow]


def _line(tube: Any) -> dict[str, Any]:
    names = ("uuid", "code", "method", "state", "value", "people", "taken_at", "due_at", "resulted_at")
    line = {name: getattr(tube, name) for name in names}
    line["area"] = tube.area.name if tube.area else None
    line["laboratory"] = tube.laboratory.code if tube.laboratory else None
    return line


@router.get("/tubes", response={200: TubeList, **ERRORS}, summary="Tubes you may see, newest first")
@requires("tests.view")
def list_tubes(request: HttpRequest, wanted: Query[TubeQuery]) -> Any:
    rows = tubes.tube_rows(
        request.user,
        tubes.TubeFilter(
            state=wanted.state or "", method=wanted.method or "", late="yes" if wanted.late else ""
        ),
    )
    start = (wanted.page - 1) * PAGE
    found = [_line(tube) for tube in rows[start : start + PAGE]]
    services.note_list_read(
        by=request.user, action="list_read", count=len(found), filters=wanted.dict(exclude_none=True)
    )
    return {"total": rows.count(), "tubes": found}


@router.get("/tubes/{uuid}", response={200: TubeDetail, **ERRORS}, summary="One tube and who is in it")
@requires("tests.view")
def get_tube(request: HttpRequest, uuid: UUID) -> Any:
    found: Any = services.open_tube(uuid=uuid, by=request.user, purpose="API")
    page = page_of(found, request.user)
    found.value = page.result.value if page.result else None
    found.people = len(page.members)
    times = {name: getattr(found, name) for name in ("sent_at", "received_at", "notified_at")}
    return {**_line(found), **times, "members": [member.person for member in page.members]}


def _tube(request: HttpRequest, text: str) -> Tube:
    code = read_code(text)
    if not is_valid(code):
        raise Refused("bad_code", code=text[:40])
    found = tubes.tube_to_enter(request.user, code)
    if found is None:
        raise Http404
    return found


@router.post("/results", response={201: ResultOut, **ERRORS}, summary="Enter one result")
@requires("tests.result")
def add_result(request: HttpRequest, given: ResultIn) -> Any:
    found = _tube(request, given.tube)
    result = services.record_result(
        tube=found, value=given.value, resulted_at=given.resulted_at, ct=given.ct, by=request.user
    )
    answer = {
        "uuid": result.uuid,
        "tube": found.code,
        "value": result.value,
        "resulted_at": result.resulted_at,
    }
    return Status(201, answer)


def _raw(row: int, given: ResultIn) -> services.RawResult:
    moment = given.resulted_at.isoformat() if given.resulted_at else ""
    return services.RawResult(row, given.tube, given.value, moment, str(given.ct or ""))


@router.post("/results/batch", response={200: BatchOut, **ERRORS}, summary="Enter a list of results")
@requires("tests.result")
def add_results(request: HttpRequest, given: BatchIn) -> Any:
    rows = [_raw(number, one) for number, one in enumerate(given.results, start=1)]
    return services.record_results(rows=rows, only_valid=given.only_valid, by=request.user)
