"""Writing the ledger: one statement a batch, never a visit twice."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from phaodai.core import clock, policy
from phaodai.core.audit.services import log_action
from phaodai.response.movement.models import Visit
from phaodai.response.movement.outcomes import BatchOutcome, RejectedVisit
from phaodai.response.movement.partitions import ensure_partitions
from phaodai.response.movement.rules import VisitInput, daily_pieces, fault_of, in_whole_seconds

INSERT = """
INSERT INTO movement_visit (client_id, day, person_id, place_id, start_at, end_at, source, recorded_by_id)
SELECT client_id, day, person_id, place_id, start_at, end_at, %(source)s, %(by)s
FROM unnest(%(client_id)s::uuid[], %(day)s::date[], %(person_id)s::bigint[], %(place_id)s::bigint[],
            %(start_at)s::timestamptz[], %(end_at)s::timestamptz[])
     AS visit(client_id, day, person_id, place_id, start_at, end_at)
ON CONFLICT (client_id, day) DO NOTHING
"""


def first_day_kept(now: datetime) -> date:
    """The oldest local day the ledger keeps, by the retention policy."""
    return clock.local_day(now) - timedelta(days=int(policy.get("movement.retention_days", now).value))


@transaction.atomic
def record_visits(*, visits: Sequence[VisitInput], source: str, by: Any) -> BatchOutcome:
    """Write a batch in one statement. One that is there already (client_id, day) is a duplicate, no error.

    Ids are bigints of `Person` and `Place`, which the caller has looked up. Refused visits are named with a
    code (see `rules.fault_of`); the others are written. Safe to repeat.

    Raises:
        PermissionDenied: ``by`` may not record visits.
    """
    if not by.may("visits.record"):
        raise PermissionDenied
    whole = [_whole(visit) for visit in visits]
    good, refused = _sorted_out(whole)
    written = _insert(good, source, by) if good else 0
    return BatchOutcome(accepted=written, duplicates=len(good) - written, rejected=refused)


def check_visits(*, visits: Sequence[VisitInput], source: str, by: Any) -> BatchOutcome:
    """What `record_visits` would do with a batch, without doing it. Raises as it does."""
    if not by.may("visits.record"):
        raise PermissionDenied
    good, refused = _sorted_out([_whole(visit) for visit in visits])
    keys = {(visit.client_id, clock.local_day(visit.start_at)) for visit in good}
    known = Visit.objects.filter(client_id__in=[client_id for client_id, _day in keys])
    there = keys & set(known.values_list("client_id", "day"))
    fresh = len(keys) - len(there)
    return BatchOutcome(accepted=fresh, duplicates=len(good) - fresh, rejected=refused)


def record_visit(
    *,
    person_id: int,
    place_id: int,
    start_at: datetime,
    end_at: datetime | None,
    source: str,
    by: Any,
    client_id: uuid.UUID | None = None,
) -> uuid.UUID:
    """Write one visit and return its client id.

    Raises:
        PermissionDenied: ``by`` may not record visits.
        ValidationError: the times cannot be; the code is one of `rules.fault_of`.
    """
    visit = VisitInput(client_id or uuid.uuid4(), person_id, place_id, start_at, end_at)
    outcome = record_visits(visits=[visit], source=source, by=by)
    if outcome.rejected:
        code = outcome.rejected[0].code
        raise ValidationError(fault_text(code), code=code)
    return visit.client_id


def record_stay(
    *,
    person_id: int,
    place_id: int,
    start_at: datetime,
    end_at: datetime | None,
    source: str,
    by: Any,
    client_id: uuid.UUID,
) -> BatchOutcome:
    """Write a stay of any length, cut at local midnights; an open stay is written up to today, still open.

    Safe to repeat, also day by day while the stay goes on: pieces left open before get their end.
    """
    until = end_at or clock.day_bounds(clock.today())[1]
    midnights = [clock.day_bounds(day)[0] for day in _days_between(start_at, until)]
    pieces = daily_pieces(client_id, start_at, end_at, [at for at in midnights if at < until])
    visits = [VisitInput(piece, person_id, place_id, begin, end) for piece, begin, end in pieces]
    outcome = record_visits(visits=visits, source=source, by=by)
    for visit in visits:
        _end_open_piece(visit)
    return outcome


@transaction.atomic
def close_visit(*, client_id: uuid.UUID, day: date, end_at: datetime, by: Any) -> Visit:
    """Write the missing exit of one's own open visit.

    Raises:
        PermissionDenied: not the recorder's own visit.
        ValidationError: it has an exit already, or the time cannot be.
    """
    visit = _own_visit(client_id, day, by)
    if visit.end_at is not None:
        raise ValidationError(_("This visit has an exit already."), code="closed")
    end_at = in_whole_seconds(end_at)
    code = fault_of(visit.start_at, end_at, now=clock.now(), kept_from=visit.start_at)
    if code:
        raise ValidationError(fault_text(code), code=code)
    Visit.objects.filter(client_id=client_id, day=day).update(end_at=end_at)
    visit.end_at = end_at
    return visit


@transaction.atomic
def undo_visit(*, client_id: uuid.UUID, day: date, by: Any) -> None:
    """Take back one's own slip, within the time the policy gives.

    Raises:
        PermissionDenied: not the recorder's own visit.
        ValidationError: too late.
    """
    visit = _own_visit(client_id, day, by)
    limit = timedelta(minutes=int(policy.get("movement.undo_minutes").value))
    if clock.real_now() - visit.recorded_at > limit:
        raise ValidationError(_("It is too late to undo this visit."), code="too_late")
    Visit.objects.filter(client_id=client_id, day=day).delete()
    log_action(actor=by, action="undo_visit", subject_type="visit", subject_id=client_id)


@transaction.atomic
def withdraw_visits(*, client_ids: Sequence[uuid.UUID], source: str, by: Any) -> int:
    """Take back visits whose source corrected itself (an interview, a stay); returns how many there were.

    Only visits of that source are touched. Safe to repeat.

    Raises:
        PermissionDenied: ``by`` may not record visits.
    """
    if not by.may("visits.record"):
        raise PermissionDenied
    deleted, _kinds = Visit.objects.filter(client_id__in=client_ids, source=source).delete()
    return deleted


def fault_text(code: str) -> str:
    """What is wrong, for people."""
    return {
        "end_before_start": _("The exit is before the arrival."),
        "longer_than_a_day": _("A visit lasts 24 hours at most."),
        "in_the_future": _("The time lies in the future."),
        "too_old": _("The day is older than visits are kept."),
        "unknown_person": _("Nobody is registered under this code."),
        "unknown_place": _("No such place in your area."),
        "bad_client_id": _("The visit's own id is not a UUID."),
        "bad_time": _("The time is not an ISO time with offset."),
    }[code]


def _whole(visit: VisitInput) -> VisitInput:
    end_at = None if visit.end_at is None else in_whole_seconds(visit.end_at)
    return replace(visit, start_at=in_whole_seconds(visit.start_at), end_at=end_at)


def _sorted_out(visits: list[VisitInput]) -> tuple[list[VisitInput], list[RejectedVisit]]:
    now = clock.now()
    kept_from, _end = clock.day_bounds(first_day_kept(now))
    good, refused = [], []
    for position, visit in enumerate(visits):
        code = fault_of(visit.start_at, visit.end_at, now=now, kept_from=kept_from)
        if code:
            refused.append(RejectedVisit(str(visit.client_id), code, position))
        else:
            good.append(visit)
    return good, refused


def _insert(visits: list[VisitInput], source: str, by: Any) -> int:
    days = [clock.local_day(visit.start_at) for visit in visits]
    ensure_partitions(days)
    columns = {
        name: [getattr(visit, name) for visit in visits]
        for name in ("client_id", "person_id", "place_id", "start_at", "end_at")
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {**columns, "day": days, "source": source, "by": getattr(by, "pk", None)})
        return int(cursor.rowcount)


def _end_open_piece(visit: VisitInput) -> None:
    open_piece = Visit.objects.filter(
        client_id=visit.client_id, day=clock.local_day(visit.start_at), end_at__isnull=True
    )
    if visit.end_at is not None:
        open_piece.update(end_at=in_whole_seconds(visit.end_at))


def _own_visit(client_id: uuid.UUID, day: date, by: Any) -> Visit:
    visit = Visit.objects.select_for_update().filter(client_id=client_id, day=day).first()
    if visit is None or by.pk is None or visit.recorded_by_id != by.pk or not by.may("visits.record"):
        raise PermissionDenied
    return visit


def _days_between(start_at: datetime, until: datetime) -> list[date]:
    first = clock.local_day(start_at)
    return [first + timedelta(days=n) for n in range((clock.local_day(until) - first).days + 1)]
