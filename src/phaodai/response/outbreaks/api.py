"""Sources and chains by API: the queue, likely sources with reasons, conclusions, clusters."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from phaodai.core import clock
from phaodai.core.access import requires
from phaodai.core.access.api import ERRORS
from phaodai.response.outbreaks import services
from phaodai.response.outbreaks.queries import cases as finding
from phaodai.response.outbreaks.queries import chains, queue, sources
from phaodai.response.outbreaks.queries.chains import ChainRow
from phaodai.response.outbreaks.queries.queue import QueueFilter, QueueLine
from phaodai.response.outbreaks.queries.sources import SourceLine, SourcesPage

PAGE = 100

router = Router(tags=["outbreaks"])


class QueueQuery(Schema):
    """What the queue is narrowed to; empty narrows nothing."""

    q: str = Field("", max_length=100)
    area: UUID | None = None
    source: Literal["", "unknown", "investigating"] = ""
    days: int | None = Field(None, ge=0, le=3650)
    page: int = Field(1, ge=1, le=10_000)


class QueuedCase(Schema):
    """One case of unknown source. ``likeliest`` is a possibility, no conclusion."""

    uuid: UUID
    code: str
    area: str
    onset: date | None
    reported_at: datetime
    days_waiting: int
    source_status: str
    likeliest: str
    probability: float | None
    outside: float | None


class QueueOut(Schema):
    total: int
    cases: list[QueuedCase]


class ReasonOut(Schema):
    """Why a list named the pair: kind, and its summary in words."""

    kind: str
    bars: int
    summary: str


class SourceOut(Schema):
    """One possible infector; of a case elsewhere the code only."""

    uuid: UUID
    code: str
    probability: float
    days: int | None
    score: float
    state: str
    reasons: list[ReasonOut]


class SourcesOut(Schema):
    """Three sources at most, the others together, and from outside: they sum to one. Nobody found is not nobody there."""

    case: str
    onset: date
    sources: list[SourceOut]
    others: float
    outside: float
    is_settled: bool
    confirmed: str


class Conclusion(Schema):
    """What is concluded about one possible infector, and why."""

    infector: UUID
    deed: Literal["confirm", "reject", "reopen"]
    reason: str = Field(min_length=1, max_length=300)


class ClusterOut(Schema):
    uuid: UUID
    code: str
    name: str
    area: str
    state: str
    cases: int


class ChainCase(Schema):
    """One case of a chain. ``link`` "confirmed", "probable", "imported" or "unknown"."""

    code: str
    area: str
    onset: date
    generation: int
    infected_by: str
    link: str
    probability: float | None
    where: str


class ChainOut(Schema):
    code: str
    name: str
    cases: list[ChainCase]


DEEDS: dict[str, Callable[..., Any]] = {
    "confirm": services.confirm_link,
    "reject": services.reject_link,
    "reopen": services.reopen_link,
}


@router.get("/unlinked", response={200: QueueOut, **ERRORS}, operation_id="unlinked_cases")
@requires("cases.investigate")
def unlinked(request: HttpRequest, asked: Query[QueueQuery]) -> QueueOut:
    """Cases of unknown source, the oldest first, a hundred a page."""
    now = clock.now()
    wanted = QueueFilter(
        q=asked.q,
        area=str(asked.area or ""),
        source=asked.source,
        days="" if asked.days is None else str(asked.days),
    )
    rows = queue.queue(request.user, wanted, now)
    page, total = list(rows[(asked.page - 1) * PAGE : asked.page * PAGE]), rows.count()
    computed, cases = sources.computed_sources(now)
    services.note_list_read(
        action="list_read", list_name="unlinked", count=len(page), filters={"via": "api"}, by=request.user
    )
    lines = queue.queue_lines(page, computed, cases, now)
    return QueueOut(total=total, cases=[_queued(line) for line in lines])


@router.get("/cases/{uuid:uuid}/sources", response={200: SourcesOut, **ERRORS}, operation_id="likely_sources")
@requires("cases.investigate")
def likely_sources(request: HttpRequest, uuid: UUID) -> SourcesOut:
    """The likely sources of one case with their reasons; the look is put on record."""
    return _sources(services.open_sources(uuid=uuid, by=request.user))


@router.post("/cases/{uuid:uuid}/sources", response={200: SourcesOut, **ERRORS}, operation_id="conclude_link")
@requires("cases.investigate")
def conclude(request: HttpRequest, uuid: UUID, asked: Conclusion) -> SourcesOut:
    """Confirm, rule out or take back one link."""
    case = sources.case_for(request.user, uuid)
    infector = finding.infector_named(request.user, asked.infector)
    DEEDS[asked.deed](infected=case, infector=infector, reason=asked.reason, by=request.user)
    return _sources(services.open_sources(uuid=uuid, by=request.user))


@router.get("/clusters", response={200: list[ClusterOut], **ERRORS}, operation_id="clusters")
@requires("chains.view")
def list_clusters(request: HttpRequest) -> list[ClusterOut]:
    """The clusters followed and ended, for the city CDC."""
    return [
        ClusterOut(
            uuid=one.uuid, code=one.code, name=one.name, area=one.area.name, state=one.state,
            cases=one.cases,  # type: ignore[attr-defined]
        )
        for one in chains.clusters_of(request.user)[:PAGE]
    ]  # fmt: skip


@router.get("/clusters/{uuid:uuid}/chain", response={200: ChainOut, **ERRORS}, operation_id="chain")
@requires("chains.view")
def chain(request: HttpRequest, uuid: UUID) -> ChainOut:
    """The chain of a cluster, for the city CDC; a row in the log for every case."""
    cluster, found = services.open_chain(uuid=uuid, by=request.user)
    return ChainOut(code=cluster.code, name=cluster.name, cases=[_chain_case(row) for row in found.rows])


def _queued(line: QueueLine) -> QueuedCase:
    found = line.found
    return QueuedCase(
        uuid=line.case.uuid,
        code=line.case.code,
        area=line.case.area.name,
        onset=line.case.symptom_onset,
        reported_at=line.case.reported_at,
        days_waiting=line.age_days,
        source_status=line.case.source_status,
        likeliest=line.best.code if line.best else "",
        probability=found.reasons[0].probability if found and found.reasons else None,
        outside=found.outside if found else None,
    )


def _sources(page: SourcesPage) -> SourcesOut:
    return SourcesOut(
        case=page.case.code,
        onset=page.onset,
        sources=[_source(line) for line in page.lines],
        others=page.others,
        outside=page.outside,
        is_settled=page.is_settled,
        confirmed=page.confirmed.infector.code if page.confirmed else "",
    )


def _source(line: SourceLine) -> SourceOut:
    return SourceOut(
        uuid=line.case.uuid,
        code=line.case.code,
        probability=line.probability,
        days=line.days,
        score=line.score,
        state=line.state,
        reasons=[ReasonOut(kind=one.kind, bars=one.bars, summary=one.summary) for one in line.reasons],
    )


def _chain_case(row: ChainRow) -> ChainCase:
    kinds = {True: "confirmed", False: "probable"}
    link = kinds[row.is_confirmed] if row.source else ("confirmed" if row.outside_source else "unknown")
    return ChainCase(
        code=row.case.code,
        area=row.case.area.name,
        onset=row.onset,
        generation=row.spot.generation + 1,
        infected_by=row.source.code if row.source else row.outside_source,
        link="imported" if row.case.is_imported and link == "unknown" else link,
        probability=row.probability,
        where=row.where or row.setting,
    )
