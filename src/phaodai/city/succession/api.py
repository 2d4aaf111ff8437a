"""Areas through time by API: reference data, open to everybody who is signed in with ``areas.view``."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Field, Query, Router, Schema

from phaodai.city.areas.terms import AreaLevel
from phaodai.city.succession import queries
from phaodai.city.succession.documents import resolution_document
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.access.api import ERRORS

router = Router(tags=["areas"])


class DatedArea(Schema):
    """An area with the days it exists, half-open."""

    uuid: UUID
    code: str
    level: str
    name: str
    valid_from: date | None
    valid_to: date | None


class DatedPart(DatedArea):
    """An area with the share of the one asked about that lies in it; null is unknown."""

    share: float | None


class Step(Schema):
    """One predecessor and successor of a change."""

    on: date
    kind: str
    decree: str
    source: str
    confirmed: bool
    from_: str = Field(alias="from")
    from_name: str
    to: str | None
    to_name: str | None
    share: float | None


class Unresolved(Schema):
    """An area that ended and of which nobody has said what it became."""

    code: str
    name: str
    on: date
    reason: str


class ResolutionOut(Schema):
    """``status``: same, whole, parts, ended or unresolved."""

    area: DatedArea
    at: date
    status: str
    areas: list[DatedPart]
    path: list[Step]
    unresolved: list[Unresolved]


class ResolveQuery(Schema):
    """``code`` is meant as of ``on`` (the earliest area of it without a day); ``at`` is the day asked for."""

    code: str
    at: date
    on: date | None = None
    level: AreaLevel | None = None


@router.get(
    "/resolve",
    response={200: ResolutionOut, **ERRORS},
    by_alias=True,
    summary="What an area is on another day",
)
@requires("areas.view")
def resolve_area(request: GuardedRequest, asked: Query[ResolveQuery]) -> Any:
    """One area of the register on a day before or after its own: renamed, merged, split, ended or not resolved."""
    area = queries.area_of_code(asked.code.strip(), asked.level or "", asked.on)
    if area is None:
        raise Http404
    return resolution_document(queries.resolve(area, asked.at))
