"""Planted clusters: does the excess over a place's own traffic find them, and do raw counts?

    python -m bench.clusters [--json]

In a generated city (`tracegraph.bench.city`, 600,000 visits, seed 1) some visitors of one place on one day are cases,
among sixty cases drawn from everybody. Each case's window is ten days. Twenty drawings for each size; the rank is that of
the planted place-day among all place-days that any case touched, ties in the middle.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np

from tracegraph.bench.city import FIRST_DAY, KINDS, City
from tracegraph.bench.questions import POLICY
from tracegraph.segments.backward import place_days
from tracegraph.segments.frames import Places
from tracegraph.segments.localtime import day_number, day_of_number, midnight
from tracegraph.segments.queries import Engine, SubjectPeriod
from tracegraph.segments.reading import Reader
from tracegraph.segments.rows import rows_of_day
from tracegraph.segments.sealing import Store

SIZES, DRAWINGS, BACKGROUND = (3, 5, 8, 15), 20, 60
PLANTED_DAY = FIRST_DAY + 7
WINDOW = (midnight(FIRST_DAY + 3), midnight(FIRST_DAY + 13))


def measure(events: int = 600_000, seed: int = 1) -> dict[int, dict[str, float]]:
    """Size of the cluster → visits of the place that day, median rank by excess and by count, found among ten."""
    city = City(events, seed)
    with tempfile.TemporaryDirectory() as folder:
        engine = _sealed(city, Path(folder))
        chance = np.random.default_rng([seed, 99])
        return {size: _ranks(engine, city, size, chance) for size in SIZES}


def table(found: dict[int, dict[str, float]]) -> str:
    """The figures in Markdown."""
    head = (
        "| cases planted among sixty others | visits there that day | median rank by excess | by count "
        "| among ten by excess |"
    )
    rows = [
        f"| {size} | {one['visits']:g} | {one['by_excess']:g} | {one['by_count']:g} | {one['among_ten']:g} of {DRAWINGS} |"
        for size, one in found.items()
    ]
    return "\n".join([head, "|---|---|---|---|---|", *rows])


def _sealed(city: City, folder: Path) -> Engine:
    store = Store(folder, "bench")
    for number, visits in city.days():
        day = day_of_number(number)
        store.seal_day(day, rows_of_day(day, visits.person, visits.place, visits.start, visits.end))
    return Engine(Reader(folder, "bench").current, POLICY, Places(KINDS, city.kinds))


def _ranks(engine: Engine, city: City, size: int, chance: np.random.Generator) -> dict[str, float]:
    visits = city.day(PLANTED_DAY - FIRST_DAY)
    places, counts = np.unique(visits.place, return_counts=True)
    fitting = places[(counts >= 40) & (counts <= 80)]
    by_excess, by_count, sizes = [], [], []
    for _ in range(DRAWINGS):
        place = int(chance.choice(fitting))
        visitors = np.unique(visits.person[visits.place == place])
        cases = {*chance.choice(visitors, size, replace=False).tolist()}
        cases |= {*chance.choice(city.people, BACKGROUND, replace=False).tolist()}
        found = place_days(engine, [SubjectPeriod(one, *WINDOW) for one in sorted(cases)], limit=10**9)
        planted = next(one for one in found if (one.place, day_number(one.day)) == (place, PLANTED_DAY))
        by_excess.append(_rank(planted.llr, [one.llr for one in found]))
        by_count.append(_rank(planted.cases, [one.cases for one in found]))
        sizes.append(planted.visits)
    return {
        "visits": median(sizes),
        "by_excess": median(by_excess),
        "by_count": median(by_count),
        "among_ten": sum(rank <= 10 for rank in by_excess),
    }


def _rank(own: float, every: list[float]) -> float:
    return sum(one > own for one in every) + (sum(one == own for one in every) + 1) / 2


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = measure()
    print(json.dumps(found) if asked.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
