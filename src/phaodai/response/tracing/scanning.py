"""How many of the visits to a place are scanned at all: what no list of contacts shows, said beside every list.

Patients tell where they were; the ledger shows which of those visits had been scanned. The share is drawn towards that of
the kind of place, this towards the city's, and this towards an assumption, each as if it were some more visits told.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from phaodai.core import policy
from phaodai.response.movement.services import first_day_kept
from phaodai.response.movement.terms import VisitSource

TOLD = """
SELECT place.id, place.kind, count(*), count(*) FILTER (WHERE EXISTS (
    SELECT 1 FROM movement_visit visit
    WHERE visit.person_id = patient.person_id AND visit.place_id = stop.place_id AND visit.source <> %(told)s
          AND visit.day BETWEEN stop.day - 1 AND stop.day AND visit.day >= %(since)s
          AND (stop.start_at IS NULL OR visit.start_at <= coalesce(stop.end_at, stop.start_at))
          AND (stop.start_at IS NULL OR coalesce(visit.end_at, visit.start_at + interval '24 hours') >= stop.start_at)))
FROM cases_interviewstop stop
JOIN cases_case patient ON patient.id = stop.case_id
JOIN places_place place ON place.id = stop.place_id
WHERE stop.removed_at IS NULL AND stop.day >= %(since)s
GROUP BY place.id, place.kind
"""


@dataclass(frozen=True)
class ScanRate:
    """The estimated share of visits that are scanned, out of so many told of this very place, so many of them seen."""

    rate: float
    told: int
    seen: int

    @property
    def percent(self) -> int:
        return round(100 * self.rate)


@dataclass(frozen=True)
class ScanRates:
    """The estimates of all places: by place where somebody told of it, else by its kind, else the city's."""

    by_place: Mapping[int, ScanRate]
    by_kind: Mapping[str, float]
    city: float

    def of(self, place_id: int, kind: str) -> ScanRate:
        """The estimate for one place."""
        return self.by_place.get(place_id) or ScanRate(self.by_kind.get(kind, self.city), 0, 0)


def scan_rates(now: datetime) -> ScanRates:
    """The estimates as the interviews and the ledger stand, in one query."""
    rule = policy.get("tracing.scan_rate_prior", now).value
    with connection.cursor() as cursor:
        cursor.execute(TOLD, {"told": VisitSource.INTERVIEW.value, "since": first_day_kept(now)})
        return estimate(cursor.fetchall(), float(rule["rate"]), float(rule["weight"]))


def estimate(rows: Collection[tuple[Any, ...]], prior: float, weight: float) -> ScanRates:
    """``rows``: place, kind, visits told, of them scanned. Pure arithmetic."""
    city = _drawn(sum(row[3] for row in rows), sum(row[2] for row in rows), prior, weight)
    kinds: dict[str, list[int]] = {}
    for _place, kind, told, seen in rows:
        sums = kinds.setdefault(kind, [0, 0])
        sums[0], sums[1] = sums[0] + told, sums[1] + seen
    by_kind = {kind: _drawn(seen, told, city, weight) for kind, (told, seen) in kinds.items()}
    by_place = {
        place: ScanRate(_drawn(seen, told, by_kind[kind], weight), told, seen)
        for place, kind, told, seen in rows
    }
    return ScanRates(by_place, by_kind, city)


def _drawn(seen: int, told: int, towards: float, weight: float) -> float:
    return round((seen + weight * towards) / (told + weight), 4)
