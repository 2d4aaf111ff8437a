"""Places by API."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from ninja import Field, Query, Router, Schema, Status

from phaodai.city.places import queries, services
from phaodai.city.places.terms import PlaceKind
from phaodai.core.access import GuardedRequest, get_visible_or_404, requires
from phaodai.core.access.api import ERRORS

router = Router(tags=["places"])


class PlaceOut(Schema):
    """One place. ``area`` is the id of its leaf area; ``token`` is not given here, see the poster."""

    uuid: UUID
    code: str
    kind: PlaceKind
    name: str
    address: str
    area: UUID
    area_name: str
    latitude: float | None
    longitude: float | None
    is_active: bool

    @staticmethod
    def resolve_area(row: Any) -> UUID:
        area: UUID = row.area.uuid
        return area

    @staticmethod
    def resolve_area_name(row: Any) -> str:
        return str(row.area.name)


class PlaceQuery(Schema):
    """Filters of the list; without ``kind`` homes are left out."""

    q: str = Field("", max_length=120)
    kind: PlaceKind | None = None
    limit: int = Field(100, ge=1, le=500)
    offset: int = Field(0, ge=0, le=1_000_000)


class PlaceIn(Schema):
    """A place to register."""

    name: str = Field(min_length=1, max_length=200)
    kind: PlaceKind
    area: UUID
    address: str = Field("", max_length=300)
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)


@router.get("", response={200: list[PlaceOut], **ERRORS}, summary="Places in use")
@requires("places.view")
def list_places(request: GuardedRequest, filters: Query[PlaceQuery]) -> Any:
    """Places in the caller's areas, in dictionary order."""
    rows = queries.place_rows(request.user, text=filters.q, kind=filters.kind or "")
    return list(rows[filters.offset : filters.offset + filters.limit])


@router.post("", response={201: PlaceOut, **ERRORS}, summary="Register a place")
@requires("places.edit")
def create_place(request: GuardedRequest, payload: PlaceIn) -> Any:
    """Register a place in an area the caller may edit; the answer carries its code."""
    area = get_visible_or_404(queries.editable_areas(request.user), request.user, uuid=payload.area)
    values = payload.dict() | {"area": area}
    try:
        return Status(201, services.register_place(**values, by=request.user))
    except PermissionDenied:
        raise Http404 from None


@router.get("/{uuid}", response={200: PlaceOut, **ERRORS}, summary="One place")
@requires("places.view")
def read_place(request: GuardedRequest, uuid: UUID) -> Any:
    """One place the caller may see."""
    return queries.visible_place(request.user, uuid)
