"""Everybody on a case's list and why: shared places and hours, household, workplace, declared. Reads only."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from phaodai.city.people.aliases import means_of
from phaodai.city.people.models import Affiliation, Person
from phaodai.city.places.models import Place
from phaodai.core import clock, policy
from phaodai.response.cases.models import Case, DeclaredContact
from phaodai.response.tracing.copresence import Period
from phaodai.response.tracing.engine import meetings_of
from phaodai.response.tracing.models import Exposure
from phaodai.response.tracing.rules import (
    FoundExposure,
    best_of,
    copresence_exposure,
    relational_exposure,
    through,
    tracing_policy,
)
from phaodai.response.tracing.scanning import ScanRates, scan_rates
from phaodai.response.tracing.terms import ContactState, ExposureKind
from tracegraph import LingerPolicy

POLICIES = ("place_kinds", "relational_minutes", "workplace_list_limit", "second_tier_minutes")


class Rules:
    """The tracing rules in force at one moment, read once."""

    def __init__(self, at: datetime) -> None:
        self.values = {name: policy.get(f"tracing.{name}", at) for name in POLICIES}
        self.policy: LingerPolicy = tracing_policy(self.values["place_kinds"].value)
        self.minutes: dict[str, float] = self.values["relational_minutes"].value

    @property
    def versions(self) -> dict[str, str]:
        return {name: value.version for name, value in self.values.items()}

    def number(self, name: str) -> int:
        return int(self.values[name].value)


def period_of(case: Case, now: datetime) -> Period:
    """The infectious period as the ledger is asked for it; it lasts until now where it has no end."""
    begin = case.infectious_from or now
    return Period(case.pk, case.person_id, begin, max(begin, case.infectious_to or now))


def first_tier(case: Case, period: Period, rules: Rules) -> list[FoundExposure]:
    """Every reason of the first tier, several for one person where several hold."""
    found = [
        *_copresent(period, rules),
        *_household(case.person, period, rules),
        *_workplace(case.person, period, rules),
        *_declared(case, period, rules),
    ]
    return _with_places(_others(found, {case.person_id}))


def second_tier(case: Case, rules: Rules, now: datetime) -> list[FoundExposure]:
    """Whoever met a verified F1 of the case from its first exposure until its isolation; the best way only.

    Without the case and its first tier. Listed from the minutes the policy gives, or as the F1's household.
    """
    every = list(_verified_links(case))
    links = {link.contact_id: link for link in every}
    first_at = {link.contact_id: link.first_at for link in sorted(every, key=_latest_first)}
    periods = {pk: _after(link, first_at[pk], now) for pk, link in links.items()}
    found: dict[int, list[FoundExposure]] = defaultdict(list)
    for exposure in _met_after(links, periods, rules):
        found[exposure.person_id].append(exposure)
    known = {case.person_id, *_first_tier_people(case)}
    return _with_places(_others([best_of(ways) for ways in found.values()], known))


def _others(found: list[FoundExposure], known: Collection[int]) -> list[FoundExposure]:
    """Without those known; of somebody registered twice under the record that counts."""
    means = means_of({one.person_id for one in found} | set(known))
    gone = {means.get(person, person) for person in known}
    named = [replace(one, person_id=means.get(one.person_id, one.person_id)) for one in found]
    return [one for one in named if one.person_id not in gone]


def _copresent(period: Period, rules: Rules) -> Iterable[FoundExposure]:
    people = meetings_of([period], rules.policy).get(period.key, {})
    for person_id, meetings in people.items():
        yield copresence_exposure(person_id, ExposureKind.COPRESENCE, meetings, rules.policy.weights)


def _household(
    person: Person,
    period: Period,
    rules: Rules,
    kind: str = ExposureKind.HOUSEHOLD,
    via_id: int | None = None,
) -> Iterable[FoundExposure]:
    if person.household_id is None:
        return
    where = person.household.address if person.household else person.address
    members = Person.objects.filter(household_id=person.household_id).exclude(pk=person.pk)
    for pk in members.values_list("pk", flat=True):
        yield relational_exposure(
            pk, kind, where, _span(period), rules.minutes["household"], rules.policy.weights, via_id
        )


def _workplace(person: Person, period: Period, rules: Rules) -> Iterable[FoundExposure]:
    limit = rules.number("workplace_list_limit")
    for own in _affiliations_in(period).filter(person=person).select_related("place"):
        others = _affiliations_in(period).filter(place=own.place).exclude(person=person)
        same_group = Q(group=own.group) if own.group else Q(pk__in=[])
        small = not own.group and others.aggregate(people=Count("person", distinct=True))["people"] <= limit
        colleagues = others if small else others.filter(same_group)
        for pk in set(colleagues.values_list("person_id", flat=True)):
            yield relational_exposure(
                pk, ExposureKind.WORKPLACE, _group_name(own), _span(period), rules.minutes["workplace"],
                rules.policy.weights,
            )  # fmt: skip


def _affiliations_in(period: Period) -> "QuerySet[Affiliation]":
    days = (clock.local_day(period.from_at), clock.local_day(period.to_at))
    return Affiliation.objects.filter(valid__overlap=(days[0], days[1], "[]"))


def _group_name(own: Affiliation) -> str:
    return f"{own.place.name}, {own.group}" if own.group else own.place.name


def _declared(case: Case, period: Period, rules: Rules) -> Iterable[FoundExposure]:
    named = DeclaredContact.objects.filter(case=case, person__isnull=False, removed_at__isnull=True)
    for row in named:
        yield relational_exposure(
            row.person_id or 0, ExposureKind.DECLARED, row.get_relation_display(),
            _declared_span(row, period), rules.minutes["declared"], rules.policy.weights,
        )  # fmt: skip


def _declared_span(row: DeclaredContact, period: Period) -> tuple[datetime, datetime]:
    begin, until = _span(period)
    if row.first_contact_on:
        begin = max(begin, clock.day_bounds(row.first_contact_on)[0])
    if row.last_contact_on:
        until = min(until, clock.day_bounds(row.last_contact_on)[1])
    return (begin, until) if begin <= until else _span(period)


def _span(period: Period) -> tuple[datetime, datetime]:
    return period.from_at, period.to_at


def _verified_links(case: Case) -> "QuerySet[Exposure]":
    """The live first-tier exposures of the verified F1 of the case, the best of each F1 last."""
    live = Exposure.objects.filter(case=case, withdrawn_at__isnull=True, via__isnull=True)
    verified = live.filter(contact__state=ContactState.VERIFIED)
    return verified.select_related("contact__person__household").order_by("score")


def _first_tier_people(case: Case) -> Iterable[int]:
    live = Exposure.objects.filter(case=case, withdrawn_at__isnull=True, via__isnull=True)
    return live.values_list("contact__person_id", flat=True)


def _latest_first(link: Exposure) -> float:
    return -link.first_at.timestamp()


def _after(link: Exposure, first_at: datetime, now: datetime) -> Period:
    return Period(link.contact_id, link.contact.person_id, first_at, link.contact.isolated_at or now)


def _met_after(
    links: dict[int, Exposure], periods: dict[int, Period], rules: Rules
) -> Iterable[FoundExposure]:
    open_periods = [period for period in periods.values() if period.from_at < period.to_at]
    enough = rules.number("second_tier_minutes") * 60
    kind = ExposureKind.VIA_CONTACT
    for via_id, people in meetings_of(open_periods, rules.policy, enough).items():
        for person_id, meetings in people.items():
            one = copresence_exposure(person_id, kind, meetings, rules.policy.weights, via_id)
            yield replace(one, score=through(links[via_id].score, one))
    for period in open_periods:
        for one in _household(links[period.key].contact.person, period, rules, kind, period.key):
            yield replace(one, score=through(links[period.key].score, one))


def _with_places(found: list[FoundExposure]) -> list[FoundExposure]:
    """The places' names and scan rates written into the paths: evidence reads the same when a place is renamed, and
    still says how much of it could be seen when the visits are deleted.
    """
    ids = {node["place_id"] for one in found for node in one.path if "place_id" in node}
    if not ids:
        return found
    places, rates = Place.objects.in_bulk(ids), scan_rates(clock.now())
    return [replace(one, path=[_named(node, places, rates) for node in one.path]) for one in found]


def _named(node: dict[str, Any], places: dict[int, Place], rates: ScanRates) -> dict[str, Any]:
    if "place_id" not in node:
        return node
    place = places[node["place_id"]]
    rest = {key: value for key, value in node.items() if key != "place_id"}
    scanned = rates.of(place.pk, place.kind)
    return {
        "place": place.name,
        "place_uuid": str(place.uuid),
        **rest,
        "scan_rate": scanned.rate,
        "scan_told": scanned.told,
        "scan_seen": scanned.seen,
    }
