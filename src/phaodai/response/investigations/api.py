"""Investigation reports by API: made, listed, read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from phaodai.core.access import requires
from phaodai.core.access.api import ERRORS
from phaodai.response.investigations import services
from phaodai.response.investigations.models import InvestigationReport
from phaodai.response.investigations.queries import reports as queries

router = Router(tags=["investigations"])


class ReportIn(Schema):
    """The investigator's own words; the rest comes from the data."""

    conclusion: str = Field("", max_length=5_000)


class ReportLine(Schema):
    """One version. ``missing``: items of each section that hold nothing."""

    uuid: UUID
    case: str
    version: int
    completeness: int
    hours_to_list: float | None
    made_at: datetime
    made_by: str
    missing: dict[str, list[str]]


class ReportOut(ReportLine):
    """One version with its sections, frozen, and what changed since the version before."""

    sections: list[dict[str, Any]]
    changes: list[dict[str, str]]


@router.get("/cases/{uuid:uuid}", response={200: list[ReportLine], **ERRORS}, operation_id="reports_of_case")
@requires("cases.investigate")
def list_reports(request: HttpRequest, uuid: UUID) -> list[ReportLine]:
    """The versions of a case's report, newest first."""
    return [ReportLine(**_line(row)) for row in queries.reports_of(queries.case_for(request.user, uuid))]


@router.post("/cases/{uuid:uuid}", response={201: ReportOut, **ERRORS}, operation_id="make_report")
@requires("cases.investigate")
def make_report(request: HttpRequest, uuid: UUID, asked: ReportIn) -> Any:
    """Freeze what is known as the next version."""
    case = queries.case_for(request.user, uuid)
    made = services.make_report(case=case, conclusion=asked.conclusion, by=request.user)
    return Status(201, _out(made))


@router.get("/{uuid:uuid}", response={200: ReportOut, **ERRORS}, operation_id="report")
@requires("cases.investigate")
def read_report(request: HttpRequest, uuid: UUID) -> ReportOut:
    """One version; the look is put on record."""
    found = queries.report_for(request.user, uuid)
    services.note_read(report=found, by=request.user, how="API")
    return _out(found)


def _line(row: InvestigationReport) -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "case": row.case.code,
        "version": row.version,
        "completeness": row.completeness,
        "hours_to_list": row.hours_to_list,
        "made_at": row.made_at,
        "made_by": row.made_by_name,
        "missing": {one["title"]: one["missing"] for one in row.sections if one["missing"]},
    }


def _out(row: InvestigationReport) -> ReportOut:
    return ReportOut(**_line(row), sections=row.sections, changes=row.changes)
