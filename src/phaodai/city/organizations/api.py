"""Organisations by API: reference data to read, written by whoever keeps the tree."""

from typing import Any
from uuid import UUID

from ninja import Field, Query, Router, Schema, Status

from phaodai.city.areas.queries import visible_area
from phaodai.city.organizations import queries, services
from phaodai.city.organizations.terms import OrganizationKind
from phaodai.core.access import GuardedRequest, requires
from phaodai.core.access.api import ERRORS

router = Router(tags=["organizations"])


class OrganizationOut(Schema):
    """One organisation or body; ``parent`` and ``area`` are ids."""

    uuid: UUID
    code: str
    name: str
    short_name: str
    kind: OrganizationKind
    parent: UUID | None
    area: UUID | None
    address: str
    phone: str
    is_active: bool

    @staticmethod
    def resolve_parent(row: Any) -> UUID | None:
        return row.parent.uuid if row.parent else None

    @staticmethod
    def resolve_area(row: Any) -> UUID | None:
        return row.area.uuid if row.area else None


class OrganizationQuery(Schema):
    """Filters of the list."""

    q: str = ""
    kind: OrganizationKind | None = None
    limit: int = Field(100, ge=1, le=500)
    offset: int = Field(0, ge=0)


class OrganizationIn(Schema):
    """A new organisation."""

    code: str = Field(max_length=30)
    name: str = Field(max_length=200)
    kind: OrganizationKind
    short_name: str = Field("", max_length=60)
    parent: UUID | None = None
    area: UUID | None = None
    address: str = Field("", max_length=300)
    phone: str = Field("", max_length=20)


@router.get("", response={200: list[OrganizationOut], **ERRORS}, summary="Organisations in use")
@requires("organizations.view")
def list_organizations(request: GuardedRequest, filters: Query[OrganizationQuery]) -> Any:
    """Active organisations, in dictionary order; ``q`` ignores diacritics or is a code."""
    rows = queries.organization_rows(text=filters.q, kind=filters.kind or "")
    return list(rows[filters.offset : filters.offset + filters.limit])


@router.get("/{uuid}", response={200: OrganizationOut, **ERRORS}, summary="One organisation")
@requires("organizations.view")
def read_organization(request: GuardedRequest, uuid: UUID) -> Any:
    """One organisation by its id, also one no longer active."""
    return queries.visible_organization(request.user, uuid)


@router.post("", response={201: OrganizationOut, **ERRORS}, summary="Add an organisation")
@requires("organizations.edit")
def create_organization(request: GuardedRequest, payload: OrganizationIn) -> Any:
    """Add an organisation; a code that is taken is refused with 422 on ``code``."""
    user = request.user
    linked = {
        "area": visible_area(user, payload.area) if payload.area else None,
        "parent": queries.visible_organization(user, payload.parent) if payload.parent else None,
    }
    return Status(201, services.add_organization(**(payload.dict() | linked), by=user))
