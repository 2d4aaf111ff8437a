"""A token bucket: so many calls at once, then so many a minute. `limits.take` does the same in one SQL statement."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """``per_minute`` calls in the long run, ``burst`` at once."""

    per_minute: float
    burst: int

    @property
    def per_second(self) -> float:
        return self.per_minute / 60


@dataclass(frozen=True)
class Taken:
    """What came of one call: let in or not, calls left at once, seconds until the next is let in and until full."""

    is_allowed: bool
    limit: int
    remaining: int
    retry_after_s: int
    full_in_s: int


def refill(left: float, passed_s: float, limit: Limit) -> float:
    """Calls there are after some time; a clock that went back gives nothing and takes nothing."""
    return min(float(limit.burst), left + max(0.0, passed_s) * limit.per_second)


def take(left: float, passed_s: float, limit: Limit) -> tuple[Taken, float]:
    """Take one call out of what ``left`` has become; a call that is not let in takes nothing."""
    there = refill(left, passed_s, limit)
    is_allowed = there >= 1
    kept = there - 1 if is_allowed else there
    return verdict(is_allowed, kept, limit), kept


def verdict(is_allowed: bool, kept: float, limit: Limit) -> Taken:
    """The answer for the headers; waiting times are rounded up, so that whoever waits so long is let in."""
    wait = 0 if is_allowed else max(1, math.ceil((1 - kept) / limit.per_second))
    full = math.ceil((limit.burst - kept) / limit.per_second)
    return Taken(is_allowed, limit.burst, math.floor(kept), wait, full)
