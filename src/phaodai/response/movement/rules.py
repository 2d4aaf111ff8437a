"""What makes a visit acceptable, as pure functions over values."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = timedelta(hours=24)
# Clocks of phones run ahead; what a device says to be later than this is a mistake.
CLOCK_SKEW = timedelta(minutes=10)


@dataclass(frozen=True)
class VisitInput:
    """One visit as it is to be written: bigint ids, aware times, ``end_at`` None when the exit is unknown.

    ``client_id`` is made by the device that saw the visit: an upload repeated is not a visit repeated.
    """

    client_id: uuid.UUID
    person_id: int
    place_id: int
    start_at: datetime
    end_at: datetime | None = None


def fault_of(start_at: datetime, end_at: datetime | None, *, now: datetime, kept_from: datetime) -> str:
    """The code of what is wrong with the times of a visit, or an empty text.

    Codes: ``end_before_start``, ``longer_than_a_day``, ``in_the_future``, ``too_old`` (older than the ledger
    keeps).
    """
    last = end_at or start_at
    if last < start_at:
        return "end_before_start"
    if last - start_at > LONGEST:
        return "longer_than_a_day"
    if max(start_at, last) > now + CLOCK_SKEW:
        return "in_the_future"
    return "too_old" if start_at < kept_from else ""


def in_whole_seconds(moment: datetime) -> datetime:
    """The ledger counts seconds; devices send fractions."""
    return moment.replace(microsecond=0)


def daily_pieces(
    client_id: uuid.UUID, start_at: datetime, end_at: datetime | None, midnights: list[datetime]
) -> Iterator[tuple[uuid.UUID, datetime, datetime | None]]:
    """A long stay cut at the local midnights inside it.

    Every piece but the first has an id derived from the stay's own, so that cutting again gives the same ids.
    """
    inside = [at for at in midnights if start_at < at and (end_at is None or at < end_at)]
    starts = [start_at, *inside]
    ends: list[datetime | None] = [*inside, end_at]
    for number, (begin, until) in enumerate(zip(starts, ends, strict=True)):
        yield (uuid.uuid5(client_id, str(number)) if number else client_id), begin, until
