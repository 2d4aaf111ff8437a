"""Visits of a device whose clock was off: put right or marked by the rule, with what it had sent kept beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from phaodai.core import clock
from phaodai.core.gateway.rules.skew import ClockReading
from phaodai.response.movement.models import Visit, VisitClock
from phaodai.response.movement.outcomes import BatchOutcome
from phaodai.response.movement.rules import VisitInput, in_whole_seconds
from phaodai.response.movement.services import record_visits

SHOWN = 20


@dataclass(frozen=True)
class DeviceClock:
    """Which device sent a batch, and how its clock stood then."""

    device_id: UUID
    device_name: str
    reading: ClockReading


def kept_times(visit: VisitInput, reading: ClockReading) -> VisitInput:
    """The visit with the times to keep."""
    end_at = None if visit.end_at is None else reading.as_kept(visit.end_at)
    return replace(visit, start_at=reading.as_kept(visit.start_at), end_at=end_at)


@transaction.atomic
def record_device_visits(
    *, visits: Sequence[VisitInput], device: DeviceClock, source: str, by: Any
) -> BatchOutcome:
    """Write a batch as `record_visits`, with times as the rule for clocks says; safe to repeat.

    A visit that is in the ledger already stays as it was written then, whatever the clock says now: sent again
    around midnight it must not become a second one on another day.
    """
    if not device.reading.is_noted:
        return record_visits(visits=visits, source=source, by=by)
    known = _known([(one, kept_times(one, device.reading)) for one in visits])
    places = [place for place, one in enumerate(visits) if one.client_id not in known]
    fresh = [kept_times(visits[place], device.reading) for place in places]
    outcome = record_visits(visits=fresh, source=source, by=by)
    refused = {one.position for one in outcome.rejected}
    written = [(visits[place], fresh[n]) for n, place in enumerate(places) if n not in refused]
    VisitClock.objects.bulk_create(_notes(written, device), ignore_conflicts=True)
    rejected = [replace(one, position=places[one.position]) for one in outcome.rejected]
    return BatchOutcome(outcome.accepted, outcome.duplicates + len(visits) - len(places), rejected)


def _known(pairs: list[tuple[VisitInput, VisitInput]]) -> set[UUID]:
    """Client ids that are in the ledger on the day sent, the day kept, or one beside them."""
    days = {clock.local_day(one.start_at) for pair in pairs for one in pair}
    around = {day + timedelta(days=n) for day in days for n in (-1, 0, 1)}
    ids = [sent.client_id for sent, _kept in pairs]
    return set(Visit.objects.filter(client_id__in=ids, day__in=around).values_list("client_id", flat=True))


def _notes(written: list[tuple[VisitInput, VisitInput]], device: DeviceClock) -> list[VisitClock]:
    return [
        VisitClock(
            client_id=sent.client_id, day=clock.local_day(in_whole_seconds(kept.start_at)),
            device_id=device.device_id, device_name=device.device_name[:80], skew_s=device.reading.skew_s,
            standing=device.reading.standing, sent_start_at=sent.start_at, sent_end_at=sent.end_at,
        )
        for sent, kept in written
    ]  # fmt: skip


def forget_before(day: date) -> int:
    """Delete what is known of clocks with the visits it belongs to."""
    deleted, _kinds = VisitClock.objects.filter(day__lt=day).delete()
    return deleted


def noted_of(device_id: UUID) -> "QuerySet[VisitClock]":
    """Visits of a device whose times were put right or marked, newest first."""
    return VisitClock.objects.filter(device_id=device_id).order_by("-pk")
