"""Directives and tasks by API."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from ninja import Field, Query, Router, Schema, Status

from phaodai.command.directives import services
from phaodai.command.directives.queries import assignments, directives
from phaodai.command.directives.queries.assignments import TaskFilter
from phaodai.command.directives.queries.directives import LibraryFilter
from phaodai.command.directives.services import ReportFields
from phaodai.command.directives.terms import AssignmentState, DirectiveKind, DirectiveState, Standing
from phaodai.core import clock
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.access.api import ERRORS

router = Router(tags=["directives"])


class DirectiveOut(Schema):
    """One directive. ``issuer`` is the organisation's code; ``text`` is NFC, passages count its code points."""

    uuid: UUID
    number: str
    kind: DirectiveKind
    state: DirectiveState
    title: str
    issuer: str
    issued_on: date | None
    ended_on: date | None

    @staticmethod
    def resolve_issuer(row: Any) -> str:
        code: str = row.issuer.code
        return code


class TaskOut(Schema):
    """One task of a text; units by code, unknown ones as written."""

    uuid: UUID
    position: int
    kind: str
    state: str
    action: str
    condition: str
    due_at: datetime | None
    recurrence: str
    lead: list[str]
    support: list[str]
    start: int | None
    end: int | None

    @staticmethod
    def resolve_lead(row: Any) -> list[str]:
        return [
            named.unit.code if named.unit else named.written
            for named in row.units.all()
            if named.role == "lead"
        ]

    @staticmethod
    def resolve_support(row: Any) -> list[str]:
        return [
            named.unit.code if named.unit else named.written
            for named in row.units.all()
            if named.role == "support"
        ]


class DirectiveWithTasks(DirectiveOut):
    """A directive with its text and tasks."""

    text: str
    cites: list[str]
    tasks: list[TaskOut]

    @staticmethod
    def resolve_tasks(row: Any) -> list[Any]:
        return list(directives.tasks_of(row))

    @staticmethod
    def resolve_cites(row: Any) -> list[str]:
        return [link.written for link in directives.links_of(row) if link.kind == "cites"]


class AssignmentOut(Schema):
    """One unit's task; ``standing`` says how it stands against its deadline now."""

    uuid: UUID
    directive: UUID
    number: str
    task: UUID
    unit: str
    via: str | None
    what: str
    state: AssignmentState
    standing: Standing
    due_at: datetime | None
    percent: int
    round: int
    finished_at: datetime | None

    @staticmethod
    def resolve_directive(row: Any) -> UUID:
        uuid: UUID = row.task.directive.uuid
        return uuid

    @staticmethod
    def resolve_number(row: Any) -> str:
        number: str = row.task.directive.number
        return number

    @staticmethod
    def resolve_task(row: Any) -> UUID:
        uuid: UUID = row.task.uuid
        return uuid

    @staticmethod
    def resolve_unit(row: Any) -> str:
        code: str = row.unit.code
        return code

    @staticmethod
    def resolve_via(row: Any) -> str | None:
        return row.via.code if row.via else None


class DirectiveQuery(Schema):
    """Filters of the library; ``on`` is a day on which it was in force."""

    q: str = Field("", max_length=120)
    state: DirectiveState | None = None
    kind: DirectiveKind | None = None
    on: date | None = None
    limit: int = Field(100, ge=1, le=500)
    offset: int = Field(0, ge=0, le=1_000_000)


class AssignmentQuery(Schema):
    """Filters of the tasks."""

    q: str = Field("", max_length=120)
    standing: Standing | None = None
    state: AssignmentState | None = None
    unit: UUID | None = None
    directive: UUID | None = None
    limit: int = Field(100, ge=1, le=500)
    offset: int = Field(0, ge=0, le=1_000_000)


class ReportIn(Schema):
    """What a unit says; ``is_final`` when it is done."""

    text: str = Field(min_length=1, max_length=4000)
    percent: int | None = Field(None, ge=0, le=100)
    figure: Decimal | None = Field(None, ge=0, le=Decimal(10**11), decimal_places=2)
    is_final: bool = False
    explanation: str = Field("", max_length=4000)
    missed_reason: str = Field("", max_length=4000)


@router.get("", response={200: list[DirectiveOut], **ERRORS}, summary="The library of directives")
@requires("directives.view")
def list_directives(request: GuardedRequest, filters: Query[DirectiveQuery]) -> Any:
    """What the caller may read; full text without diacritics in ``q``."""
    wanted = LibraryFilter(filters.q, filters.state or "", filters.kind or "", filters.on)
    return list(directives.library(request.user, wanted)[filters.offset : filters.offset + filters.limit])


@router.get("/tasks", response={200: list[AssignmentOut], **ERRORS}, summary="Tasks of units")
@requires("directives.view")
def list_tasks(request: GuardedRequest, filters: Query[AssignmentQuery]) -> Any:
    """The tasks in the caller's reach, the most urgent first."""
    wanted = TaskFilter(
        filters.q,
        filters.standing or "",
        filters.state or "",
        str(filters.unit or ""),
        str(filters.directive or ""),
    )
    rows = assignments.list_assignments(request.user, wanted, clock.now())
    return list(rows[filters.offset : filters.offset + filters.limit])


@router.get("/tasks/{uuid}", response={200: AssignmentOut, **ERRORS}, summary="One task of a unit")
@requires("directives.view")
def read_task(request: GuardedRequest, uuid: UUID) -> Any:
    """One assignment in the caller's reach."""
    return _with_standing(request, uuid)


def _with_standing(request: GuardedRequest, uuid: UUID) -> Any:
    row = assignments.visible_rows(request.user, clock.now()).select_related(*assignments.RELATED)
    return directives.get_object(row, uuid=uuid)


@router.post("/tasks/{uuid}/receive", response={200: AssignmentOut, **ERRORS}, summary="Receive a task")
@requires("directives.report")
def receive_task(request: GuardedRequest, uuid: UUID) -> Any:
    """The unit takes note; safe to repeat."""
    row = assignments.assignment_for(request.user, uuid, "directives.report")
    services.receive_task(assignment=row, by=request.user)
    return _with_standing(request, uuid)


@router.post("/tasks/{uuid}/reports", response={200: AssignmentOut, **ERRORS}, summary="Report on a task")
@requires("directives.report")
def report_task(request: GuardedRequest, uuid: UUID, given: ReportIn) -> Any:
    """Progress, or completion with ``is_final``. 409 where it cannot be reported now, with the code of the reason."""
    row = assignments.assignment_for(request.user, uuid, "directives.report")
    report = services.report_done if given.is_final else services.report_progress
    fields = ReportFields(
        text=given.text, percent=given.percent, figure=given.figure, explanation=given.explanation,
        missed_reason=given.missed_reason,
    )  # fmt: skip
    try:
        report(assignment=row, fields=fields, by=request.user)
    except PermissionDenied:
        raise Http404 from None
    except ValidationError as error:
        return Status(
            409, {"code": getattr(error, "code", None) or "invalid", "message": " ".join(error.messages)}
        )
    return _with_standing(request, uuid)


@router.get("/{uuid}", response={200: DirectiveWithTasks, **ERRORS}, summary="One directive")
@requires("directives.view")
def read_directive(request: GuardedRequest, uuid: UUID) -> Any:
    """One directive with its text, tasks and citations."""
    return directives.directive_for(request.user, uuid)
