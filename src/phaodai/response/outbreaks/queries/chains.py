"""Clusters, and the chain of transmission through one. For those only who may see every case of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from phaodai.core import clock, policy
from phaodai.core.access import get_visible_or_404
from phaodai.response.cases.models import Case
from phaodai.response.cases.terms import SourceStatus
from phaodai.response.outbreaks.models import Cluster, ClusterCase, TransmissionLink
from phaodai.response.outbreaks.queries.sources import computed_sources
from phaodai.response.outbreaks.rules import Drawing, Edge, Node, Spot, draw_chain
from phaodai.response.outbreaks.terms import LinkSetting
from phaodai.response.tracing.likely import Computed, onset_of

LIVE = Q(members__removed_at__isnull=True)


@dataclass(frozen=True)
class ChainRow:
    """One case of the chain, in the order of the drawing."""

    case: Case
    spot: Spot
    onset: date
    source: Case | None
    is_confirmed: bool
    probability: float | None
    days: int | None
    setting: str
    where: str
    outside_source: str

    @property
    def percent(self) -> float | None:
        return None if self.probability is None else round(100 * self.probability, 1)

    @property
    def key(self) -> int:
        return self.case.pk

    @property
    def is_unlinked(self) -> bool:
        is_explained = self.case.is_imported or self.case.source_status == SourceStatus.KNOWN
        return self.source is None and not self.outside_source and not is_explained


@dataclass(frozen=True)
class Chain:
    """The chain of a cluster: drawing, table and counts."""

    rows: list[ChainRow]
    drawing: Drawing

    @property
    def generations(self) -> int:
        return 1 + max((row.spot.generation for row in self.rows), default=0)

    @property
    def confirmed(self) -> int:
        return sum(row.is_confirmed for row in self.rows)

    @property
    def probable(self) -> int:
        return sum(row.source is not None and not row.is_confirmed for row in self.rows)

    @property
    def unlinked(self) -> int:
        return sum(row.is_unlinked for row in self.rows)


def clusters_of(user: Any) -> "QuerySet[Cluster]":
    """The clusters a user may see, the newest first, each with its number of cases and their first and last report."""
    rows = Cluster.objects.visible_to(user).select_related("area", "place")
    return rows.annotate(
        cases=Count("members", filter=LIVE),
        first_at=Min("members__case__reported_at", filter=LIVE),
        last_at=Max("members__case__reported_at", filter=LIVE),
    ).order_by("state", "-opened_at", "-pk")


def cluster_for(user: Any, uuid: UUID) -> Cluster:
    """One cluster; missing and out of reach answer alike (Http404)."""
    rows = Cluster.objects.select_related("area", "place__area")
    found: Cluster = get_visible_or_404(rows, user, "chains.view", uuid=uuid)
    return found


def members_of(cluster: Cluster) -> list[Case]:
    """The cases of a cluster, by code."""
    rows = ClusterCase.objects.filter(cluster=cluster, removed_at__isnull=True)
    cases = Case.objects.filter(pk__in=rows.values("case")).select_related("person", "area")
    return list(cases.order_by("code"))


def chain_of(cluster: Cluster) -> Chain:
    """The chain, in a bounded number of queries."""
    cases = members_of(cluster)
    computed, _every = computed_sources(clock.now(), cases)
    links = _links(cases)
    share = float(policy.get("outbreaks.probable_share").value)
    nodes = [Node(case.pk, onset_of(case), case.code) for case in cases]
    drawing = draw_chain(nodes, [*_confirmed(links), *_probable(cases, links, computed, share)])
    by_key = {case.pk: case for case in cases}
    spots = sorted(drawing.spots, key=lambda spot: spot.row)
    return Chain([_row(spot, by_key, drawing, links) for spot in spots], drawing)


def _links(cases: Sequence[Case]) -> dict[int, TransmissionLink]:
    rows = TransmissionLink.objects.standing().filter(infected__in=[case.pk for case in cases])
    return {link.infected_id: link for link in rows.select_related("infector")}


def _confirmed(links: dict[int, TransmissionLink]) -> list[Edge]:
    return [Edge(link.infector_id, link.infected_id, is_confirmed=True) for link in links.values()]


def _probable(
    cases: Sequence[Case], links: dict[int, TransmissionLink], computed: Computed, share: float
) -> list[Edge]:
    """Open sources inside the cluster from the share of the policy on; the drawing keeps the most probable of each case."""
    edges = []
    for case in cases:
        found = computed.by_case.get(case.pk)
        if found is None or case.pk in links or case.is_imported:
            continue
        edges += [
            Edge(int(reason.case), case.pk, is_confirmed=False, probability=reason.probability)
            for reason in found.reasons
            if reason.probability >= share
        ]
    return edges


def _row(
    spot: Spot, cases: dict[int, Case], drawing: Drawing, links: dict[int, TransmissionLink]
) -> ChainRow:
    case, link = cases[spot.key], links.get(spot.key)
    line = next((one for one in drawing.lines if one.infected == spot.key), None)
    source = cases[line.infector] if line else None
    is_confirmed = bool(line and line.is_confirmed)
    return ChainRow(
        case=case,
        spot=spot,
        onset=onset_of(case),
        source=source,
        is_confirmed=is_confirmed,
        probability=line.probability if line else None,
        days=(onset_of(case) - onset_of(source)).days if source else None,
        setting=str(LinkSetting(link.setting).label) if link and is_confirmed else "",
        where=link.where if link and is_confirmed else "",
        outside_source=link.infector.code if link and not line else "",
    )
