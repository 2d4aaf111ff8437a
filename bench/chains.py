"""Two answer keys nobody here wrote: who infected whom in Tianjin, and who stood face to face in a school and a ward.

    python -m bench.chains [--json]

Reads `contacts/tianjin_*` (Tindale et al. 2020) and `contacts/sociopatterns_*` (SocioPatterns, CC BY-NC-SA) under
PHAODAI_REALDATA (default ../shared), for measurement only.

- Tianjin: every case with a day of onset is a possible infector of every other, at one score, so only the days between
  the onsets speak; the rank of a true infector shows how little dates alone can tell.
- School and ward: sensors noted who faced whom within 20 seconds. The tracer is told less: from when to when each person
  was in the room on each day (first to last sight), the room being the class, or the ward. F1 by room are all who were
  in it together for 15 minutes; the truth is 15 minutes face to face over all days.
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from bench.korea import folder
from tracegraph import CasePeriod, LingerPolicy, Visit, trace
from tracegraph.segments.localtime import number_at
from tracegraph.sources import DatedCase, SerialInterval, likely_sources

STEP_S, LONG_S = 20, 900
SCORE = 0.5
# The local day of the sensors; only the day matters, and nobody was there around midnight.
SCHOOL, WARD = (
    "sociopatterns__highschool_thiers_2012_contacts.tsv",
    "sociopatterns__hospital_lyon_2010_contacts.tsv",
)


@dataclass(frozen=True)
class Sight:
    """Two people facing each other for 20 seconds; ``rooms``: the class of each, or the ward."""

    at: int
    people: tuple[str, str]
    rooms: tuple[str, str]


def tianjin(source: Path) -> dict[str, float]:
    """Ranks of the true infectors by the days between onsets alone."""
    onsets = _onsets(source / "tianjin_tindale2020__Tianjin135cases_revised.csv")
    pairs = _pairs(source / "tianjin_tindale2020__tianjin_edges_clean.csv")
    dated = [
        (infector, infected) for infector, infected in pairs if infector in onsets and infected in onsets
    ]
    everybody = dict.fromkeys(onsets, SCORE)
    cases = [DatedCase(case, onset, everybody) for case, onset in onsets.items()]
    shown = {one.case: [reason.case for reason in one.reasons] for one in likely_sources(cases).cases}
    ranks = [_rank(onsets, *pair) for pair in dated]
    return {
        "named_pairs": len(pairs),
        "both_with_onset": len(dated),
        "median_days_between_onsets": median(onsets[b] - onsets[a] for a, b in dated),
        "possible_infectors": len(onsets) - 1,
        "median_rank_by_days": median(ranks),
        "among_three_shown": sum(infector in shown[infected] for infector, infected in dated),
    }


def rooms(path: Path, one_room: bool) -> dict[str, float]:
    """Precision and recall of F1 by room presence against 15 minutes face to face."""
    sights = list(_sights(path, one_room))
    truth = _truth(sights)
    found = _by_room(sights)
    together = sum(len(people & truth[person]) for person, people in found.items())
    listed, true = sum(map(len, found.values())), sum(map(len, truth.values()))
    return {
        "people": len(found),
        "f1_by_face": true / max(len(found), 1),
        "f1_by_room": listed / max(len(found), 1),
        "precision": together / max(listed, 1),
        "recall": together / max(true, 1),
    }


def figures(source: Path) -> dict[str, dict[str, float]]:
    return {
        "tianjin": tianjin(source),
        "school": rooms(source / SCHOOL, one_room=False),
        "ward": rooms(source / WARD, one_room=True),
    }


def tables(found: dict[str, dict[str, float]]) -> str:
    """The figures in Markdown."""
    key = found["tianjin"]
    first = [
        "| Tianjin, January and February 2020: infectors by the days between onsets alone | |",
        "|---|---|",
        f"| pairs of infector and infected named | {key['named_pairs']:g} |",
        f"| both with a day of onset | {key['both_with_onset']:g} |",
        f"| median days between the onsets | {key['median_days_between_onsets']:g} |",
        f"| possible infectors of each case | {key['possible_infectors']:g} |",
        f"| median rank of the true infector | {key['median_rank_by_days']:g} |",
        f"| true infector among the three shown | {key['among_three_shown']:g} |",
    ]
    second = [
        "| F1 when only room and hours are known | people | F1 each, 15 min face to face | F1 each, 15 min in one room "
        "| precision | recall |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {one['people']:g} | {one['f1_by_face']:.1f} | {one['f1_by_room']:.1f} "
            f"| {one['precision']:.2f} | {one['recall']:.2f} |"
            for name, one in (
                ("high school, rooms are classes", found["school"]),
                ("hospital ward", found["ward"]),
            )
        ),
    ]
    return "\n".join([*first, "", *second])


def _onsets(path: Path) -> dict[str, int]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = [
            {key.strip(): (value or "").strip() for key, value in row.items()}
            for row in csv.DictReader(lines)
        ]
    known = {row["case_id"]: _day(row["symptom_onset"]) for row in rows}
    return {case: day for case, day in known.items() if day is not None}


def _day(text: str) -> int | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").toordinal()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        return None


def _pairs(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    edges = ("edge1", "edge2", "edge3", "edge4")
    return [
        (row[edge].strip(), row["case_id"]) for row in rows for edge in edges if (row[edge] or "").strip()
    ]


def _rank(onsets: dict[str, int], infector: str, infected: str) -> float:
    interval = SerialInterval()
    shares = {
        other: interval.share(onsets[infected] - onset)
        for other, onset in onsets.items()
        if other != infected
    }
    own = shares[infector]
    better = sum(share > own for share in shares.values())
    return better + (sum(share == own for share in shares.values()) + 1) / 2


def _sights(path: Path, one_room: bool) -> Iterator[Sight]:
    with path.open(encoding="ascii", newline="") as lines:
        for at, one, other, room, other_room in csv.reader(lines, delimiter="\t"):
            yield Sight(int(at), (one, other), ("ward", "ward") if one_room else (room, other_room))


def _truth(sights: list[Sight]) -> dict[str, set[str]]:
    seconds: dict[tuple[str, str], int] = defaultdict(int)
    for sight in sights:
        seconds[sight.people] += STEP_S
        seconds[sight.people[::-1]] += STEP_S
    faced: dict[str, set[str]] = defaultdict(set)
    for (one, other), long in seconds.items():
        if long >= LONG_S:
            faced[one].add(other)
    return faced


def _by_room(sights: list[Sight]) -> dict[str, set[str]]:
    """Person → everybody the tracer finds with 15 minutes together in the room."""
    spans: dict[tuple[str, str, int], tuple[int, int]] = {}
    for sight in sights:
        for person, room in zip(sight.people, sight.rooms, strict=True):
            key = (person, room, number_at(sight.at))
            first, last = spans.get(key, (sight.at - STEP_S, sight.at))
            spans[key] = (min(first, sight.at - STEP_S), max(last, sight.at))
    visits = [Visit(person, room, "", *span) for (person, room, _day), span in spans.items()]
    people = sorted({visit.person for visit in visits})
    found: dict[str, set[str]] = {person: set() for person in people}
    for contact in trace(visits, [CasePeriod(one, one, 0, None) for one in people], LingerPolicy()):
        if contact.direct_s >= LONG_S:
            found[contact.case].add(contact.person)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    if not folder().is_dir():
        print(f"No contacts under {folder()}; set PHAODAI_REALDATA.", file=sys.stderr)
        return 2
    found = figures(folder())
    print(json.dumps(found) if asked.json else tables(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
