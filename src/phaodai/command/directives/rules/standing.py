"""How an assignment stands against its deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from phaodai.command.directives.terms import AssignmentState, Standing

CLOSED = (AssignmentState.DONE, AssignmentState.WITHDRAWN)
DONE = (Standing.DONE_IN_TIME, Standing.DONE_LATE, Standing.DONE_NO_DEADLINE)
OPEN = (Standing.OPEN_IN_TIME, Standing.OPEN_OVERDUE, Standing.OPEN_NO_DEADLINE)


def standing_of(state: str, due_at: datetime | None, finished_at: datetime | None, now: datetime) -> Standing:
    """One word for it.

    What counts is when the unit sent its last report (``finished_at``), not when somebody read it: a report that
    waits to be accepted is open, and in time if it was sent in time. The deadline itself is still in time.
    """
    if state == AssignmentState.WITHDRAWN:
        return Standing.WITHDRAWN
    is_done = state == AssignmentState.DONE
    if due_at is None:
        return Standing.DONE_NO_DEADLINE if is_done else Standing.OPEN_NO_DEADLINE
    if (finished_at or now) > due_at:
        return Standing.DONE_LATE if is_done else Standing.OPEN_OVERDUE
    return Standing.DONE_IN_TIME if is_done else Standing.OPEN_IN_TIME


@dataclass(frozen=True)
class Tally:
    """Done or open × in time or overdue; the cells of every overview."""

    done_in_time: int = 0
    done_late: int = 0
    done_no_deadline: int = 0
    open_in_time: int = 0
    open_overdue: int = 0
    open_no_deadline: int = 0

    @property
    def done(self) -> int:
        return self.done_in_time + self.done_late + self.done_no_deadline

    @property
    def open(self) -> int:
        return self.open_in_time + self.open_overdue + self.open_no_deadline

    @property
    def total(self) -> int:
        return self.done + self.open


def tally(standings: Iterable[str]) -> Tally:
    """Count them; what was withdrawn counts nowhere."""
    counts: dict[str, int] = {}
    for standing in standings:
        if standing != Standing.WITHDRAWN:
            counts[str(standing)] = counts.get(str(standing), 0) + 1
    return Tally(**counts)
