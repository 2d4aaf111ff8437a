"""The likely sources of cases, computed over the whole city; who is named depends on who looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from phaodai.core import clock, policy
from phaodai.core.access import get_visible_or_404
from phaodai.response.cases.models import Case
from phaodai.response.outbreaks.models import LinkDecision, TransmissionLink
from phaodai.response.outbreaks.terms import LinkState
from phaodai.response.tracing.likely import (
    Computed,
    LikelySource,
    Reason,
    Settled,
    compute_sources,
    exposures_between,
    onset_of,
)
from phaodai.response.tracing.models import Exposure
from phaodai.response.tracing.queries.lines import ReasonLine, reason_line


@dataclass(frozen=True)
class SourceLine:
    """One possible infector of a case. ``name`` and ``url`` only where the reader may open that case."""

    case: Case
    is_open: bool
    probability: float
    days: int | None
    score: float
    state: str
    reasons: list[ReasonLine]

    @property
    def percent(self) -> float:
        return round(100 * self.probability, 1)

    @property
    def days_back(self) -> int:
        """How many days the infector fell ill after the infected, where it did."""
        return -(self.days or 0)


@dataclass(frozen=True)
class SourcesPage:
    """What can be said of where one case caught it."""

    case: Case
    lines: list[SourceLine]
    rejected: list[TransmissionLink]
    others: float
    outside: float
    is_settled: bool
    outside_share: float
    onset: date
    confirmed: TransmissionLink | None
    decisions: list[LinkDecision]

    @property
    def others_percent(self) -> float:
        return round(100 * self.others, 1)

    @property
    def outside_percent(self) -> float:
        return round(100 * self.outside, 1)

    @property
    def city_percent(self) -> float:
        return round(100 * self.outside_share, 1)


def case_for(user: Any, uuid: UUID) -> Case:
    """A case whose source the user may look into; missing and out of reach answer alike (Http404)."""
    rows = Case.objects.select_related("person", "area", "investigator")
    found: Case = get_visible_or_404(rows, user, "cases.investigate", uuid=uuid)
    return found


def recent_cases(now: datetime) -> list[Case]:
    """Every confirmed case of the days looked back, city-wide: the sources of one depend on all."""
    days = int(policy.get("outbreaks.look_back_days", now).value)
    rows = Case.objects.confirmed().filter(reported_at__gte=now - timedelta(days=days))
    return list(rows.only(*CASE_FIELDS).order_by("pk"))


CASE_FIELDS = (
    "uuid",
    "code",
    "person_id",
    "area_id",
    "status",
    "symptom_onset",
    "sampled_at",
    "reported_at",
    "is_imported",
    "source_status",
    "setting",
)


def settled_links(cases: Iterable[Case]) -> Settled:
    """What was concluded about these cases."""
    rows = TransmissionLink.objects.filter(infected__in=[case.pk for case in cases])
    confirmed, rejected = {}, set()
    for infected, infector, state in rows.values_list("infected_id", "infector_id", "state"):
        if state == LinkState.CONFIRMED:
            confirmed[infected] = infector
        elif state == LinkState.REJECTED:
            rejected.add((infected, infector))
    known = {case.pk for case in cases}
    return Settled(
        {infected: infector for infected, infector in confirmed.items() if infector in known}, rejected
    )


def computed_sources(now: datetime, also: Iterable[Case] = ()) -> tuple[Computed, dict[int, Case]]:
    """The sources of every recent case, and the cases by id. Three queries, whatever their number."""
    cases = {case.pk: case for case in recent_cases(now)}
    cases |= {case.pk: case for case in also}
    every = list(cases.values())
    interval = policy.get("outbreaks.serial_interval", now).value
    return compute_sources(every, settled_links(every), interval), cases


def sources_page(user: Any, case: Case) -> SourcesPage:
    """The likely sources of one case with their reasons; a bounded number of queries."""
    computed, cases = computed_sources(clock.now(), [case])
    found = computed.by_case[case.pk]
    links = {link.infector_id: link for link in _links_of(case)}
    return SourcesPage(
        case=case,
        lines=_lines(user, case, found, cases, links),
        rejected=[link for link in links.values() if link.state == LinkState.REJECTED],
        others=found.others,
        outside=found.outside,
        is_settled=found.is_settled,
        outside_share=computed.outside_share,
        onset=onset_of(case),
        confirmed=next((link for link in links.values() if link.state == LinkState.CONFIRMED), None),
        decisions=decisions_of(case),
    )


def decisions_of(case: Case) -> list[LinkDecision]:
    """Every conclusion about the source of a case, newest first."""
    rows = LinkDecision.objects.filter(link__infected=case).select_related("link__infector")
    return list(rows.order_by("-pk"))


def _links_of(case: Case) -> list[TransmissionLink]:
    return list(TransmissionLink.objects.filter(infected=case).select_related("infector", "infected"))


def _lines(
    user: Any,
    case: Case,
    found: LikelySource,
    cases: dict[int, Case],
    links: dict[int, TransmissionLink],
) -> list[SourceLine]:
    infectors = [int(reason.case) for reason in found.reasons]
    reasons: dict[int, list[Exposure]] = {}
    for exposure in exposures_between(case, infectors):
        reasons.setdefault(exposure.case_id, []).append(exposure)
    visible = Case.objects.visible_to(user, "cases.view").filter(pk__in=infectors).select_related("person")
    seen = {row.pk: row for row in visible}
    return [_line(reason, cases, seen, reasons, links) for reason in found.reasons]


def _line(
    reason: Reason,
    cases: dict[int, Case],
    seen: dict[int, Case],
    reasons: dict[int, list[Exposure]],
    links: dict[int, TransmissionLink],
) -> SourceLine:
    pk = int(reason.case)
    link = links.get(pk)
    return SourceLine(
        case=seen.get(pk, cases.get(pk) or (link.infector if link else cases[pk])),
        is_open=pk in seen,
        probability=reason.probability,
        days=reason.days,
        score=reason.score,
        state=link.state if link else LinkState.OPEN,
        reasons=[reason_line(one, set(seen)) for one in reasons.get(pk, [])],
    )
