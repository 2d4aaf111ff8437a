"""Sources and clusters measured against the ground truth of the demo.

`true_sources`: of the found cases whose true infector was found too, how often the infector is named, first, among three.
Confirmed links are left out of the calculation: it is to say what it would have said before anybody concluded.

`planted_clusters`: some visitors of one public place on one day are taken for cases, beside the real ones; at which rank
does their place-day stand by excess and by the raw count, and is the place found as a cluster?
"""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any

import numpy as np

from phaodai.command.drill.models import DrillRun, TrueInfection
from phaodai.core import clock, policy
from phaodai.response.cases.models import Case
from phaodai.response.movement.models import Visit
from phaodai.response.tracing.backward import clusters, place_days
from phaodai.response.tracing.candidates import Rules
from phaodai.response.tracing.copresence import Period
from phaodai.response.tracing.likely import Settled, compute_sources, onset_of

SIZES, DRAWINGS = (3, 5, 8, 15), 10
MOST_AT_A_PLACE = 400


def true_sources(run: DrillRun) -> dict[str, Any]:
    """How often the true infector is named among the possible sources."""
    cases = {case.person_id: case for case in Case.objects.confirmed().order_by("pk")}
    pairs = TrueInfection.objects.filter(run=run, infector_id__in=list(cases), person_id__in=list(cases))
    interval = policy.get("outbreaks.serial_interval").value
    computed = compute_sources(list(cases.values()), Settled(), interval)
    ranks = []
    known = [
        (one, other) for one, other in pairs.values_list("person_id", "infector_id") if other is not None
    ]
    for infected, infector in known:
        named = [reason.case for reason in computed.by_case[cases[infected].pk].reasons]
        wanted = str(cases[infector].pk)
        if wanted in named:
            ranks.append(named.index(wanted) + 1)
    return {
        "pairs": len(known),
        "named": len(ranks),
        "first": sum(rank == 1 for rank in ranks),
        "among_three": sum(rank <= 3 for rank in ranks),
        "outside_share": round(computed.outside_share, 3),
    }


def planted_clusters(run: DrillRun) -> list[dict[str, Any]]:
    """One row a size of cluster; sizes that no place-day can hold are left out."""
    day = clock.local_day(run.scenario_at) - timedelta(days=8)
    visitors = _visitors_on(day)
    chance, rules = np.random.default_rng([run.seed, 77]), Rules(run.scenario_at)
    real = _real_periods()
    rows = []
    for size in SIZES:
        fitting = [place for place, people in visitors.items() if size < len(people) <= MOST_AT_A_PLACE]
        if fitting:
            rows.append(_planted(size, fitting, visitors, day, real, rules, chance))
    return rows


def _visitors_on(day: date) -> dict[int, list[int]]:
    found: dict[int, set[int]] = {}
    for place, person in Visit.objects.filter(day=day).values_list("place_id", "person_id"):
        found.setdefault(place, set()).add(person)
    return {place: sorted(people) for place, people in sorted(found.items())}


def _real_periods() -> list[Period]:
    return [
        _window(case.pk, case.person_id, onset_of(case)) for case in Case.objects.confirmed().order_by("pk")
    ]


def _window(key: int, person: int, onset: date) -> Period:
    rule = policy.get("outbreaks.exposure_days").value
    begin = clock.day_bounds(onset - timedelta(days=int(rule["earliest"])))[0]
    return Period(key, person, begin, clock.day_bounds(onset - timedelta(days=int(rule["latest"])))[1])


def _planted(
    size: int,
    places: Sequence[int],
    visitors: dict[int, list[int]],
    day: date,
    real: list[Period],
    rules: Rules,
    chance: np.random.Generator,
) -> dict[str, Any]:
    by_excess, by_count, found = [], [], 0
    for _drawing in range(DRAWINGS):
        place = int(chance.choice(np.array(places)))
        people = chance.choice(np.array(visitors[place]), size, replace=False).tolist()
        onset = day + timedelta(days=4)
        periods = real + [_window(-1 - n, int(person), onset) for n, person in enumerate(people)]
        rows = place_days(periods, rules.policy)
        own = next(row for row in rows if (row.place_id, row.day) == (place, day))
        by_excess.append(_rank(own.llr, [row.llr for row in rows]))
        by_count.append(_rank(len(own.cases), [len(row.cases) for row in rows]))
        rule = policy.get("outbreaks.cluster").value
        places_found = clusters(
            periods, rules.policy, at_least=int(rule["cases"]), within_days=int(rule["days"])
        )
        found += any(one.place_id == place for one in places_found)
    return {
        "cases": size, "drawings": DRAWINGS, "found": found, "median_rank": median(by_excess),
        "median_rank_by_count": median(by_count),
    }  # fmt: skip


def _rank(own: float, every: Sequence[float]) -> float:
    """Ties in the middle."""
    return sum(one > own for one in every) + (sum(one == own for one in every) + 1) / 2
