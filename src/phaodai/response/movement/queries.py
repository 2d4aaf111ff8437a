"""Reading the ledger, and finding whom and what a scan means."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from phaodai.city.people.aliases import records_of
from phaodai.city.people.models import Identifier, Person
from phaodai.city.people.terms import IdentifierKind
from phaodai.city.places.models import Place
from phaodai.core import clock
from phaodai.core.codes import normalize_code
from phaodai.response.movement.models import RetentionRun, Visit
from phaodai.response.movement.references import Reference, read_reference
from phaodai.response.movement.terms import VisitSource

LAST_SHOWN = 10
# A page of one day at one place; markets have more, and the rest is reached by the hour filter.
VISITORS_SHOWN = 200


@dataclass(frozen=True)
class VisitLine:
    """One visit with the names of the person and the place, for a screen."""

    client_id: uuid.UUID
    day: date
    person_uuid: uuid.UUID
    person_name: str
    birth_year: int | None
    place_uuid: uuid.UUID
    place_name: str
    start_at: datetime
    end_at: datetime | None
    source: str

    @property
    def source_label(self) -> str:
        """Where the line comes from, in words."""
        return str(VisitSource(self.source).label)


def places_open_to(user: Any) -> "QuerySet[Place]":
    """Active places where the user may record visits: in a granted area, or of a granted organisation."""
    reach = user.reach("visits.record")
    active = Place.objects.filter(is_active=True)
    if reach.everywhere:
        return active
    where = Q(organization__in=reach.organizations)
    return active.filter(where if reach.areas is None else where | Q(area__in=reach.areas))


def people_by_reference(texts: Iterable[str]) -> dict[str, int]:
    """Text as scanned or typed → id of the person; unknown texts are left out. Three queries at most."""
    read = {text: read_reference(text) for text in texts}
    by_uuid = _ids(Person.objects.all(), "uuid", read.values())
    codes = {one.code for one in read.values() if one.code}
    kinds = [IdentifierKind.CITIZEN, IdentifierKind.NATIONAL_QR]
    known = Identifier.objects.filter(kind__in=kinds, value__in=codes) if codes else Identifier.objects.none()
    by_code = dict(known.values_list("value", "person_id"))
    return _found(read, by_uuid, by_code)


def places_by_reference(texts: Iterable[str], user: Any) -> dict[str, int]:
    """Text as scanned or typed → id of the place, among those open to the user. Two queries at most."""
    read = {text: read_reference(text) for text in texts}
    places = places_open_to(user)
    by_uuid = _ids(places, "uuid", read.values())
    codes = {normalize_code(one.code) for one in read.values() if one.code}
    by_code = dict(places.filter(code__in=codes).values_list("code", "pk")) if codes else {}
    return _found(read, by_uuid, by_code)


def place_by_reference(text: str, user: Any) -> Place | None:
    """The place a text means, among those open to the user, to show its name."""
    found = places_by_reference([text], user)
    return Place.objects.select_related("area").get(pk=found[text]) if text in found else None


def _ids(rows: "QuerySet[Any]", field: str, references: Iterable[Reference]) -> dict[Any, int]:
    wanted = {one.uuid for one in references if one.uuid}
    return dict(rows.filter(**{f"{field}__in": wanted}).values_list(field, "pk")) if wanted else {}


def _found(read: dict[str, Reference], by_uuid: dict[Any, int], by_code: dict[str, int]) -> dict[str, int]:
    found = {
        text: by_uuid.get(one.uuid)
        if one.uuid
        else by_code.get(one.code) or by_code.get(normalize_code(one.code))
        for text, one in read.items()
    }
    return {text: pk for text, pk in found.items() if pk is not None}


def last_recorded_by(user: Any) -> list[VisitLine]:
    """The user's own last visits, newest first, for the page that records them."""
    recent = Visit.objects.filter(recorded_by_id=user.pk, day__gte=clock.today() - timedelta(days=2))
    return _lines(recent.order_by("-recorded_at", "-start_at")[:LAST_SHOWN])


def visitors_of(
    place: Place, day: date, since: time | None = None, until: time | None = None
) -> list[VisitLine]:
    """Who was at a place on a local day, or between two hours of it, in order of arrival.

    A visit without an exit counts from its arrival on. Call it only for a purpose put on record.
    """
    visits = Visit.objects.filter(place_id=place.pk, day=day)
    if until is not None:
        visits = visits.filter(start_at__lt=clock.at_local(day, until.hour, until.minute))
    if since is not None:
        begin = clock.at_local(day, since.hour, since.minute)
        visits = visits.filter(Q(end_at__gt=begin) | Q(start_at__gte=begin) | Q(end_at__isnull=True))
    return _lines(visits.order_by("start_at")[:VISITORS_SHOWN])


def visits_of(person: Person, since: date) -> list[VisitLine]:
    """Where somebody was since a local day, newest first. Call it only for a purpose put on record."""
    visits = Visit.objects.filter(person_id__in=records_of(person.pk), day__gte=since, day__lte=clock.today())
    return _lines(visits.order_by("-day", "-start_at")[:VISITORS_SHOWN])


def visitor_counts(place: Place, days: list[date]) -> dict[date, int]:
    """How many visits a place had on each day that had any."""
    kept = Visit.objects.filter(place_id=place.pk, day__in=days).values("day")
    return dict(kept.annotate(visits=Count("*")).values_list("day", "visits"))


def _lines(visits: "QuerySet[Visit]") -> list[VisitLine]:
    person, place = (
        Person.objects.filter(pk=OuterRef("person_id")),
        Place.objects.filter(pk=OuterRef("place_id")),
    )
    named = visits.annotate(
        person_uuid=Subquery(person.values("uuid")[:1]),
        person_name=Subquery(person.values("full_name")[:1]),
        birth_year=Subquery(person.values("birth_year")[:1]),
        place_uuid=Subquery(place.values("uuid")[:1]),
        place_name=Subquery(place.values("name")[:1]),
    )
    return [
        VisitLine(
            row.client_id, row.day, row.person_uuid, row.person_name, row.birth_year,
            row.place_uuid, row.place_name, row.start_at, row.end_at, row.source,
        )
        for row in named
    ]  # fmt: skip


def known_visits(client_ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the visits' own ids that the ledger has. One query."""
    return set(Visit.objects.filter(client_id__in=list(client_ids)).values_list("client_id", flat=True))


def retention_runs() -> "QuerySet[RetentionRun]":
    """Every run of the retention job, newest first."""
    return RetentionRun.objects.order_by("-pk")


def oldest_day() -> date | None:
    """The oldest local day the ledger holds a visit of."""
    return Visit.objects.order_by("day").values_list("day", flat=True).first()
