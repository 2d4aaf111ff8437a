"""Places, people and clusters ranked by how many more cases they saw than their own traffic explains."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from phaodai.city.people.models import Person
from phaodai.city.places.models import Place
from phaodai.core import clock, policy
from phaodai.response.cases.models import Case
from phaodai.response.outbreaks.models import Cluster
from phaodai.response.outbreaks.terms import ClusterState
from phaodai.response.tracing.backward import (
    CommonSource,
    FoundCluster,
    PlaceDay,
    clusters,
    common_sources,
    place_days,
)
from phaodai.response.tracing.candidates import Rules
from phaodai.response.tracing.copresence import Period
from phaodai.response.tracing.likely import onset_of

MOST = 50


@dataclass(frozen=True)
class Asked:
    """The cases of a ranking and when each can have been infected."""

    cases: dict[int, Case]
    periods: list[Period]
    rules: Rules
    earliest: int
    latest: int


@dataclass(frozen=True)
class PlaceLine:
    """A place-day with its cases."""

    place: Place
    row: PlaceDay
    cases: list[Case]

    @property
    def times(self) -> float:
        """How many times more cases than chance expects."""
        return round(len(self.row.cases) / self.row.expected, 1) if self.row.expected else 0.0


@dataclass(frozen=True)
class PersonLine:
    """Somebody who met several of the cases when these can have been infected."""

    person: Person
    row: CommonSource
    cases: list[Case]


@dataclass(frozen=True)
class ClusterLine:
    """A cluster as it was found, with the one followed where there is one."""

    place: Place
    row: FoundCluster
    cases: list[Case]
    followed: Cluster | None

    @property
    def times(self) -> float:
        return round(len(self.row.cases) / self.row.expected, 1) if self.row.expected else 0.0


@dataclass(frozen=True)
class Ranking:
    """Lines the reader may see, and how many more there are outside their reach."""

    lines: list[Any]
    hidden: int


def asked_for(user: Any, now: datetime, days: int | None = None, only: Iterable[int] | None = None) -> Asked:
    """The visible confirmed cases of the last days, each with the time in which it can have been infected."""
    look_back = days or int(policy.get("outbreaks.cluster", now).value["look_back"])
    rows = Case.objects.visible_to(user, "cases.investigate").confirmed().select_related("person", "area")
    rows = rows.filter(reported_at__gte=now - timedelta(days=look_back), is_imported=False)
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    window = policy.get("outbreaks.exposure_days", now).value
    earliest, latest = int(window["earliest"]), int(window["latest"])
    cases = {case.pk: case for case in rows.order_by("pk")}
    return Asked(
        cases, [_window(case, earliest, latest) for case in cases.values()], Rules(now), earliest, latest
    )


def _window(case: Case, earliest: int, latest: int) -> Period:
    onset = onset_of(case)
    begin = clock.day_bounds(onset - timedelta(days=earliest))[0]
    until = clock.day_bounds(onset - timedelta(days=latest))[1]
    return Period(case.pk, case.person_id, begin, until)


def ranked_places(user: Any, asked: Asked, limit: int = MOST) -> Ranking:
    """Place-days with at least two cases, best excess first."""
    rows = [row for row in place_days(asked.periods, asked.rules.policy) if len(row.cases) > 1]
    places = _visible_places(user, [row.place_id for row in rows])
    lines = [
        PlaceLine(places[row.place_id], row, _cases(asked, row.cases))
        for row in rows
        if row.place_id in places
    ]
    return Ranking(lines[:limit], len(rows) - len(lines))


def ranked_people(user: Any, asked: Asked, limit: int = MOST) -> Ranking:
    """People who met at least two of the cases, best excess first."""
    rows = common_sources(asked.periods, asked.rules.policy)
    people = Person.objects.visible_to(user).filter(pk__in=[row.person_id for row in rows[: 4 * limit]])
    seen = {person.pk: person for person in people.select_related("area")}
    lines = [
        PersonLine(seen[row.person_id], row, _cases(asked, row.cases))
        for row in rows
        if row.person_id in seen
    ]
    return Ranking(lines[:limit], sum(row.person_id not in seen for row in rows[: 4 * limit]))


def found_clusters(user: Any, asked: Asked, now: datetime) -> Ranking:
    """Places with as many cases within some days as the policy asks for, best excess first."""
    rule = policy.get("outbreaks.cluster", now).value
    rows = clusters(
        asked.periods, asked.rules.policy, at_least=int(rule["cases"]), within_days=int(rule["days"])
    )
    places = _visible_places(user, [row.place_id for row in rows])
    followed = _followed(user, places)
    lines = [
        ClusterLine(places[row.place_id], row, _cases(asked, row.cases), followed.get(row.place_id))
        for row in rows
        if row.place_id in places
    ]
    return Ranking(lines[:MOST], len(rows) - len(lines))


def _followed(user: Any, places: Iterable[int]) -> dict[int, Cluster]:
    rows = Cluster.objects.visible_to(user).filter(place__in=list(places), state=ClusterState.OPEN)
    return {row.place_id: row for row in rows if row.place_id}


def _visible_places(user: Any, ids: Sequence[int]) -> dict[int, Place]:
    rows = Place.objects.visible_to(user, "places.view").filter(pk__in=set(ids)).select_related("area")
    return {place.pk: place for place in rows}


def _cases(asked: Asked, keys: Iterable[int]) -> list[Case]:
    return [asked.cases[key] for key in keys]


def last_day(asked: Asked) -> date | None:
    """The newest onset of the cases asked about."""
    return max((onset_of(case) for case in asked.cases.values()), default=None)
