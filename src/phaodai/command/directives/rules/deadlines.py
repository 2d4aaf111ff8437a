"""Deadlines: the next one of a recurring task, the ladder of chasing, what a sub-task may have."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from phaodai.command.directives.terms import Chase, Recurrence

MONTHS = {Recurrence.MONTHLY: 1, Recurrence.QUARTERLY: 3}
DAYS = {Recurrence.DAILY: 1, Recurrence.WEEKLY: 7}


def add_months(moment: datetime, months: int, day: int) -> datetime:
    """The same hour so many months later, on ``day`` or the month's last day where it is shorter."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    return moment.replace(year=year, month=month + 1, day=min(day, monthrange(year, month + 1)[1]))


def next_due(recurrence: str, due_at: datetime, *, anchor_day: int | None = None) -> datetime | None:
    """The deadline of the next round; None for what does not come again by itself.

    ``due_at`` in local time. ``anchor_day`` is the day of the month of the first round, so that a report due on the
    31st returns to the 31st after a shorter month.
    """
    if recurrence in DAYS:
        return due_at + timedelta(days=DAYS[Recurrence(recurrence)])
    if recurrence in MONTHS:
        return add_months(due_at, MONTHS[Recurrence(recurrence)], anchor_day or due_at.day)
    return None


def rungs_due(
    due_at: datetime,
    now: datetime,
    *,
    remind_before_h: float,
    next_head_after_h: float,
    issuer_after_h: float,
) -> list[Chase]:
    """The rungs of the ladder that have been reached by ``now``."""
    ladder = [
        (Chase.REMINDER, due_at - timedelta(hours=remind_before_h)),
        (Chase.HEAD, due_at),
        (Chase.NEXT_HEAD, due_at + timedelta(hours=next_head_after_h)),
        (Chase.ISSUER, due_at + timedelta(hours=issuer_after_h)),
    ]
    return [rung for rung, since in ladder if now > since]


def fits_under(due_at: datetime | None, above: datetime | None) -> bool:
    """Whether a sub-task's deadline fits: never without one or later where the task above has one."""
    return above is None or (due_at is not None and due_at <= above)


RHYTHMS = {
    Recurrence.DAILY: ("hàng ngày", "hằng ngày", "mỗi ngày"),
    Recurrence.WEEKLY: ("hàng tuần", "hằng tuần", "mỗi tuần"),
    Recurrence.MONTHLY: ("hàng tháng", "hằng tháng", "mỗi tháng"),
    Recurrence.QUARTERLY: ("hàng quý", "hằng quý", "mỗi quý"),
}


def rhythm_of(written: str | None) -> Recurrence:
    """The code of a written rhythm: "trước 16h00 hằng ngày" → daily; any other rhythm is continuous."""
    text = (written or "").lower().strip()
    if not text:
        return Recurrence.ONCE
    found = (code for code, words in RHYTHMS.items() if any(word in text for word in words))
    return next(found, Recurrence.CONTINUOUS)


_LAST_DAY = re.compile(
    r"\b(?:đến|tới)\s+(?:(?:khi\s+)?hết\s+)?(?:ngày\s+)?\d{1,2}\s?(?:/|tháng)", re.IGNORECASE
)
_HOUR = re.compile(r"(\d{1,2})\s?(?:h|g|giờ|:)\s?(\d{2})?", re.IGNORECASE)
_WHILE = re.compile(
    r"\b(?:trong\s+(?:suốt\s+)?thời\s+gian\s+[^,.;]{3,80}|(?:cho\s+)?(?:đến|tới)\s+khi\s+[^,.;]{3,100})",
    re.IGNORECASE,
)


def first_and_last(
    passage: str, rhythm: str, written: str, due_at: datetime | None, now: datetime
) -> tuple[datetime | None, date | None]:
    """(deadline of the first round, last day of the rounds) of a daily task "… cho đến hết ngày 30/9".

    The day read is then where the rounds end and no deadline: the first is due today, or tomorrow where the written hour
    has passed. Every other task keeps the deadline read and has no end. All in local time.
    """
    if rhythm != Recurrence.DAILY or due_at is None or _LAST_DAY.search(passage) is None:
        return due_at, None
    hour = _HOUR.search(written)
    clock = (int(hour[1]), int(hour[2] or 0), 0) if hour else (23, 59, 59)
    if clock[0] > 23 or clock[1] > 59:
        clock = (23, 59, 59)
    first = now.replace(hour=clock[0], minute=clock[1], second=clock[2], microsecond=0)
    return (first if first >= now else first + timedelta(days=1)), due_at.date()


def holds_while(passage: str) -> str:
    """The circumstance that ends a recurring task: "trong thời gian giãn cách", "cho đến khi có chỉ đạo mới"; or ""."""
    found = _WHILE.search(passage)
    return " ".join(found.group().split()) if found else ""
