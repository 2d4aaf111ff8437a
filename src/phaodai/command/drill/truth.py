"""Candidates measured against the ground truth: how many of those truly near a case are on its list, and
at what cost.

A case counts when it was confirmed and traced. True contacts are those near the case, really, from the
start of the true infectious period until they stayed home. Recall and precision are over all cases
together (micro average).
"""

from collections import defaultdict
from dataclasses import dataclass
from statistics import median
from typing import Any

from phaodai.command.drill.models import DrillRun, TrueContact, TrueInfection
from phaodai.command.drill.truth_sources import planted_clusters, true_sources
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import Exposure
from phaodai.response.tracing.terms import ExposureKind

MINUTES = (0, 15, 60)
"""True contacts are counted from this many minutes together."""


@dataclass(frozen=True)
class Measure:
    """One row of the table."""

    minutes: int
    cases: int
    true_contacts: int
    candidates: int
    found: int

    @property
    def recall(self) -> float | None:
        return self.found / self.true_contacts if self.true_contacts else None

    @property
    def precision(self) -> float | None:
        return self.found / self.candidates if self.candidates else None

    @property
    def candidates_per_true_contact(self) -> float | None:
        return self.candidates / self.true_contacts if self.true_contacts else None

    def as_row(self) -> dict[str, Any]:
        return {
            "minutes": self.minutes,
            "cases": self.cases,
            "true_contacts": self.true_contacts,
            "candidates": self.candidates,
            "found": self.found,
            "recall": _rounded(self.recall),
            "precision": _rounded(self.precision),
            "candidates_per_true_contact": _rounded(self.candidates_per_true_contact),
        }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


Pairs = dict[int, dict[int, int]]


def measure(run: DrillRun) -> dict[str, Any]:
    """The whole measurement as a document."""
    people = _traced_people(run)
    listed, near = _listed(people), _near(run, people)
    rows = [_measure(people, listed, near, minutes * 60).as_row() for minutes in MINUTES]
    return {
        "seed": run.seed,
        "people": run.people,
        "infections": run.infections.count(),
        "cases_traced": len(people),
        "rows": rows,
        "infectors": _infectors(run, people, listed),
        "sources": true_sources(run),
        "planted": planted_clusters(run),
    }


def _traced_people(run: DrillRun) -> set[int]:
    """People truly infected whose case was confirmed and traced."""
    true = run.infections.values("person_id")
    cases = Case.objects.confirmed().filter(person__in=true, traces__isnull=False)
    return set(cases.values_list("person_id", flat=True))


def _listed(people: set[int]) -> dict[int, dict[int, float]]:
    """Best score of each first-tier candidate by case person; the interview's declarations left out."""
    rows = Exposure.objects.filter(
        case__person__in=people, via__isnull=True, withdrawn_at__isnull=True
    ).exclude(kind=ExposureKind.DECLARED)
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for case, contact, score in rows.values_list("case__person_id", "contact__person_id", "score"):
        found[case][contact] = max(score, found[case].get(contact, 0.0))
    return found


def _near(run: DrillRun, people: set[int]) -> Pairs:
    near: Pairs = defaultdict(lambda: defaultdict(int))
    rows = TrueContact.objects.filter(run=run, case_person_id__in=people)
    for case, contact, seconds in rows.values_list("case_person_id", "contact_person_id", "seconds"):
        near[case][contact] += seconds
    return near


def _measure(people: set[int], listed: dict[int, dict[int, float]], near: Pairs, seconds: int) -> Measure:
    true = {
        (case, contact)
        for case in people
        for contact, together in near.get(case, {}).items()
        if together > 0 and together >= seconds
    }
    candidates = {(case, contact) for case in people for contact in listed.get(case, {})}
    return Measure(seconds // 60, len(people), len(true), len(candidates), len(true & candidates))


def _infectors(run: DrillRun, people: set[int], listed: dict[int, dict[int, float]]) -> dict[str, Any]:
    """Of the infected whose infector is a traced case: how many stand on that case's list, and at which
    rank.
    """
    pairs = TrueInfection.objects.filter(run=run, infector_id__in=people)
    ranks, known = [], 0
    for infector, infected in pairs.values_list("infector_id", "person_id"):
        known += 1
        scores = listed.get(infector, {}) if infector else {}
        if infected in scores:
            ranks.append(1 + sum(score > scores[infected] for score in scores.values()))
    return {
        "known_pairs": known,
        "listed": len(ranks),
        "median_rank": median(ranks) if ranks else None,
        "median_list": median(len(rows) for rows in listed.values()) if listed else None,
    }


def as_table(document: dict[str, Any]) -> str:
    """The measurement for people."""
    heads = (
        "≥ min together",
        "true contacts",
        "candidates",
        "found",
        "recall",
        "precision",
        "cand. per true",
    )
    lines = [
        f"{document['people']} people, seed {document['seed']}: {document['infections']} infections, "
        f"{document['cases_traced']} traced cases",
        "  ".join(f"{head:>14}" for head in heads),
    ]
    for row in document["rows"]:
        cells = [row["minutes"], row["true_contacts"], row["candidates"], row["found"]]
        cells += [row["recall"], row["precision"], row["candidates_per_true_contact"]]
        lines.append("  ".join(f"{'–' if cell is None else cell:>14}" for cell in cells))
    pairs = document["infectors"]
    lines.append(
        f"infected by a traced case: {pairs['known_pairs']}, on its list: {pairs['listed']}, "
        f"median rank {pairs['median_rank']} of {pairs['median_list']}"
    )
    found = document["sources"]
    lines.append(
        f"true infector of a found case: {found['pairs']}, named as possible: {found['named']}, "
        f"first {found['first']}, among three {found['among_three']}"
    )
    lines += [
        f"planted cluster of {one['cases']} cases: {one['found']} of {one['drawings']} found as a cluster, "
        f"median rank of its place-day by excess {one['median_rank']}, by count {one['median_rank_by_count']}"
        for one in document["planted"]
    ]
    return "\n".join(lines)
