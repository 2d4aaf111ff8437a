"""Cases over the API: list, one, report, and the lines of an interview with ids made by the client."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from phaodai.city.areas.queries import area_by_code
from phaodai.core.access import requires
from phaodai.core.access.api import ERRORS
from phaodai.response.cases import queries, services
from phaodai.response.cases.models import Case, InterviewStop
from phaodai.response.cases.terms import CaseStatus, DetectionSetting, Look, SourceStatus

router = Router(tags=["cases"])
PAGE = 100
NO_NUL = r"^[^\x00]*$"  # PostgreSQL keeps every sign but this one


class CaseOut(Schema):
    """A case without the name: names are on `/people`."""

    uuid: UUID
    code: str
    national_code: str
    status: str
    setting: str
    source_status: str
    is_imported: bool
    person: UUID
    area_code: str
    symptom_onset: date | None
    reported_at: datetime
    confirmed_at: datetime | None
    infectious_from: datetime | None
    infectious_to: datetime | None
    isolated_at: datetime | None
    completeness: int

    @staticmethod
    def resolve_person(case: Case) -> UUID:
        return case.person.uuid

    @staticmethod
    def resolve_area_code(case: Case) -> str:
        return case.area.code


class CasesOut(Schema):
    count: int
    cases: list[CaseOut]


class CaseQuery(Schema):
    """Filters; days are local."""

    status: CaseStatus | None = None
    setting: DetectionSetting | None = None
    source_status: SourceStatus | None = None
    area: UUID | None = None
    since: date | None = None
    until: date | None = None
    text: str = Field("", max_length=120, pattern=NO_NUL)
    offset: int = Field(0, ge=0, le=1_000_000)


class ReportIn(Schema):
    """The four fields of the telephone; ``area_code`` is the ward's register code."""

    name: str = Field(min_length=2, max_length=120, pattern=NO_NUL)
    birth_year: int | None = Field(None, ge=1890, le=2100)
    phone: str = Field("", max_length=40, pattern=NO_NUL)
    area_code: str = Field(max_length=12, pattern=NO_NUL)
    setting: DetectionSetting = DetectionSetting.UNKNOWN
    symptom_onset: date | None = None


class StopIn(Schema):
    """One line of an interview. ``uuid`` is made by the client: sent twice, it is still one line.

    ``place`` is a place's code or name; words that name none of ours are kept as told.
    """

    uuid: UUID
    day: date
    start_at: datetime | None = None
    end_at: datetime | None = None
    place: str = Field(min_length=1, max_length=200, pattern=NO_NUL)
    activity: str = Field("", max_length=200, pattern=NO_NUL)
    companions: str = Field("", max_length=1000, pattern=NO_NUL)
    is_masked: bool | None = None


class StopOut(Schema):
    uuid: UUID
    day: date
    place_code: str
    place_text: str
    completeness: int


@router.get("", response={200: CasesOut, **ERRORS}, summary="Cases in your reach")
@requires("cases.view")
def list_cases(request: HttpRequest, query: Query[CaseQuery]) -> dict[str, Any]:
    """At most 100 from ``offset``, newest report first. The reading is on record."""
    filters = queries.CaseFilters(
        text=query.text,
        status=query.status or "",
        setting=query.setting or "",
        source=query.source_status or "",
        area=query.area,
        since=query.since,
        until=query.until,
    )
    rows = queries.list_cases(request.user, filters)
    cases = list(rows[query.offset : query.offset + PAGE])
    services.note_list_read(action="list_read", count=len(cases), filters=filters.used, by=request.user)
    return {"count": rows.count(), "cases": cases}


@router.get("/{uuid}", response={200: CaseOut, **ERRORS}, summary="One case")
@requires("cases.view")
def get_case(request: HttpRequest, uuid: UUID) -> Case:
    """Missing and out of reach answer alike. The reading is on record."""
    case = queries.case_for(request.user, uuid)
    services.note_case_read(case=case, look=Look.API, by=request.user)
    return case


class Reported(Schema):
    """The case, unless it lies where the reporter may not look: then only that the report has arrived."""

    area_code: str
    uuid: UUID | None = None
    code: str | None = None


@router.post("", response={201: Reported, **ERRORS}, summary="Report a case")
@requires("cases.report")
def report_case(request: HttpRequest, payload: ReportIn) -> Any:
    """Registers the person and opens a suspected case."""
    area = area_by_code(payload.area_code)
    if area is None:
        return Status(422, {"code": "unknown_area", "message": payload.area_code, "field": "area_code"})
    told = services.Telephoned(
        name=payload.name,
        birth_year=payload.birth_year,
        phone=payload.phone,
        area=area,
        setting=payload.setting,
        symptom_onset=payload.symptom_onset,
    )
    case = services.report_by_telephone(told=told, by=request.user)
    shown = queries.may_here(request.user, "cases.view", case)
    return Status(
        201,
        {
            "area_code": area.code,
            "uuid": case.uuid if shown else None,
            "code": case.code if shown else None,
        },
    )


@router.post("/{uuid}/stops", response={200: StopOut, **ERRORS}, summary="Save a line of the interview")
@requires("cases.investigate")
def save_stop(request: HttpRequest, uuid: UUID, payload: StopIn) -> dict[str, Any]:
    """Safe to send again; the same id corrects the line."""
    case = queries.case_for(request.user, uuid, "cases.investigate")
    place = queries.place_meant(request.user, payload.place)
    stop = services.Stop(
        day=payload.day,
        start_at=payload.start_at,
        end_at=payload.end_at,
        place=place,
        place_text="" if place else payload.place,
        activity=payload.activity,
        companions=payload.companions,
        is_masked=payload.is_masked,
    )
    line = services.save_stop(case=case, uuid=payload.uuid, stop=stop, by=request.user)
    return _stop_out(line)


def _stop_out(line: InterviewStop) -> dict[str, Any]:
    return {
        "uuid": line.uuid,
        "day": line.day,
        "place_code": line.place.code if line.place else "",
        "place_text": line.place_text,
        "completeness": line.case.completeness,
    }
