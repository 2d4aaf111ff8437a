"""Who may have infected whom, out of the evidence the lists keep: probabilities, never one answer.

A case can have been infected by another whose list of contacts it is on. The score of that exposure and the days between
the onsets give the weight (`tracegraph.sources`); links an investigation confirmed are held fixed, those it ruled out
are left out. The evidence is the frozen copy of the lists, so nothing changes when raw visits are deleted.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from phaodai.city.people.aliases import members_of_groups, records_of
from phaodai.core import clock
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import Exposure
from tracegraph.sources import DatedCase, LikelySource, Reason, SerialInterval, likely_sources

__all__ = [
    "Computed",
    "LikelySource",
    "Reason",
    "Settled",
    "compute_sources",
    "exposures_between",
    "onset_of",
    "serial_interval",
]


@dataclass(frozen=True)
class Settled:
    """What investigations found: infected → infector (ids of cases), and pairs (infected, infector) ruled out."""

    confirmed: Mapping[int, int] = field(default_factory=dict)
    rejected: Collection[tuple[int, int]] = ()


@dataclass(frozen=True)
class Computed:
    """The likely sources by id of the case, and the share infected by nobody on the lists."""

    by_case: Mapping[int, LikelySource]
    outside_share: float


def onset_of(case: Case) -> date:
    """The day of onset, or what stands in for it: sampling, else the report."""
    if case.symptom_onset:
        return case.symptom_onset
    return clock.local_day(case.sampled_at or case.reported_at)


def compute_sources(cases: Sequence[Case], settled: Settled, interval: Mapping[str, Any]) -> Computed:
    """The likely sources of all these cases together, in one query. An infector not among them is left out."""
    scores = _scores(cases)
    dated = [_dated(case, scores.get(case.pk, {}), settled) for case in cases]
    found = likely_sources(dated, serial_interval(interval))
    return Computed({int(one.case): one for one in found.cases}, found.outside_share)


def serial_interval(value: Mapping[str, Any]) -> SerialInterval:
    """The interval of a policy's value."""
    return SerialInterval(
        float(value["mean"]), float(value["sd"]), int(value["earliest"]), int(value["latest"])
    )


def exposures_between(infected: Case, infectors: Collection[int]) -> "QuerySet[Exposure]":
    """The live exposures of the infected on the lists of these cases, the strongest first."""
    rows = Exposure.objects.filter(
        case__in=infectors,
        contact__person__in=records_of(infected.person_id),
        via__isnull=True,
        withdrawn_at__isnull=True,
    )
    return rows.select_related("case", "via").order_by("-score", "pk")


def _dated(case: Case, scores: Mapping[int, float], settled: Settled) -> DatedCase:
    traced = settled.confirmed.get(case.pk)
    return DatedCase(
        case=str(case.pk),
        onset=onset_of(case).toordinal(),
        exposures={
            str(other): score for other, score in scores.items() if (case.pk, other) not in settled.rejected
        },
        traced_to="" if traced is None else str(traced),
        is_imported=case.is_imported,
    )


def _scores(cases: Sequence[Case]) -> dict[int, dict[int, float]]:
    """Infected case → infector case → best score of an exposure that began before the infected fell ill."""
    by_person: dict[int, list[Case]] = defaultdict(list)
    groups = members_of_groups(case.person_id for case in cases)
    for case in cases:
        for record in groups[case.person_id]:
            by_person[record].append(case)
    rows = Exposure.objects.filter(
        case__in=[case.pk for case in cases],
        contact__person__in=by_person,
        via__isnull=True,
        withdrawn_at__isnull=True,
    )
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for infector, person, score, first_at in rows.values_list(
        "case_id", "contact__person_id", "score", "first_at"
    ):
        for case in by_person[person]:
            if case.pk != infector and clock.local_day(first_at) <= onset_of(case):
                found[case.pk][infector] = max(score, found[case.pk].get(infector, 0.0))
    return found
