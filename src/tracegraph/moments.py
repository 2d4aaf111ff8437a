"""ISO texts to epoch seconds and back. A bare day means the whole local day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
BARE_DAY_LENGTH = len("2021-09-14")


class BadMoment(ValueError):
    """A text that is no moment; the message says why, without naming row or column."""


def is_bare_day(text: str) -> bool:
    return len(text) == BARE_DAY_LENGTH and "T" not in text


def beginning(text: str) -> int:
    """Epoch second of an ISO time with offset, or of the midnight a bare day begins with."""
    return _midnight(text, 0) if is_bare_day(text) else _second(text)


def ending(text: str) -> int:
    """Epoch second of an ISO time with offset, or of the midnight a bare day ends with."""
    return _midnight(text, 1) if is_bare_day(text) else _second(text)


def _midnight(text: str, days_later: int) -> int:
    try:
        day = date.fromisoformat(text) + timedelta(days=days_later)
        return int(datetime.combine(day, time(), LOCAL).timestamp())
    except (ValueError, OverflowError):
        raise BadMoment(f"'{text}' is not a day such as 2021-09-14") from None


def _second(text: str) -> int:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise BadMoment(f"'{text}' has no offset; write it like 2021-09-14T07:48:00+07:00")
        return int((moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(seconds=1))
    except BadMoment:
        raise
    except (ValueError, OverflowError):
        raise BadMoment(f"'{text}' is not a time such as 2021-09-14T07:48:00+07:00") from None


def iso(second: int) -> str:
    """Local ISO text with offset."""
    return datetime.fromtimestamp(second, LOCAL).isoformat()
