"""Where it began: places, people and clusters, ranked by how many more cases they saw than their traffic explains.

Raw counts find the railway station. A place-day with ``k`` cases among ``n`` of the day's ``N`` visits is held against
``n·K/N``, K being the day's visits by cases (`tracegraph.excess`). The same figures come from the ledger and from the
sealed segments (`tests/test_backward.py`). A rank, no proof.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count

from phaodai.city.people.aliases import members_of_groups
from phaodai.response.movement.models import Visit
from phaodai.response.tracing.copresence import CUT, Period, cut_parameters, days_of
from phaodai.response.tracing.engine import meetings_of
from phaodai.response.tracing.models import LedgerChange, SealedDay
from tracegraph import LingerPolicy
from tracegraph.excess import excess

STAYS = f"""{CUT}
SELECT place_id, (start_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, array_agg(key ORDER BY key)
FROM cut GROUP BY 1, 2
"""


@dataclass(frozen=True)
class PlaceDay:
    """A place on one local day: the cases there (keys of their periods), its visits, what chance expects, the excess."""

    place_id: int
    day: date
    cases: tuple[int, ...]
    visits: int
    expected: float
    llr: float


@dataclass(frozen=True)
class CommonSource:
    """Somebody who met several cases when these can have been infected, against their own number of visits."""

    person_id: int
    cases: tuple[int, ...]
    visits: int
    expected: float
    llr: float


@dataclass(frozen=True)
class FoundCluster:
    """Cases that were at one place within some days, against the traffic of that place on those days."""

    place_id: int
    first_day: date
    last_day: date
    cases: tuple[int, ...]
    visits: int
    expected: float
    llr: float


Stays = dict[tuple[int, date], list[int]]


def place_days(periods: Sequence[Period], policy: LingerPolicy) -> list[PlaceDay]:
    """Every place-day a case was at, best excess first. ``periods``: when each case can have been infected."""
    stays = _stays(periods, policy)
    share = _share_of_cases(stays)
    traffic = _traffic({place for place, _day in stays}, {day for _place, day in stays})
    rows = [
        _place_day(place, day, keys, traffic.get((place, day), 0), share[day])
        for (place, day), keys in stays.items()
    ]
    return sorted(rows, key=lambda row: (-row.llr, row.place_id, row.day))


def _place_day(place: int, day: date, keys: list[int], visits: int, share: float) -> PlaceDay:
    cases, expected = tuple(sorted(set(keys))), visits * share
    return PlaceDay(place, day, cases, visits, expected, excess(len(cases), expected))


def clusters(
    periods: Sequence[Period], policy: LingerPolicy, *, at_least: int, within_days: int
) -> list[FoundCluster]:
    """Places where ``at_least`` cases were within ``within_days`` days: of each the window of most excess, best first."""
    stays = _stays(periods, policy)
    share = _share_of_cases(stays)
    by_place: dict[int, dict[date, set[int]]] = defaultdict(dict)
    for (place, day), keys in stays.items():
        by_place[place][day] = set(keys)
    large = {place for place, days in by_place.items() if len(set().union(*days.values())) >= at_least}
    traffic = _traffic(large, share)
    found = [_best_window(place, by_place[place], traffic, share, at_least, within_days) for place in large]
    return sorted((one for one in found if one), key=lambda one: (-one.llr, -len(one.cases), one.place_id))


def _best_window(
    place: int,
    days: Mapping[date, set[int]],
    traffic: Mapping[tuple[int, date], int],
    share: Mapping[date, float],
    at_least: int,
    within: int,
) -> FoundCluster | None:
    """The window with most excess; among equals the one with more cases, then the earliest."""
    found: list[FoundCluster] = []
    for first in sorted(days):
        inside = [day for day in days if first <= day < first + timedelta(days=within)]
        cases = tuple(sorted(set().union(*(days[day] for day in inside))))
        if len(cases) >= at_least:
            whole = [day for day in share if first <= day <= max(inside)]
            visits = sum(traffic.get((place, day), 0) for day in whole)
            expected = sum(traffic.get((place, day), 0) * share[day] for day in whole)
            llr = excess(len(cases), expected)
            found.append(FoundCluster(place, first, max(inside), cases, visits, expected, llr))
    return max(found, key=lambda one: (one.llr, len(one.cases), -one.first_day.toordinal()), default=None)


def common_sources(
    periods: Sequence[Period], policy: LingerPolicy, *, at_least: int = 2
) -> list[CommonSource]:
    """People who met at least so many of the cases in their periods, best excess first; cases are among them."""
    met: dict[int, set[int]] = defaultdict(set)
    for key, people in meetings_of(periods, policy).items():
        for person in people:
            met[person].add(key)
    visits = _visits_of_people(list(met), days_of(periods, policy))
    share = sum(map(len, met.values())) / max(sum(visits.values()), 1)
    rows = [
        CommonSource(
            person, tuple(sorted(keys)), visits[person], visits[person] * share,
            excess(len(keys), visits[person] * share),
        )
        for person, keys in met.items()
        if len(keys) >= at_least
    ]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.llr, -len(row.cases), row.person_id))


def _stays(periods: Sequence[Period], policy: LingerPolicy) -> Stays:
    """(place, local day) → the key of the period for each stay there, one entry a stay."""
    days = days_of(periods, policy)
    if not days:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(STAYS, {**cut_parameters(periods, policy), "own_days": days})
        return {(place, day): keys for place, day, keys in cursor}


def _share_of_cases(stays: Stays) -> dict[date, float]:
    """Visits by cases over all visits, for each day a case was anywhere."""
    by_cases: Counter[date] = Counter()
    for (_place, day), keys in stays.items():
        by_cases[day] += len(keys)
    totals = _visits_on(list(by_cases))
    return {day: count / max(totals.get(day, 0), 1) for day, count in by_cases.items()}


def _visits_on(days: Collection[date]) -> dict[date, int]:
    """All visits of each day; of a sealed day the number noted when it was sealed, without counting again."""
    changed = LedgerChange.objects.filter(day__in=days).values("day")
    known = dict(SealedDay.objects.filter(day__in=days).exclude(day__in=changed).values_list("day", "visits"))
    open_days = [day for day in days if day not in known]
    rows = Visit.objects.filter(day__in=open_days).values("day").annotate(visits=Count("*"))
    return known | dict(rows.values_list("day", "visits"))


def _traffic(places: Collection[int], days: Collection[date]) -> dict[tuple[int, date], int]:
    if not places:
        return {}
    rows = Visit.objects.filter(place_id__in=places, day__in=days).values("place_id", "day")
    counted: Any = rows.annotate(visits=Count("*")).values_list("place_id", "day", "visits")
    return {(place, day): visits for place, day, visits in counted}


def _visits_of_people(people: Collection[int], days: Collection[date]) -> Counter[int]:
    groups = members_of_groups(people)
    heads = {record: person for person, group in groups.items() for record in group}
    rows = Visit.objects.filter(person_id__in=heads, day__in=days).values("person_id")
    found: Counter[int] = Counter()
    for record, visits in rows.annotate(visits=Count("*")).values_list("person_id", "visits"):
        found[heads[record]] += visits
    return found
