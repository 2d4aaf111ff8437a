"""Local days as numbers. Việt Nam has kept one offset without summer time since 1975, so days are arithmetic.

A *day number* counts local midnights since 1970-01-01; it depends on no setting of the machine.
"""

from datetime import date, timedelta

DAY_S = 86_400
OFFSET_S = 7 * 3_600
EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    return (day - EPOCH).days


def day_of_number(number: int) -> date:
    return EPOCH + timedelta(days=int(number))


def number_at(second: int) -> int:
    """The day number of an epoch second."""
    return (second + OFFSET_S) // DAY_S


def midnight(number: int) -> int:
    """The epoch second at which the day begins."""
    return number * DAY_S - OFFSET_S
