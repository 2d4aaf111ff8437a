"""Shared places and hours by SQL over the ledger, with the meaning of `tracegraph` to the second.

The geometry (cut, together, linger, seconds) is in the query; sums, score and path are the reference's own
functions, so both give the same rows. `tests/test_copresence.py` holds them against each other.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from phaodai.city.people.aliases import members_of_groups, records_of
from phaodai.city.places.terms import PlaceKind
from phaodai.core import clock
from tracegraph import LingerPolicy, Meeting

LONGEST_VISIT = timedelta(hours=24)

CUT = """
WITH rule(kind, linger, open_for) AS (
    SELECT * FROM unnest(%(kinds)s::text[], %(lingers)s::interval[], %(opens)s::interval[])
),
period(key, person_id, record_id, from_at, to_at) AS (
    SELECT * FROM unnest(%(keys)s::bigint[], %(people)s::bigint[], %(records)s::bigint[],
                         %(froms)s::timestamptz[], %(tos)s::timestamptz[])
),
own AS (
    SELECT period.key, period.person_id, period.from_at, period.to_at, visit.place_id, place.kind,
           rule.linger, rule.open_for, visit.start_at,
           coalesce(visit.end_at, visit.start_at + rule.open_for) AS end_at
    FROM period
    JOIN movement_visit visit ON visit.person_id = period.record_id
         AND visit.day = ANY(%(own_days)s::date[])
         AND visit.start_at >= period.from_at - interval '24 hours' AND visit.start_at < period.to_at
    JOIN places_place place ON place.id = visit.place_id
    JOIN rule ON rule.kind = place.kind
),
cut AS MATERIALIZED (
    SELECT key, person_id, place_id, kind, linger, open_for,
           greatest(start_at, from_at) AS start_at, least(end_at, to_at) AS end_at
    FROM own
    WHERE (start_at = end_at AND start_at >= from_at AND start_at < to_at)
       OR (start_at < end_at AND greatest(start_at, from_at) < least(end_at, to_at))
)
"""

MEETINGS = f"""{CUT},
near AS (
    SELECT cut.key, cut.place_id, cut.kind, cut.linger, cut.start_at AS case_start, cut.end_at AS case_end,
           coalesce(alias.means_id, other.person_id) AS person_id, other.start_at,
           coalesce(other.end_at, other.start_at + cut.open_for) AS end_at
    FROM cut
    JOIN movement_visit other ON other.place_id = cut.place_id
         AND other.day = ANY(%(other_days)s::date[])
         AND other.start_at >= cut.start_at - interval '24 hours'
         AND other.start_at <= cut.end_at + cut.linger
    LEFT JOIN people_personalias alias ON alias.person_id = other.person_id AND alias.state = 'active'
    WHERE coalesce(alias.means_id, other.person_id) <> cut.person_id
),
met AS (
    SELECT * FROM near
    WHERE CASE
            WHEN case_start = case_end AND start_at = end_at THEN case_start = start_at
            WHEN case_start = case_end THEN start_at <= case_start AND case_start < end_at
            WHEN start_at = end_at THEN case_start <= start_at AND start_at < case_end
            ELSE greatest(case_start, start_at) < least(case_end, end_at)
          END
       OR (start_at >= case_end AND start_at < case_end + linger)
)
SELECT * FROM (
SELECT key, person_id, place_id, kind,
       extract(epoch FROM case_start)::bigint, extract(epoch FROM case_end)::bigint,
       extract(epoch FROM start_at)::bigint, extract(epoch FROM end_at)::bigint,
       greatest(0, extract(epoch FROM least(case_end, end_at) - greatest(case_start, start_at)))::bigint,
       greatest(0, extract(epoch FROM least(end_at, case_end + linger)
                                      - greatest(start_at, case_end)))::bigint,
       extract(epoch FROM greatest(case_start, start_at))::bigint,
       extract(epoch FROM least(end_at, case_end + linger))::bigint,
       sum(greatest(0, extract(epoch FROM least(case_end, end_at) - greatest(case_start, start_at))))
           OVER (PARTITION BY key, person_id) AS together
FROM met) AS meeting
WHERE together >= %(together)s
"""

CASE_VISITS = """
SELECT count(*) FROM movement_visit
WHERE person_id = ANY(%(people)s) AND day BETWEEN %(first_day)s AND %(last_day)s
  AND start_at < %(to_at)s AND coalesce(end_at, start_at) >= %(from_at)s
"""


@dataclass(frozen=True)
class Period:
    """Somebody whose contacts are sought, from when to when (half-open). ``key`` comes back with the rows."""

    key: int
    person_id: int
    from_at: datetime
    to_at: datetime


Found = dict[int, dict[int, list[Meeting]]]


def meetings_of(periods: Sequence[Period], policy: LingerPolicy, together_s: int = 0) -> Found:
    """Key of the period → id of the other person → meetings, for any number of periods in one statement.

    ``Meeting.place`` holds the place's id as text. ``together_s`` leaves out people with fewer seconds
    together.
    """
    days = days_of(periods, policy)
    return meetings_on(periods, policy, days, days, together_s)


def meetings_on(
    periods: Sequence[Period],
    policy: LingerPolicy,
    own_days: Sequence[date],
    other_days: Sequence[date],
    together_s: int = 0,
) -> Found:
    """The same, of visits that began on ``own_days`` with visits that began on ``other_days``."""
    found: Found = defaultdict(lambda: defaultdict(list))
    if not (periods and own_days and other_days):
        return {}
    days = {"own_days": list(own_days), "other_days": list(other_days)}
    with connection.cursor() as cursor:
        cursor.execute(MEETINGS, {**cut_parameters(periods, policy), **days, "together": together_s})
        for key, person_id, place_id, kind, *seconds, _together in cursor:
            found[key][person_id].append(Meeting(str(place_id), kind, *seconds))
    return {key: dict(people) for key, people in found.items()}


def days_of(periods: Sequence[Period], policy: LingerPolicy) -> list[date]:
    """The local days that can hold a visit of either side."""
    if not periods:
        return []
    longest = max(policy.linger_of(str(kind)) for kind in PlaceKind.values)
    first, last = _days(periods, timedelta(seconds=longest))
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def visits_of(period: Period) -> int:
    """How many visits of the person the ledger holds in the period: none is no data, never no contact."""
    first_day, last_day = _days([period], timedelta(0))
    values: dict[str, Any] = {
        "people": records_of(period.person_id),
        "from_at": period.from_at,
        "to_at": period.to_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(CASE_VISITS, {**values, "first_day": first_day, "last_day": last_day})
        return int(cursor.fetchone()[0])


def cut_parameters(periods: Sequence[Period], policy: LingerPolicy) -> dict[str, Any]:
    """What `CUT` asks for, without the days."""
    kinds = [str(kind) for kind in PlaceKind.values]
    lingers = [timedelta(seconds=policy.linger_of(kind)) for kind in kinds]
    rows = _records(periods)
    return {
        "kinds": kinds,
        "lingers": lingers,
        "opens": [timedelta(seconds=policy.open_duration_of(kind)) for kind in kinds],
        "keys": [one.key for one, _head, _record in rows],
        "people": [head for _one, head, _record in rows],
        "records": [record for _one, _head, record in rows],
        "froms": [one.from_at for one, _head, _record in rows],
        "tos": [one.to_at for one, _head, _record in rows],
    }


def _records(periods: Sequence[Period]) -> list[tuple[Period, int, int]]:
    """Each period once for every record of its person: (period, the record that counts, the record)."""
    groups = members_of_groups(one.person_id for one in periods)
    return [(one, groups[one.person_id][0], record) for one in periods for record in groups[one.person_id]]


def _days(periods: Iterable[Period], linger: timedelta) -> tuple[date, date]:
    """The partitions that can hold a visit of either side: constants, so that the planner skips the others.

    A visit of the case may have begun a day before the period, one that met it another day before that.
    """
    first = min(one.from_at for one in periods) - 2 * LONGEST_VISIT
    last = max(one.to_at for one in periods) + linger
    return clock.local_day(first), clock.local_day(last)
