"""Everything the page of one case shows, in a bounded number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from phaodai.city.accounts.models import User
from phaodai.city.accounts.permissions import ROLES
from phaodai.city.areas.models import AreaClosure
from phaodai.city.people.models import Person
from phaodai.city.people.queries import PersonLine, display_person
from phaodai.core import clock, policy
from phaodai.core.access import get_visible_or_404
from phaodai.core.audit.models import ReadLog
from phaodai.core.audit.queries import actions_on, reads_of
from phaodai.core.disclosures.models import Told
from phaodai.core.disclosures.queries import told_of
from phaodai.core.ui.formats import span_text
from phaodai.core.ui.values import Pin, Span, TimelineEntry
from phaodai.response.cases.form_items import ITEM_LABELS, days_asked, form_facts
from phaodai.response.cases.models import Case, CaseEvidence, CaseStatusChange, DeclaredContact, InterviewStop
from phaodai.response.cases.queries.lists import visible_cases
from phaodai.response.cases.rules import Completeness, completeness
from phaodai.response.cases.terms import CaseStatus
from phaodai.response.cases.wording import deed_text, period_heading, period_rule_text

TRAIL = 12
LOOKS = 8
QUIET_DEEDS = (
    *("open_investigation", "withdraw_evidence", "discard_case", "close_case", "reopen_case"),
    *("contacts_listed", "list_read", "export"),
)
"""Deeds that a status change or the access log tells already."""


@dataclass(frozen=True)
class Basis:
    """The legal basis as `{% basis %}` draws it."""

    document: str
    effective_from: date | None
    confirmed: bool


@dataclass(frozen=True)
class CasePage:
    """One case and all around it."""

    case: Case
    person: PersonLine
    evidence: list[CaseEvidence]
    form: Completeness
    stops: list[InterviewStop]
    trail: list[TimelineEntry]
    reads: list[ReadLog]
    reads_today: int
    told: list[Told]

    @property
    def missing(self) -> list[str]:
        """The form's gaps in words, heaviest first."""
        return [str(ITEM_LABELS.get(item, item)) for item in self.form.missing]

    @property
    def latest_evidence(self) -> CaseEvidence | None:
        """The last result that still stands."""
        standing = [row for row in self.evidence if row.withdrawn_at is None]
        return standing[-1] if standing else None

    @property
    def result_to_list(self) -> str:
        """How long the first contact list took after the result; "" while there is none."""
        first = next((row for row in self.evidence if row.withdrawn_at is None), None)
        listed = self.case.contacts_listed_at
        return (
            span_text(listed - first.resulted_at) if first and listed and listed >= first.resulted_at else ""
        )

    @property
    def suspect_places(self) -> int:
        """Known places the patient was at before the infectious period: where they may have caught it."""
        start = self.case.infectious_from
        before = {stop.place_id for stop in self.stops if start and stop.start_at and stop.start_at < start}
        return len(before - {None})

    @property
    def misinformed(self) -> list[Told]:
        """Tellings that turned out wrong and were not put right yet."""
        return [row for row in self.told if row.retracted_at and not row.retraction_told_at]

    @property
    def period_heading(self) -> str:
        return period_heading(self.case.infectious_from, self.case.infectious_to, self.case.isolated_at)

    @property
    def period_rule(self) -> str:
        return period_rule_text(self.case.infectious_basis)

    @property
    def basis(self) -> Basis:
        """The document under the period."""
        stored = self.case.infectious_basis
        if stored.get("edited"):
            return Basis(stored.get("edit_document", ""), None, True)
        since = stored.get("effective_from")
        return Basis(
            stored.get("document", ""),
            date.fromisoformat(since) if since else None,
            bool(stored.get("policy_confirmed")),
        )

    @property
    def basis_computed_at(self) -> datetime | None:
        return _moment(self.case.infectious_basis.get("computed_at"))

    @property
    def basis_confirmed_at(self) -> datetime | None:
        return _moment(self.case.infectious_basis.get("confirmed_at"))

    @property
    def band_start(self) -> datetime:
        first = days_asked(self.case)[-1] - timedelta(days=1)
        start = self.case.infectious_from
        return clock.day_bounds(min(first, clock.local_day(start)) if start else first)[0]

    @property
    def band_end(self) -> datetime:
        return clock.day_bounds(days_asked(self.case)[0])[1]

    @property
    def spans(self) -> list[Span]:
        return band_spans(self.case, self.band_start, self.band_end)

    @property
    def pins(self) -> list[Pin]:
        return band_pins(self.case, self.stops)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def band_spans(case: Case, first: datetime, last: datetime) -> list[Span]:
    """The time in which the source is sought, and the infectious period."""
    start = case.infectious_from
    if start is None:
        return [Span(first, last, _("Where they were"))]
    label = _("Infectious period") + ": " + period_heading(start, case.infectious_to, None)
    spans = [Span(start, case.infectious_to or last, label, main=True)]
    if start > first:
        spans.insert(0, Span(first, start, _("Looking for the source")))
    return spans


def band_pins(case: Case, stops: Sequence[InterviewStop], most: int = 6) -> list[Pin]:
    """Onset, sampling and isolation above; the latest known places below."""
    pins = []
    if case.symptom_onset:
        pins.append(Pin(clock.at_local(case.symptom_onset, 12), _("Onset")))
    if case.sampled_at:
        pins.append(Pin(case.sampled_at, _("Sampled"), minor=True))
    if case.isolated_at:
        pins.append(Pin(case.isolated_at, _("Isolated")))
    named = [stop for stop in stops if stop.place_id and stop.start_at]
    return pins + [Pin(stop.start_at, stop.place.name, below=True) for stop in named[-most:]]  # type: ignore


def case_for(user: Any, uuid: UUID, capability: str | None = None) -> Case:
    """One case; missing and out of reach answer alike (Http404)."""
    rows = visible_cases(user, capability).select_related("person__area", "area__parent")
    found: Case = get_visible_or_404(rows, user, capability, uuid=uuid)
    return found


def case_page(user: Any, uuid: UUID) -> CasePage:
    """The page of one visible case (Http404 else)."""
    case = case_for(user, uuid)
    changes = list(case.changes.all())
    reads = reads_of("case", case.uuid)
    return CasePage(
        case=case,
        person=display_person(case.person, user),
        evidence=list(case.evidence.all()),
        form=completeness(form_facts(case), policy.get("cases.completeness").value),
        stops=standing_stops(case),
        trail=trail_of(case, changes),
        reads=list(reads[:LOOKS]),
        reads_today=reads.filter(occurred_at__gte=clock.day_bounds(clock.today())[0]).count(),
        told=_tellings(user, case),
    )


def _tellings(user: Any, case: Case) -> list[Told]:
    """Who was told of the case; people the reader may not see are not named."""
    rows = list(told_of("case", case.uuid))
    ids = {row.person_id for row in rows if row.person_id}
    seen = (
        set(Person.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)) if ids else ids
    )
    for row in rows:
        if row.person_id and row.person_id not in seen:
            row.audience = _("Somebody elsewhere")
    return rows


def standing_stops(case: Case) -> list[InterviewStop]:
    """The interview's lines that were not taken back, in the order of the days."""
    return list(case.stops.filter(removed_at__isnull=True).select_related("place", "place__area"))


def trail_of(case: Case, changes: Sequence[CaseStatusChange]) -> list[TimelineEntry]:
    """What happened to the case, newest first: status changes and deeds."""
    deeds = actions_on("case", case.uuid).exclude(action__in=QUIET_DEEDS)[:TRAIL]
    entries = [_change_entry(change) for change in changes]
    entries += [
        TimelineEntry(
            at=deed.occurred_at,
            title=deed_text(deed.action),
            detail=" · ".join(part for part in (_to_whom(deed.data), deed.actor_name, deed.reason) if part),
            done=False,
        )
        for deed in deeds
    ]
    return sorted(entries, key=_moment_of, reverse=True)[: TRAIL * 2]


def _moment_of(entry: TimelineEntry) -> Any:
    return entry.at


def _to_whom(data: dict[str, Any]) -> str:
    return str(data.get("to") or data.get("audience") or data.get("document") or "")


def _change_entry(change: CaseStatusChange) -> TimelineEntry:
    laboratory = change.evidence.get("laboratory", "")
    parts = (laboratory, change.reason, change.by_name, change.document)
    label = str(CaseStatus(change.to_status).label)
    return TimelineEntry(
        at=change.occurred_at, title=label, detail=" · ".join(part for part in parts if part)
    )


def investigators_for(case: Case) -> list[User]:
    """Who may investigate where the case is, in name order."""
    roles = [role for role, row in ROLES.items() if "cases.investigate" in row.capabilities]
    above = AreaClosure.objects.filter(descendant=case.area).values("ancestor")
    live = {"grants__role__in": roles, "grants__valid__contains": clock.real_now()}
    rows = User.objects.filter(is_active=True, grants__area__in=above, **live)
    return list(rows.distinct().order_by("full_name"))


@dataclass(frozen=True)
class InterviewDay:
    """One day of the interview: its stops, and whether the patient said that they stayed in."""

    day: date
    stops: list[InterviewStop]
    is_quiet: bool
    is_infectious: bool

    @property
    def is_open(self) -> bool:
        """Nothing is known of it yet."""
        return not self.stops and not self.is_quiet


@dataclass(frozen=True)
class Interview:
    """The interview of one case, newest day first."""

    case: Case
    person: PersonLine
    days: list[InterviewDay]
    contacts: list[DeclaredContact]
    form: Completeness

    @property
    def missing(self) -> list[str]:
        return [str(ITEM_LABELS.get(item, item)) for item in self.form.missing]

    @property
    def days_told(self) -> int:
        return sum(not day.is_open for day in self.days)


def interview_of(user: Any, uuid: UUID, capability: str = "cases.investigate") -> Interview:
    """The interview of a case ``user`` may investigate (Http404 else)."""
    case = case_for(user, uuid, capability)
    contacts = case.declared_contacts.filter(removed_at__isnull=True).select_related("area").order_by("pk")
    return Interview(
        case=case,
        person=display_person(case.person, user),
        days=_days_of(case),
        contacts=list(contacts),
        form=completeness(form_facts(case), policy.get("cases.completeness").value),
    )


def _days_of(case: Case) -> list[InterviewDay]:
    stops, quiet = standing_stops(case), set(case.answers.get("quiet_days", []))
    asked = days_asked(case)
    further = {stop.day for stop in stops} - set(asked)
    return [
        InterviewDay(
            day,
            [stop for stop in stops if stop.day == day],
            day.isoformat() in quiet,
            _overlaps(case, day),
        )
        for day in sorted({*asked, *further}, reverse=True)
    ]


def _overlaps(case: Case, day: date) -> bool:
    start, end = clock.day_bounds(day)
    first, last = case.infectious_from, case.infectious_to
    return first is not None and first < end and (last is None or last > start)
