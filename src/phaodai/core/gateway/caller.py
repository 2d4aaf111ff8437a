"""The program behind a request: set by whoever signs it in, read by operations and by the log."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from phaodai.core.gateway.rules.limits import Taken
from phaodai.core.gateway.rules.skew import ClockReading
from phaodai.core.terms import TermChoices


class CallerKind(TermChoices):
    TOKEN = "token", "Mã truy cập cá nhân", "Personal token"
    KEY = "key", "Khóa API", "API key"
    DEVICE = "device", "Thiết bị", "Device"


@dataclass
class Caller:
    """One program. ``clock`` is read of devices only; ``rows`` is what an operation says it handled."""

    kind: CallerKind
    id: UUID
    name: str
    limit: Taken | None = None
    clock: ClockReading | None = None
    rows: int | None = None


class TooManyRequests(Exception):
    """The caller has used up its limit."""

    def __init__(self, taken: Taken) -> None:
        super().__init__("too many requests")
        self.taken = taken


class ClockWrong(Exception):
    """A device did not say its time, or says one so far off that what it writes cannot be placed."""

    def __init__(self, code: str, skew_s: int | None = None) -> None:
        super().__init__(code)
        self.code, self.skew_s = code, skew_s


def caller_of(request: HttpRequest) -> Caller | None:
    """The program that calls; None for a person in a browser."""
    return getattr(request, "caller", None)


def set_caller(request: Any, caller: Caller) -> None:
    """From here on the request is this program's."""
    request.caller = caller


def note_rows(request: HttpRequest, rows: int) -> None:
    """Say how many rows a request handled, where its answer does not show it."""
    caller = caller_of(request)
    if caller is not None:
        caller.rows = rows
