"""The interview at the patient's side: saved line by line, safe to send twice, removals can be undone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Person
from phaodai.city.people.services import register_person
from phaodai.city.places.models import Place
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action
from phaodai.core.events.services import publish
from phaodai.core.text import nfc
from phaodai.response.cases.events import InterviewSaved
from phaodai.response.cases.models import Case, DeclaredContact, InterviewStop
from phaodai.response.cases.services.completing import refresh_completeness
from phaodai.response.cases.services.guards import lock_case
from phaodai.response.cases.services.ledger import keep_visit, take_back_visit
from phaodai.response.cases.terms import Relation

LONGEST = timedelta(hours=24)


@dataclass(frozen=True)
class Stop:
    """One line as told: where (a known place or words), when, with whom."""

    day: date
    start_at: datetime | None = None
    end_at: datetime | None = None
    place: Place | None = None
    place_text: str = ""
    activity: str = ""
    companions: str = ""
    is_masked: bool | None = None


@dataclass(frozen=True)
class Named:
    """Somebody the patient named."""

    name: str
    phone: str = ""
    area: Area | None = None
    relation: str = Relation.OTHER
    first_contact_on: date | None = None
    last_contact_on: date | None = None
    note: str = ""
    person: Person | None = None


@transaction.atomic
def save_stop(*, case: Case, uuid: UUID, stop: Stop, by: Any) -> InterviewStop:
    """Write one line under the client's own id; the same id again corrects the line, never adds one.

    A known place with times becomes a visit in the ledger, and tracing is told.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
        ValidationError: nowhere, impossible times, or the id belongs to another case.
    """
    row = lock_case(case, by, "cases.investigate")
    check_stop(stop)
    line = _own_line(InterviewStop, row, uuid) or InterviewStop(case=row, uuid=uuid)
    if line.pk and _is_same(line, stop):
        return line
    before = _trail(line)
    _fill(line, stop, by)
    line.save()
    _settle(row, line, before, by)
    return line


def check_stop(stop: Stop) -> None:
    """Refuse a line that cannot be.

    Raises:
        ValidationError: nowhere; times backward, longer than a day, in the future, or of another day.
    """
    if stop.place is None and not stop.place_text.strip():
        raise ValidationError({"place_text": _("Say where: choose a place or write what was told.")})
    if stop.day > clock.today():
        raise ValidationError({"day": _("The day lies in the future.")})
    if stop.start_at is None:
        if stop.end_at is not None:
            raise ValidationError({"start_at": _("Say also from when.")})
        return
    _check_times(stop, stop.start_at)


def _check_times(stop: Stop, start_at: datetime) -> None:
    if clock.local_day(start_at) != stop.day:
        raise ValidationError({"start_at": _("The time is not on that day.")})
    if start_at > clock.now() or (stop.end_at and stop.end_at > clock.now()):
        raise ValidationError({"end_at": _("The time lies in the future.")})
    if stop.end_at and not start_at <= stop.end_at <= start_at + LONGEST:
        raise ValidationError({"end_at": _("The end must come after the beginning, within a day.")})


def _own_line(model: Any, case: Case, uuid: UUID) -> Any:
    found = model.objects.filter(uuid=uuid).first()
    if found is not None and found.case_id != case.pk:
        raise ValidationError(_("This id is in use."), code="id_in_use")
    return found


def _fields(stop: Stop) -> dict[str, Any]:
    return {
        "day": stop.day,
        "start_at": stop.start_at,
        "end_at": stop.end_at,
        "place_id": stop.place.pk if stop.place else None,
        "place_text": nfc(stop.place_text)[:200],
        "activity": nfc(stop.activity)[:200],
        "companions": nfc(stop.companions),
        "is_masked": stop.is_masked,
    }


def _is_same(line: InterviewStop, stop: Stop) -> bool:
    return all(getattr(line, name) == value for name, value in _fields(stop).items())


def _fill(line: InterviewStop, stop: Stop, by: Any) -> None:
    for name, value in _fields(stop).items():
        setattr(line, name, value)
    line.recorded_by_name = actor_name(by)


def _trail(line: InterviewStop) -> tuple[Any, ...] | None:
    """What of a line stands in the ledger; None when it is nothing."""
    if line.pk is None or line.removed_at or not (line.place_id and line.start_at):
        return None
    return line.place_id, line.start_at, line.end_at


def _settle(case: Case, line: InterviewStop, before: tuple[Any, ...] | None, by: Any) -> None:
    """Bring the ledger to what the line says now, count the form anew, and tell tracing."""
    after = _trail(line)
    if before != after:
        if before is not None:
            take_back_visit(line.uuid, by)
        if after is not None:
            keep_visit(line, case, by)
        publish(InterviewSaved(case.uuid), by=by)
    refresh_completeness(case)


@transaction.atomic
def remove_stop(*, case: Case, uuid: UUID, by: Any) -> InterviewStop | None:
    """Take a line back; it can be restored. Safe to repeat; None when there is no such line.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
    """
    return _mark_stop(case, uuid, clock.now(), by)


@transaction.atomic
def restore_stop(*, case: Case, uuid: UUID, by: Any) -> InterviewStop | None:
    """Put a removed line back. Safe to repeat; None when there is no such line.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
    """
    return _mark_stop(case, uuid, None, by)


def _mark_stop(case: Case, uuid: UUID, removed_at: datetime | None, by: Any) -> InterviewStop | None:
    row = lock_case(case, by, "cases.investigate")
    line = InterviewStop.objects.filter(case=row, uuid=uuid).first()
    if line is None or bool(line.removed_at) == bool(removed_at):
        return line
    before = _trail(line)
    line.removed_at = removed_at
    line.save(update_fields=["removed_at"])
    action = "remove_stop" if removed_at else "restore_stop"
    log_action(actor=by, action=action, subject_type="case", subject_id=row.uuid, data={"stop": str(uuid)})
    _settle(row, line, before, by)
    return line


@transaction.atomic
def declare_contact(*, case: Case, uuid: UUID, named: Named, by: Any) -> DeclaredContact:
    """Write down somebody the patient named, under the client's own id; the same id again corrects the line.

    ``named.person`` is who the caller recognised; somebody unknown whose ward is known is registered, so that
    tracing can take them up.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
        ValidationError: no name, impossible days, or the id belongs to another case.
    """
    row = lock_case(case, by, "cases.investigate")
    _check_named(named)
    line = _own_line(DeclaredContact, row, uuid) or DeclaredContact(case=row, uuid=uuid)
    person = named.person or line.person or _registered(named, by)
    wanted = {**vars(named), "name": nfc(named.name)[:120], "note": nfc(named.note)[:300], "person": person}
    if line.pk and all(getattr(line, name) == value for name, value in wanted.items()):
        return line
    for name, value in wanted.items():
        setattr(line, name, value)
    line.recorded_by_name = actor_name(by)
    line.save()
    publish(InterviewSaved(row.uuid), by=by)
    refresh_completeness(row)
    return line


def _registered(named: Named, by: Any) -> Person | None:
    """A person of their own, once it is known where they live: without, nobody could go to see them."""
    if named.area is None:
        return None
    return register_person(full_name=named.name, phone=named.phone, area=named.area, by=by)


def _check_named(named: Named) -> None:
    if not named.name.strip():
        raise ValidationError({"name": _("Give the name.")})
    if named.last_contact_on and named.last_contact_on > clock.today():
        raise ValidationError({"last_contact_on": _("The day lies in the future.")})
    first, last = named.first_contact_on, named.last_contact_on
    if first and last and last < first:
        raise ValidationError({"last_contact_on": _("The last day comes before the first.")})


@transaction.atomic
def remove_declared_contact(*, case: Case, uuid: UUID, by: Any) -> DeclaredContact | None:
    """Take a named contact back; naming them again under the same id does not bring them back.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
    """
    return _mark_contact(case, uuid, clock.now(), by)


@transaction.atomic
def restore_declared_contact(*, case: Case, uuid: UUID, by: Any) -> DeclaredContact | None:
    """Put a named contact back.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
    """
    return _mark_contact(case, uuid, None, by)


def _mark_contact(case: Case, uuid: UUID, removed_at: datetime | None, by: Any) -> DeclaredContact | None:
    row = lock_case(case, by, "cases.investigate")
    line = DeclaredContact.objects.filter(case=row, uuid=uuid).first()
    if line is None or bool(line.removed_at) == bool(removed_at):
        return line
    line.removed_at = removed_at
    line.save(update_fields=["removed_at"])
    publish(InterviewSaved(row.uuid), by=by)
    refresh_completeness(row)
    return line


@transaction.atomic
def mark_quiet_day(*, case: Case, day: date, is_quiet: bool, by: Any) -> Case:
    """The patient says that they went nowhere on a day (or takes that back).

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
    """
    row = lock_case(case, by, "cases.investigate")
    quiet = set(row.answers.get("quiet_days", []))
    wanted = quiet | {day.isoformat()} if is_quiet else quiet - {day.isoformat()}
    if wanted != quiet:
        row.answers = {**row.answers, "quiet_days": sorted(wanted)}
        row.save(update_fields=["answers"])
        refresh_completeness(row)
    return row
