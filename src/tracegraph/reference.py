"""The reference tracer: plain, obvious, the oracle of every other engine.

For each visit of a case it looks at the visits of the same place, nothing cleverer. What must hold is written
in `docs/tracing.md` and run from the tables in `tests/tracegraph/spec/`.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracegraph.meetings import Stay, closed, cut_to_period, meet
from tracegraph.paths import first_tier_path, second_tier_path, strongest
from tracegraph.policy import LingerPolicy, ScoreWeights
from tracegraph.scoring import DIGITS, score_of_meetings
from tracegraph.values import CasePeriod, Contact, Meeting, Node, Visit

Meetings = dict[str, list[Meeting]]


@dataclass(frozen=True, slots=True)
class _Entry:
    person: str
    place: str
    kind: str
    stay: Stay


class _PlaceLog:
    """The visits of one place in order of arrival."""

    def __init__(self, entries: list[_Entry]) -> None:
        self.entries = sorted(entries, key=lambda one: (one.stay, one.person))
        self.starts = [one.stay.start for one in self.entries]
        self.longest = max(one.stay.end - one.stay.start for one in self.entries)

    def near(self, begin: int, end: int) -> Sequence[_Entry]:
        """Every visit that could touch `[begin, end]`: arrived by `end`, and not gone before `begin`."""
        first = bisect_left(self.starts, begin - self.longest)
        return self.entries[first : bisect_right(self.starts, end)]


class VisitLog:
    """All visits, found by person and by place; open visits closed by the policy."""

    def __init__(self, visits: Iterable[Visit], policy: LingerPolicy) -> None:
        self.policy = policy
        self.by_person: dict[str, list[_Entry]] = defaultdict(list)
        by_place: dict[str, list[_Entry]] = defaultdict(list)
        for visit in visits:
            entry = _Entry(visit.person, visit.place, visit.kind, closed(visit, policy))
            self.by_person[visit.person].append(entry)
            by_place[visit.place].append(entry)
        self.by_place = {place: _PlaceLog(entries) for place, entries in by_place.items()}

    def meetings_of(self, period: CasePeriod) -> Meetings:
        """Person → every meeting with the person of `period` while infectious; never with themselves."""
        found: Meetings = defaultdict(list)
        for entry in self.by_person.get(period.person, ()):
            stay = cut_to_period(entry.stay, period)
            if stay is not None:
                for person, meeting in self._met_at(entry, stay):
                    found[person].append(meeting)
        return dict(found)

    def _met_at(self, entry: _Entry, stay: Stay) -> Iterator[tuple[str, Meeting]]:
        # The linger time belongs to the kind under which the case's own visit was recorded.
        linger_s = self.policy.linger_of(entry.kind)
        for other in self.by_place[entry.place].near(stay.start, stay.end + linger_s):
            if other.person == entry.person:
                continue
            meeting = meet(stay, other.stay, linger_s, place=entry.place, kind=entry.kind)
            if meeting is not None:
                yield other.person, meeting


def trace(
    visits: Iterable[Visit],
    cases: Iterable[CasePeriod],
    policy: LingerPolicy,
    *,
    tiers: int = 1,
    isolated_at: Mapping[str, int] | None = None,
) -> list[Contact]:
    """Candidate contacts of every case: one row per (case, person), tier 1 before tier 2, best score first.

    `tiers=2` adds the contacts that each first-tier person met from their first exposure on, until their
    `isolated_at` (person → epoch seconds) where known. Several periods of one case are taken together, and
    count once where they overlap or touch.
    """
    log = VisitLog(visits, policy)
    found: list[Contact] = []
    for periods in periods_by_case(cases):
        first = _first_tier(log, periods)
        found += first
        if tiers == 2:
            found += _second_tier(log, periods[0], first, isolated_at or {})
    return found


def _first_tier(log: VisitLog, periods: list[CasePeriod]) -> list[Contact]:
    together: Meetings = defaultdict(list)
    for period in periods:
        for person, meetings in log.meetings_of(period).items():
            together[person] += meetings
    weights = log.policy.weights
    return ranked(first_tier_contact(periods[0].case, *item, weights) for item in together.items())


def first_tier_contact(case: str, person: str, meetings: Sequence[Meeting], weights: ScoreWeights) -> Contact:
    """One row out of all the meetings of a case and a person; every engine sums up with this."""
    path = first_tier_path(case, strongest(meetings, weights), person)
    return _contact(case, person, 1, meetings, score_of_meetings(meetings, weights), path)


def _second_tier(
    log: VisitLog, case: CasePeriod, first: list[Contact], isolated_at: Mapping[str, int]
) -> list[Contact]:
    known = {case.person, *(one.person for one in first)}
    links: dict[str, list[tuple[Contact, list[Meeting]]]] = defaultdict(list)
    for via in first:
        period = CasePeriod(case.case, via.person, via.first_at, isolated_at.get(via.person))
        for person, meetings in log.meetings_of(period).items():
            if person not in known:
                links[person].append((via, meetings))
    return ranked(_second_tier_contact(log, person, via) for person, via in links.items())


def _second_tier_contact(log: VisitLog, person: str, links: list[tuple[Contact, list[Meeting]]]) -> Contact:
    weights = log.policy.weights
    scored = [
        (round(via.score * score_of_meetings(meetings, weights), DIGITS), via, meetings)
        for via, meetings in links
    ]
    score, via, meetings = min(scored, key=lambda one: (-one[0], one[1].person))
    path = second_tier_path(via.path, strongest(meetings, weights), person)
    every = [meeting for _, met in links for meeting in met]
    return _contact(via.case, person, 2, every, score, path)


def _contact(
    case: str, person: str, tier: int, meetings: Sequence[Meeting], score: float, path: list[Node]
) -> Contact:
    return Contact(
        case=case,
        person=person,
        tier=tier,
        visits=len(meetings),
        direct_s=sum(one.direct_s for one in meetings),
        linger_s=sum(one.linger_s for one in meetings),
        first_at=min(one.first_at for one in meetings),
        last_at=max(one.last_at for one in meetings),
        score=score,
        path=path,
    )


def ranked(contacts: Iterable[Contact]) -> list[Contact]:
    """Best score first; among equals the earliest exposure, then the person."""
    return sorted(contacts, key=lambda one: (-one.score, one.first_at, one.person))


def periods_by_case(cases: Iterable[CasePeriod]) -> list[list[CasePeriod]]:
    """The periods of each case, in the order the cases were first named, merged where they touch."""
    grouped: dict[tuple[str, str], list[CasePeriod]] = defaultdict(list)
    for one in cases:
        grouped[one.case, one.person].append(one)
    return [_merged(periods) for periods in grouped.values()]


def _merged(periods: list[CasePeriod]) -> list[CasePeriod]:
    merged: list[CasePeriod] = []
    for one in sorted(periods, key=lambda period: period.infectious_from):
        last = merged[-1] if merged else None
        if last is None or (last.infectious_to is not None and last.infectious_to < one.infectious_from):
            merged.append(one)
        else:
            merged[-1] = CasePeriod(one.case, one.person, last.infectious_from, _later_end(last, one))
    return merged


def _later_end(one: CasePeriod, other: CasePeriod) -> int | None:
    if one.infectious_to is None or other.infectious_to is None:
        return None
    return max(one.infectious_to, other.infectious_to)
