"""People by API."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from phaodai.city.areas.queries import visible_area
from phaodai.city.people import queries, services
from phaodai.city.people.terms import IdentifierKind, Look, Sex
from phaodai.core.access import requires
from phaodai.core.access.api import ERRORS

router = Router(tags=["people"])


class PersonOut(Schema):
    """One person. ``phone`` is masked unless the caller holds people.unmask there; papers are not given."""

    uuid: UUID
    full_name: str
    birth_year: int | None
    sex: str
    phone: str
    address: str
    area: str
    is_masked: bool


class PeopleQuery(Schema):
    """``q``: a name with or without diacritics (and year), or a whole telephone, paper, household number."""

    q: str = Field("", max_length=120)
    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=10_000)


class PersonIn(Schema):
    """Somebody to register. ``area`` is the id of the leaf area they live in."""

    full_name: str = Field(min_length=1, max_length=120)
    birth_year: int | None = Field(None, ge=1890, le=2100)
    birth_on: date | None = None
    sex: Sex = Sex.UNKNOWN
    phone: str = Field("", max_length=30)
    area: UUID
    address: str = Field("", max_length=300)
    occupation: str = Field("", max_length=120)
    identifiers: dict[IdentifierKind, str] = Field(default_factory=dict, max_length=5)


class PersonChange(Schema):
    """A correction; fields left out stay as they are."""

    reason: str = Field(min_length=1, max_length=300)
    full_name: str | None = Field(None, min_length=1, max_length=120)
    birth_year: int | None = Field(None, ge=1890, le=2100)
    sex: Sex | None = None
    phone: str | None = Field(None, max_length=30)
    occupation: str | None = Field(None, max_length=120)


@router.get("", response={200: list[PersonOut], **ERRORS}, summary="People by name or number")
@requires("people.search")
def list_people(request: HttpRequest, filters: Query[PeopleQuery]) -> Any:
    """People in the caller's reach, in Vietnamese name order."""
    rows = queries.page_people(request.user, text=filters.q)[filters.offset : filters.offset + filters.limit]
    found = [queries.display_person(person, request.user) for person in rows]
    services.record_listing(by=request.user, action="list_read", count=len(found), filters={"via": "api"})
    return found


@router.get("/{uuid}", response={200: PersonOut, **ERRORS}, summary="One person")
@requires("people.view")
def read_person(request: HttpRequest, uuid: UUID) -> Any:
    """One person the caller may see; the look is put on record."""
    person = services.open_person(uuid=uuid, by=request.user, look=Look.API)
    return queries.display_person(person, request.user)


@router.post("", response={201: PersonOut, **ERRORS}, summary="Register a person")
@requires("people.edit")
def register_person(request: HttpRequest, payload: PersonIn) -> Any:
    """Register somebody; a citizen code that somebody has already is refused with 422 on ``citizen_code``."""
    facts: dict[str, Any] = payload.dict() | {"area": visible_area(request.user, payload.area)}  # type: ignore[arg-type]
    person = services.register_person(**facts, by=request.user)
    return Status(201, queries.display_person(person, request.user))


@router.patch("/{uuid}", response={200: PersonOut, **ERRORS}, summary="Correct a person")
@requires("people.edit")
def edit_person(request: HttpRequest, uuid: UUID, payload: PersonChange) -> Any:
    """Correct who somebody is, with the reason."""
    person = queries.person_for(request.user, uuid)
    changes = {name: value for name, value in payload.dict(exclude_unset=True).items() if value is not None}
    services.edit_person(person=person, by=request.user, **changes)
    return queries.display_person(queries.person_for(request.user, uuid), request.user)
