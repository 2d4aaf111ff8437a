"""The call sheet: contacts filtered, sorted, counted."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from phaodai.city.areas.models import Area
from phaodai.core.text import search_key
from phaodai.response.cases.models import Case, DeclaredContact
from phaodai.response.tracing.models import Contact, Exposure, Handover, SentList, Trace
from phaodai.response.tracing.queries.contacts import with_reasons
from phaodai.response.tracing.terms import CallOutcome, ContactState, ExposureKind, HandoverState

NOT_CALLED = "none"
MOVED = "moved"
SORTS = {
    "score": ("-score", "first_exposed_at", "pk"),
    "-score": ("score", "first_exposed_at", "pk"),
    "last": ("-last_exposed_at", "-score", "pk"),
    "-last": ("last_exposed_at", "-score", "pk"),
    "name": ("person__sort_key", "pk"),
    "-name": ("-person__sort_key", "pk"),
    "due": ("due_at", "-score", "pk"),
    "-due": ("-due_at", "-score", "pk"),
}


@dataclass(frozen=True)
class ContactFilter:
    """What a call sheet is narrowed to; empty texts narrow nothing. ``place`` is a place's UUID."""

    q: str = ""
    state: str = ""
    kind: str = ""
    call: str = ""
    tier: str = ""
    area: str = ""
    place: str = ""
    overdue: str = ""
    isolated: str = ""
    sort: str = "score"

    def as_words(self) -> dict[str, str]:
        """The filters in use, for the record."""
        return {name: value for name, value in asdict(self).items() if value}


def call_sheet(
    user: Any, wanted: ContactFilter, now: datetime, case: Case | None = None
) -> "QuerySet[Contact]":
    """The contacts a user may see (of one case, or all), as asked for, ready for `lines.contact_lines`."""
    contacts = scoped(user, case).filter(_where(wanted, now, case))
    return with_reasons(contacts).order_by(*SORTS.get(wanted.sort, SORTS["score"]))


def scoped(user: Any, case: Case | None) -> "QuerySet[Contact]":
    """Everything the call sheet can show: contacts of the case, or all visible ones with a live exposure."""
    contacts = Contact.objects.visible_to(user)
    if case is None:
        return contacts.exclude(state=ContactState.WITHDRAWN)
    return contacts.filter(pk__in=_live(case).values("contact"))


def _live(case: Case) -> "QuerySet[Exposure]":
    return Exposure.objects.filter(case=case, withdrawn_at__isnull=True)


def _where(wanted: ContactFilter, now: datetime, case: Case | None) -> Q:
    where = _state(wanted.state) & _call(wanted.call) & _text(wanted.q)
    if wanted.tier in ("1", "2"):
        where &= Q(tier=int(wanted.tier))
    if wanted.area.isdigit():
        where &= Q(area__in=Area.objects.filter(pk=int(wanted.area)).values("pk"))
    if wanted.overdue:
        where &= Q(state=ContactState.CANDIDATE, due_at__lt=now)
    if wanted.isolated in ("yes", "no"):
        where &= Q(isolated_at__isnull=wanted.isolated == "no")
    exposures = _reasons(wanted, case)
    return where if exposures is None else where & Q(pk__in=exposures.values("contact"))


def _state(state: str) -> Q:
    if state == MOVED:
        return Q(pk__in=Handover.objects.filter(state=HandoverState.SENT).values("contact"))
    return Q(state=state) if state in ContactState.values else Q()


def _call(call: str) -> Q:
    if call == NOT_CALLED:
        return Q(call_state="")
    return Q(call_state=call) if call in CallOutcome.values else Q()


def _text(text: str) -> Q:
    words = search_key(text.replace("\x00", "")).split()
    where = Q()
    for word in words[:6]:
        digits = word.lstrip("+0")
        by_phone = Q(person__phone__contains=digits) if len(digits) > 3 and digits.isdigit() else Q()
        where &= (
            Q(person__search_key__contains=word) | by_phone
            if by_phone
            else Q(person__search_key__contains=word)
        )
    return where


def _reasons(wanted: ContactFilter, case: Case | None) -> "QuerySet[Exposure] | None":
    if wanted.kind not in ExposureKind.values and not wanted.place:
        return None
    exposures = _live(case) if case else Exposure.objects.filter(withdrawn_at__isnull=True)
    if wanted.kind in ExposureKind.values:
        exposures = exposures.filter(kind=wanted.kind)
    if wanted.place:
        exposures = exposures.filter(path__contains=[{"place_uuid": wanted.place}])
    return exposures


@dataclass(frozen=True)
class Tally:
    """How many contacts stand where."""

    total: int = 0
    waiting: int = 0
    verified: int = 0
    verified_second: int = 0
    rejected: int = 0
    moving: int = 0
    not_called: int = 0
    overdue: int = 0


def tally(contacts: "QuerySet[Contact]", now: datetime) -> Tally:
    """Counts in one query."""
    waiting = Q(state=ContactState.CANDIDATE)
    moving = Handover.objects.filter(state=HandoverState.SENT).values("contact")
    return Tally(
        **contacts.aggregate(
            total=Count("pk"),
            waiting=Count("pk", filter=waiting),
            verified=Count("pk", filter=Q(state=ContactState.VERIFIED, tier=1)),
            verified_second=Count("pk", filter=Q(state=ContactState.VERIFIED, tier=2)),
            rejected=Count("pk", filter=Q(state=ContactState.REJECTED)),
            moving=Count("pk", filter=Q(pk__in=moving)),
            not_called=Count("pk", filter=waiting & Q(call_state="")),
            overdue=Count("pk", filter=waiting & Q(due_at__lt=now)),
        )
    )


def milestones(case: Case) -> list[tuple[str, str]]:
    """The places on the case's live exposures (UUID, name): the "mốc" of the filter."""
    found: dict[str, str] = {}
    for (path,) in _live(case).filter(kind=ExposureKind.COPRESENCE).values_list("path"):
        found.update({node["place_uuid"]: node["place"] for node in path if "place_uuid" in node})
    return sorted(found.items(), key=lambda item: item[1])


@dataclass(frozen=True)
class MilestoneRate:
    """A place on a case's list with the share of its visits that are scanned, as it was estimated for the list."""

    uuid: str
    name: str
    percent: int
    told: int
    seen: int


def milestone_rates(case: Case) -> list[MilestoneRate]:
    """The scan rate of every place on the case's list, the least scanned first: who was there may be missing."""
    found: dict[str, MilestoneRate] = {}
    for (path,) in _live(case).filter(kind=ExposureKind.COPRESENCE).values_list("path"):
        for node in path:
            if "scan_rate" in node:
                rate = round(100 * node["scan_rate"])
                found[node["place_uuid"]] = MilestoneRate(
                    node["place_uuid"], node["place"], rate, node["scan_told"], node["scan_seen"]
                )
    return sorted(found.values(), key=lambda one: (one.percent, one.name))


def areas_of(contacts: "QuerySet[Contact]") -> list[tuple[int, str]]:
    """The areas contacts live in, for a filter."""
    rows = (
        contacts.filter(area__isnull=False).order_by().values_list("area_id", "area__name", "area__sort_key")
    )
    return [(pk, name) for pk, name, _key in sorted(rows.distinct(), key=lambda row: row[2])]


def last_trace(case: Case) -> Trace | None:
    """The latest search of the case's contacts."""
    return case.traces.order_by("-pk").first()


def unmatched_declared(case: Case) -> int:
    """People the patient named who are not found in the register yet, so not on the list."""
    return DeclaredContact.objects.filter(case=case, person__isnull=True, removed_at__isnull=True).count()


def not_yet_sent(case: Case) -> "QuerySet[Contact]":
    """Verified first-tier contacts of the case that no list has carried yet."""
    live = _live(case).filter(via__isnull=True)
    verified = Contact.objects.filter(pk__in=live.values("contact"), state=ContactState.VERIFIED)
    sent = SentList.contacts.through.objects.filter(sentlist__case=case)
    return verified.exclude(pk__in=sent.values("contact")).order_by("area", "pk")


def sent_lists(case: Case) -> "QuerySet[SentList]":
    """The lists sent, newest first, each with its number of people and of areas."""
    return case.sent_lists.annotate(
        people=Count("contacts", distinct=True), areas=Count("contacts__area", distinct=True)
    ).order_by("-number")


def by_uuids(user: Any, uuids: list[UUID], capability: str) -> "QuerySet[Contact]":
    """The contacts with these UUIDs that the user may work on; others are simply not there."""
    return Contact.objects.visible_to(user, capability).filter(uuid__in=uuids)
