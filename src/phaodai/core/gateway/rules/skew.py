"""What is done with the times of a device whose clock goes wrong. Nothing is changed without being said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """How a device's clock stands."""

    GOOD = "good"
    NOTICE = "notice"
    CORRECTED = "corrected"
    FLAGGED = "flagged"
    REFUSED = "refused"


@dataclass(frozen=True)
class ClockRule:
    """Seconds of difference from which it is shown, acted upon, refused; ``mode`` "correct" or "flag"."""

    notice_s: int
    correct_s: int
    refuse_s: int
    mode: str = "correct"


@dataclass(frozen=True)
class ClockReading:
    """A device's clock at one call: positive where it is fast."""

    skew: timedelta
    standing: Standing

    @property
    def skew_s(self) -> int:
        return round(self.skew.total_seconds())

    @property
    def is_noted(self) -> bool:
        """Whether every time it sends is put on record with the difference."""
        return self.standing in (Standing.CORRECTED, Standing.FLAGGED)

    def as_kept(self, sent: datetime) -> datetime:
        """The time to keep for one the device sent."""
        return sent - timedelta(seconds=self.skew_s) if self.standing == Standing.CORRECTED else sent


def read_clock(client_time: datetime, received_at: datetime, rule: ClockRule) -> ClockReading:
    """Compare what the device's clock said on sending with ours on receiving."""
    skew = client_time - received_at
    return ClockReading(skew, _standing(abs(round(skew.total_seconds())), rule))


def _standing(seconds: int, rule: ClockRule) -> Standing:
    if seconds > rule.refuse_s:
        return Standing.REFUSED
    if seconds > rule.correct_s:
        return Standing.FLAGGED if rule.mode == "flag" else Standing.CORRECTED
    return Standing.NOTICE if seconds > rule.notice_s else Standing.GOOD


def read_client_time(text: str) -> datetime | None:
    """The header's ISO time with offset; None for anything else."""
    try:
        moment = datetime.fromisoformat(text.strip()[:40])
    except ValueError:
        return None
    return moment if moment.tzinfo is not None and 1990 < moment.year < 9000 else None
