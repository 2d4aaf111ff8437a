"""What can be wrong with sealed days, each as one sentence that says what to do."""

from datetime import date


class StoreError(Exception):
    """Something is wrong with the sealed days; the message is one sentence for an operator."""


class ForeignStore(StoreError):
    """The folder belongs to another ledger, or holds something else altogether."""


class NewerStore(StoreError):
    """The folder was written by a later version of the engine."""


class TornStore(StoreError):
    """The list of sealed days is damaged."""


class StoreBusy(StoreError):
    """Somebody else is sealing."""


class StoreFull(StoreError):
    """The disk has no room; what was sealed before is untouched."""


class RowsRefused(StoreError):
    """The rows cannot be a day of visits; nothing was written."""


class EngineMissing(StoreError):
    """The packages of the engine are not installed."""


class BrokenDay(StoreError):
    """A sealed day is missing or damaged; the other days answer."""

    def __init__(self, day: date, why: str) -> None:
        super().__init__(f"The sealed day {day} {why}; seal it again from the ledger.")
        self.day = day
