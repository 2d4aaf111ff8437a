"""How well do shared places find a known infector? The Korean patient routes, as one table.

    python bench/korea.py [--json]

Reads `contacts/korea_*` under PHAODAI_REALDATA (default ../shared): KCDC by Kaggle DS4C, CC BY-NC-SA, used
for measurement only. The routes give days and coordinates, no hours, so:

- a visit is the whole local day at a place; a place is its coordinates rounded to four decimals (some 10 m);
  rows that give only the middle of a city (`administrative_area_level_1`) are no place and are left out;
- linger time 0: a whole day together says nothing about hours;
- a case is infectious from three days before onset (QĐ 5053/QĐ-BYT), or, onset unknown, from fourteen days
  before the confirmation, to the end of the day of confirmation. The fourteen days stand in for "sampling −14
  days", the rule of QĐ 3638/QĐ-BYT for cases without symptoms and source (from memory, unconfirmed); a
  confirmation date is used because the data has no sampling date.

For each known pair the tracer runs forwards from every patient; the list of a patient is everybody whose
contact the patient is, ranked by score, best first; equal scores share the middle of their ranks. 24 of the
known links run backwards in time, two patients are named as their own infector; they count like the others.
"""

import argparse
import csv
import json
import os
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from tracegraph import CasePeriod, Contact, LingerPolicy, ScoreWeights, Visit, trace
from tracegraph.moments import beginning, ending

FOLDER = "data/contacts"
NO_PLACE = {"administrative_area_level_1"}
BEFORE_ONSET = timedelta(days=3)
BEFORE_CONFIRMATION = timedelta(days=14)
# What Vietnamese policies call these places; the weights of kinds are the built-in ones.
POLICY = LingerPolicy(weights=ScoreWeights())


@dataclass(frozen=True)
class Patients:
    """What was published: routes as visits, periods, and who infected whom (infector, infected)."""

    visits: list[Visit]
    periods: list[CasePeriod]
    pairs: list[tuple[str, str]]


def folder() -> Path:
    return Path(os.environ.get("PHAODAI_REALDATA", "../shared")) / FOLDER


def read(source: Path) -> Patients:
    routes = _rows(source / "korea_kcdc2020__PatientRoute_to_march.csv")
    patients = _rows(source / "korea_kcdc2020__PatientInfo.csv")
    visits = {_visit(row) for row in routes if row["type"] not in NO_PLACE}
    periods = [_period(row) for row in patients if row["confirmed_date"]]
    pairs = [(row["infected_by"], row["patient_id"]) for row in patients if row["infected_by"]]
    return Patients(sorted(visits, key=lambda one: (one.start, one.person, one.place)), periods, pairs)


def measure(patients: Patients) -> dict[str, float]:
    """The figures of the table. `found`: the infector is on the list of the infected."""
    found = trace(patients.visits, patients.periods, POLICY)
    lists = _lists(found)
    places = _place_days(patients.visits)
    with_routes = [pair for pair in patients.pairs if pair[0] in places and pair[1] in places]
    sharing = [pair for pair in with_routes if places[pair[0]] & places[pair[1]]]
    hits = [pair for pair in with_routes if pair[0] in lists[pair[1]]]
    ranks = [_rank(lists[infected], infector) for infector, infected in hits]
    return {
        "known_pairs": len(patients.pairs),
        "both_with_routes": len(with_routes),
        "sharing_a_place_day": len(sharing),
        "found": len(hits),
        "median_rank_of_infector": median(ranks),
        "median_list_length": median(len(lists[infected]) for _, infected in hits),
        "first_on_the_list": ranks.count(1),
        "among_first_three": sum(rank <= 3 for rank in ranks),
    }


def table(figures: dict[str, float]) -> str:
    """The figures as a table in Markdown."""
    names = {
        "known_pairs": "known pairs of infector and infected",
        "both_with_routes": "both with a published route",
        "sharing_a_place_day": "sharing a place on a day",
        "found": "infector found on the list of the infected",
        "median_rank_of_infector": "median rank of the true infector",
        "median_list_length": "median length of the list",
        "first_on_the_list": "true infector alone at the head of the list",
        "among_first_three": "true infector among the first three",
    }
    rows = [f"| {names[key]} | {value:g} |" for key, value in figures.items()]
    return "\n".join(["| Korean routes, January to March 2020 | |", "|---|---|", *rows])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(lines)]


def _visit(row: dict[str, str]) -> Visit:
    place = f"{float(row['latitude']):.4f},{float(row['longitude']):.4f}"
    return Visit(row["patient_id"], place, "", beginning(row["date"]), ending(row["date"]))


def _period(row: dict[str, str]) -> CasePeriod:
    confirmed, onset = row["confirmed_date"], row["symptom_onset_date"]
    begin = date.fromisoformat(onset) - BEFORE_ONSET if onset else None
    if begin is None or begin.isoformat() > confirmed:
        begin = date.fromisoformat(confirmed) - BEFORE_CONFIRMATION
    person = row["patient_id"]
    return CasePeriod(person, person, beginning(begin.isoformat()), ending(confirmed))


def _place_days(visits: list[Visit]) -> dict[str, set[tuple[str, int]]]:
    found: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for visit in visits:
        found[visit.person].add((visit.place, visit.start))
    return found


def _lists(found: list[Contact]) -> dict[str, dict[str, float]]:
    """Person → everybody whose contact they are, with the score."""
    lists: dict[str, dict[str, float]] = defaultdict(dict)
    for contact in found:
        lists[contact.person][contact.case] = contact.score
    return lists


def _rank(scores: dict[str, float], person: str) -> float:
    better = sum(score > scores[person] for score in scores.values())
    return better + (Counter(scores.values())[scores[person]] + 1) / 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not folder().is_dir():
        print(f"No Korean routes under {folder()}; set PHAODAI_REALDATA.", file=sys.stderr)
        return 2
    figures = measure(read(folder()))
    print(json.dumps(figures) if asked.json else table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
