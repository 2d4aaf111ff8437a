"""When a message that failed is tried again."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class RetryRule:
    """First pause, longest pause, tries before a message is dead, hours of failing before the receiver is left alone."""

    first_s: int
    cap_s: int
    attempts: int
    disable_after_hours: int


def pause(attempts: int, rule: RetryRule, chance: float) -> timedelta:
    """The pause after so many failed tries: doubled each time up to the cap; ``chance`` (0–1) spreads its upper half.

    Without the spreading, everything that failed together would come back together.
    """
    longest = min(rule.cap_s, rule.first_s * 2 ** min(max(attempts, 1) - 1, 40))
    return timedelta(seconds=longest / 2 * (1 + chance))


def is_dead(attempts: int, rule: RetryRule) -> bool:
    """Whether a message is given up."""
    return attempts >= rule.attempts


def is_to_be_disabled(failing_since: datetime | None, now: datetime, rule: RetryRule) -> bool:
    """Whether the receiver has failed for so long that nothing more is sent to it."""
    return failing_since is not None and now - failing_since >= timedelta(hours=rule.disable_after_hours)
