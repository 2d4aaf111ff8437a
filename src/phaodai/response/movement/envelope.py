"""A batch as devices send it, turned into visits: unknown people and places are refused by code."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from phaodai.response.movement.clocks import DeviceClock, record_device_visits
from phaodai.response.movement.outcomes import BatchOutcome, RejectedVisit
from phaodai.response.movement.queries import people_by_reference, places_by_reference
from phaodai.response.movement.rules import VisitInput
from phaodai.response.movement.services import check_visits, record_visits


@dataclass(frozen=True)
class SentVisit:
    """One visit of a batch, every field as sent; ``end`` empty or None means no exit yet."""

    client_id: str
    person: str
    place: str
    start: str
    end: str | None = None


class Unusable(ValueError):
    """A sent visit that cannot be used; the message is the code."""


def take_batch(
    *,
    sent: Sequence[SentVisit],
    source: str,
    by: Any,
    dry_run: bool = False,
    device: DeviceClock | None = None,
) -> BatchOutcome:
    """Look up people and places, write what can be written, and say of each other visit why not.

    ``dry_run`` says what would become of the batch and writes nothing. Times of a device with a wrong clock
    follow the rule for clocks. Raises as `record_visits`.
    """
    people = people_by_reference({one.person for one in sent})
    places = places_by_reference({one.place for one in sent}, by)
    usable, refused = [], []
    for position, one in enumerate(sent):
        try:
            usable.append((position, _visit(one, people, places)))
        except Unusable as why:
            refused.append(RejectedVisit(one.client_id, str(why), position))
    visits = [visit for _position, visit in usable]
    outcome = _write(visits, source, by, dry_run, device)
    refused += [replace(one, position=usable[one.position][0]) for one in outcome.rejected]
    return BatchOutcome(outcome.accepted, outcome.duplicates, sorted(refused, key=lambda one: one.position))


def _write(
    visits: list[VisitInput], source: str, by: Any, dry_run: bool, device: DeviceClock | None
) -> BatchOutcome:
    if device is not None and not dry_run:
        return record_device_visits(visits=visits, device=device, source=source, by=by)
    write = check_visits if dry_run else record_visits
    return write(visits=visits, source=source, by=by)


def _visit(one: SentVisit, people: dict[str, int], places: dict[str, int]) -> VisitInput:
    client_id = _client_id(one.client_id)
    if one.person not in people:
        raise Unusable("unknown_person")
    if one.place not in places:
        raise Unusable("unknown_place")
    end_at = read_moment(one.end) if one.end else None
    return VisitInput(client_id, people[one.person], places[one.place], read_moment(one.start), end_at)


def _client_id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Unusable("bad_client_id") from None


def read_moment(text: str) -> datetime:
    """An aware time out of ISO text; `Unusable` otherwise."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Unusable("bad_time") from None
    if moment.tzinfo is None or not 1900 < moment.year < 9000:
        raise Unusable("bad_time")
    return moment
