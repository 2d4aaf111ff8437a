"""Searching the contacts of a case and keeping them: one contact a person, one exposure a case and kind."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from phaodai.city.people.aliases import means_of, members_of_groups
from phaodai.city.people.models import Person
from phaodai.core import clock, policy
from phaodai.core.audit.models import ActionLog
from phaodai.core.audit.services import log_action
from phaodai.core.events.services import publish
from phaodai.response.cases.models import LIVE, Case
from phaodai.response.movement.services import first_day_kept
from phaodai.response.tracing.candidates import Rules, first_tier, period_of, second_tier
from phaodai.response.tracing.copresence import visits_of
from phaodai.response.tracing.engine import engine_name
from phaodai.response.tracing.events import ContactsListed
from phaodai.response.tracing.models import Contact, Exposure, Trace
from phaodai.response.tracing.rules import FoundExposure, best_of
from phaodai.response.tracing.services.guard import lock_case, lock_contacts
from phaodai.response.tracing.services.rewriting import rewrite
from phaodai.response.tracing.services.standing import restate
from phaodai.response.tracing.terms import ContactState, ExposureKind

LISTED = "second_tier_listed"
MAX = datetime.max.replace(tzinfo=UTC)
FROM_LEDGER = (ExposureKind.COPRESENCE, ExposureKind.VIA_CONTACT)
WRITTEN = [
    "path",
    "visits",
    "direct_s",
    "linger_s",
    "first_at",
    "last_at",
    "score",
    "via",
    "trace",
    "withdrawn_at",
]


@transaction.atomic
def trace_case(*, case: Case, by: Any) -> Trace:
    """Search the first tier of a case and write contacts and exposures; again, it brings them up to date.

    Exposures no longer found are withdrawn. A contact ruled out before waits again when a new exposure came.
    Safe to repeat.

    Raises:
        PermissionDenied: the case lies outside what ``by`` may work on.
        ValidationError: the case is closed, or has no infectious period yet.
    """
    row, now = lock_case(case, by), clock.now()
    _must_be_traceable(row)
    rules, period = Rules(now), period_of(row, now)
    found = first_tier(row, period, rules)
    trace = Trace.objects.create(
        case=row,
        infectious_from=period.from_at,
        infectious_to=period.to_at,
        engine=engine_name(),
        policy_versions=rules.versions,
        candidates=len({one.person_id for one in found}),
        case_visits=visits_of(period),
        started_at=now,
    )
    write_exposures(row, found, trace, first_tier_of(row), now, by)
    _list_second_tier(row, rules, trace, now, by)
    _note_listed(row, now)
    log_action(
        actor=by, action="contacts_listed", subject_type="case", subject_id=row.uuid,
        data={"candidates": trace.candidates, "case_visits": trace.case_visits},
    )  # fmt: skip
    publish(ContactsListed(row.uuid, trace.uuid), by=by)
    return trace


@transaction.atomic
def trace_second_tier(*, contact: Contact, by: Any) -> int:
    """Bring the second tier of every live case of this contact up to date; returns how many exposures it has.

    Only verified F1 have a second tier, from their first exposure until their isolation. A case listed since
    the contact's last conclusion is left alone: confirming fifty people lists it once. Safe to repeat.

    Raises:
        PermissionDenied: the contact lies outside what ``by`` may work on.
    """
    (row,) = lock_contacts([contact], by)
    if not _is_listed_since_conclusion(row):
        return relist_second_tier([row], clock.now(), by)
    return Exposure.objects.filter(via=row, withdrawn_at__isnull=True).count()


def _is_listed_since_conclusion(contact: Contact) -> bool:
    concluded = contact.decisions.order_by("-pk").values_list("recorded_at", flat=True).first()
    cases = list(_cases_of([contact]).values_list("uuid", flat=True))
    listed = ActionLog.objects.filter(action=LISTED, subject_id__in=cases, recorded_at__gte=concluded or MAX)
    return listed.values("subject_id").distinct().count() == len(cases)


def _cases_of(contacts: Iterable[Contact]) -> "QuerySet[Case]":
    """Live cases with a live first-tier exposure of one of the contacts."""
    via = Exposure.objects.filter(contact__in=[one.pk for one in contacts], via__isnull=True)
    return Case.objects.filter(pk__in=via.filter(withdrawn_at__isnull=True).values("case"), status__in=LIVE)


def relist_second_tier(contacts: Iterable[Contact], now: datetime, by: Any) -> int:
    """The same for several contacts that ``by`` may work on; each of their cases once."""
    rules = Rules(now)
    locked = (
        _cases_of(contacts).select_for_update(of=("self",)).select_related("person__household").order_by("pk")
    )
    return sum(_list_second_tier(case, rules, None, now, by) for case in locked)


@transaction.atomic
def withdraw_exposures(*, case: Case, by: Any) -> list[Contact]:
    """The case turned out to be none: its exposures no longer hold. Returns the contacts left with none.

    A contact with an exposure to another live case stays, with what that exposure gives. Safe to repeat.

    Raises:
        PermissionDenied: the case lies outside what ``by`` may work on.
    """
    row, now = lock_case(case, by, "cases.view"), clock.now()
    gone = Exposure.objects.filter(case=row, withdrawn_at__isnull=True)
    contacts = list(_locked(Q(pk__in=gone.values("contact"))))
    gone.update(withdrawn_at=now)
    log_action(actor=by, action="exposures_withdrawn", subject_type="case", subject_id=row.uuid)
    restate(
        contacts, fresh=set(), now=now, by=by, reason=_("Case %(code)s was discarded.") % {"code": row.code}
    )
    return [one for one in contacts if one.state == ContactState.WITHDRAWN]


def _must_be_traceable(case: Case) -> None:
    if case.status not in LIVE:
        raise ValidationError(_("The case is closed; its contacts are not searched any more."), code="closed")
    if case.infectious_from is None:
        raise ValidationError(_("The case has no infectious period yet."), code="no_period")


def _note_listed(case: Case, now: datetime) -> None:
    # The first list stops the clock "from result to list"; the field stands on the case for its page.
    Case.objects.filter(pk=case.pk, contacts_listed_at__isnull=True).update(contacts_listed_at=now)


def first_tier_of(case: Case) -> Q:
    return Q(case=case, via__isnull=True)


def _list_second_tier(case: Case, rules: Rules, trace: Trace | None, now: datetime, by: Any) -> int:
    found = second_tier(case, rules, now)
    write_exposures(case, found, trace, Q(case=case, via__isnull=False), now, by)
    log_action(
        actor=by, action=LISTED, subject_type="second_tier", subject_id=case.uuid, data={"found": len(found)}
    )  # fmt: skip
    return len(found)


def write_exposures(
    case: Case, found: Sequence[FoundExposure], trace: Trace | None, scope: Q, now: datetime, by: Any
) -> None:
    """Make what is written within ``scope`` (exposures of the case) equal to what was found."""
    wanted = _one_of_a_kind(found)
    known = _known(scope)
    contacts = _contacts_for(
        case, {person for person, _kind in wanted} | {person for person, _kind in known}, now
    )
    fresh = _write(case, wanted, known, contacts, trace)
    kept_from = clock.day_bounds(first_day_kept(now))[0]
    lost = [row.pk for key, row in known.items() if key not in wanted and _is_lost(row, kept_from)]
    Exposure.objects.filter(pk__in=lost).update(withdrawn_at=now)
    restate(
        list(contacts.values()),
        fresh=fresh,
        now=now,
        by=by,
        reason=_("New search for %(code)s") % {"code": case.code},
    )


def _known(scope: Q) -> dict[tuple[int, str], Exposure]:
    """What is written, by person and kind; of somebody registered twice under the record that counts."""
    rows = list(_written(scope))
    means = means_of({row.contact.person_id for row in rows})
    return {(means.get(row.contact.person_id, row.contact.person_id), row.kind): row for row in rows}


def _is_lost(row: Exposure, kept_from: datetime) -> bool:
    """Not found any more, and not because the ledger has forgotten the day: then the copy is the evidence."""
    is_forgotten = row.kind in FROM_LEDGER and row.first_at < kept_from
    return row.withdrawn_at is None and not is_forgotten


def _one_of_a_kind(found: Sequence[FoundExposure]) -> dict[tuple[int, str], FoundExposure]:
    ways: dict[tuple[int, str], list[FoundExposure]] = defaultdict(list)
    for one in found:
        ways[one.person_id, one.kind].append(one)
    return {key: best_of(several) for key, several in ways.items()}


def _written(scope: Q) -> Iterable[Exposure]:
    return Exposure.objects.filter(scope).select_related("contact")


def _contacts_for(case: Case, people: set[int], now: datetime) -> dict[int, Contact]:
    """Person id → contact, made where there is none; locked.

    Whoever was listed under a record that was merged later keeps that contact, with its calls and its conclusion.
    """
    groups = members_of_groups(people)
    records = {record: person for person, group in groups.items() for record in group}
    listed = Contact.objects.filter(person__in=records, disease=case.disease).values_list("person", flat=True)
    there = {records[record] for record in listed}
    missing = Person.objects.filter(pk__in=people - there)
    due = now + timedelta(hours=float(policy.get("tracing.call_hours", now).value))
    rows = [
        Contact(
            person=person, disease=case.disease, area_id=person.area_id, due_at=due,
            first_exposed_at=now, last_exposed_at=now, score=0.0,
        )
        for person in missing
    ]  # fmt: skip
    Contact.objects.bulk_create(rows, ignore_conflicts=True)
    found: dict[int, Contact] = {}
    for one in _locked(Q(person__in=records, disease=case.disease)):
        person = records[one.person_id]
        best = found.get(person)
        if best is None or _counts_more(one, best, person):
            found[person] = one
    return found


def _counts_more(one: Contact, other: Contact, person: int) -> bool:
    """Of two contacts of one human being: the one concluded on, else that of the record that counts."""
    waiting = (ContactState.CANDIDATE, ContactState.WITHDRAWN)
    if (one.state in waiting) != (other.state in waiting):
        return other.state in waiting
    return one.person_id == person


def _locked(where: Q) -> Iterable[Contact]:
    return Contact.objects.select_for_update(of=("self",)).filter(where).order_by("pk")


def _write(
    case: Case,
    wanted: dict[tuple[int, str], FoundExposure],
    known: dict[tuple[int, str], Exposure],
    contacts: dict[int, Contact],
    trace: Trace | None,
) -> set[int]:
    """Insert and update; returns the ids of contacts with an exposure that is new or later than it was."""
    new: list[Exposure] = []
    changed: list[Exposure] = []
    fresh: set[int] = set()
    for (person, kind), one in wanted.items():
        row = known.get((person, kind))
        if row is None or row.withdrawn_at is not None or row.last_at < _time(one.last_at):
            fresh.add(contacts[person].pk)
        before = _values(row) if row else None
        written = _filled(row or Exposure(contact=contacts[person], case=case, kind=kind), one, trace)
        if before is None:
            new.append(written)
        elif before != _values(written):
            changed.append(written)
    Exposure.objects.bulk_create(new)
    rewrite(changed, WRITTEN)
    return fresh


def _values(row: Exposure) -> list[Any]:
    return [getattr(row, f"{name}_id" if name in ("via", "trace") else name) for name in WRITTEN]


def _filled(row: Exposure, one: FoundExposure, trace: Trace | None) -> Exposure:
    row.path, row.visits, row.direct_s, row.linger_s = one.path, one.visits, one.direct_s, one.linger_s
    row.first_at, row.last_at = _time(one.first_at), _time(one.last_at)
    row.score, row.via_id, row.withdrawn_at = one.score, one.via_id, None
    if trace is not None:
        row.trace = trace
    return row


def _time(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
