"""Letting a program in, and writing down what it asked."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest

from phaodai.core import clock, policy
from phaodai.core.gateway import limits
from phaodai.core.gateway.caller import Caller, CallerKind, ClockWrong, TooManyRequests, set_caller
from phaodai.core.gateway.models import RequestRecord
from phaodai.core.gateway.rules.skew import ClockReading, ClockRule, Standing, read_client_time, read_clock

CLIENT_TIME = "X-Client-Time"
READING = ("GET", "HEAD", "OPTIONS")
NAME_SHOWN = 160
CHUNK = 10_000


def admit(
    request: HttpRequest, *, kind: CallerKind, caller_id: UUID, name: str, limit_code: str = ""
) -> Caller:
    """Make the request this program's and count it against the program's limit.

    Raises:
        TooManyRequests: the limit is used up.
    """
    caller = Caller(kind, caller_id, name)
    set_caller(request, caller)
    if limit_code:
        caller.limit = limits.take(caller_id, limits.limit_of(limit_code))
        if not caller.limit.is_allowed:
            raise TooManyRequests(caller.limit)
    return caller


def clock_rule() -> ClockRule:
    """The rule in force for clocks of devices."""
    value = policy.get("gateway.device_clock").value
    return ClockRule(
        int(value["notice_s"]), int(value["correct_s"]), int(value["refuse_s"]), str(value["mode"])
    )


def check_clock(request: HttpRequest, caller: Caller) -> ClockReading:
    """Read the device's clock from its header; the world's time on both sides, never the scenario's.

    Raises:
        ClockWrong: no readable time, or a writing request with a clock beyond what can be put right.
    """
    received_at = clock.real_now()
    told = read_client_time(request.headers.get(CLIENT_TIME, ""))
    if told is None:
        raise ClockWrong("client_time")
    caller.clock = read_clock(told, received_at, clock_rule())
    if caller.clock.standing == Standing.REFUSED and request.method not in READING:
        raise ClockWrong("clock_wrong", caller.clock.skew_s)
    return caller.clock


def record_request(
    *, caller: Caller, actor_id: int | None, method: str, operation: str, status: int, duration_ms: int,
    rows: int | None, request_id: str,
) -> None:  # fmt: skip
    """Write one line of the log. ``operation`` is the route, never the address itself."""
    RequestRecord.objects.create(
        caller_kind=caller.kind,
        caller_id=caller.id,
        caller_name=caller.name[:NAME_SHOWN],
        actor_id=actor_id,
        method=method[:7],
        operation=operation[:160],
        status=status,
        duration_ms=duration_ms,
        rows=caller.rows if caller.rows is not None else rows,
        skew_s=caller.clock.skew_s if caller.clock else None,
        request_id=request_id[:32],
    )


def delete_old_records(*, by: Any = None) -> int:
    """Delete what is older than the policy keeps, in small transactions; returns how many lines."""
    before = clock.real_now() - timedelta(days=int(policy.get("gateway.request_log_days").value))
    deleted = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM gateway_requestrecord WHERE id IN "
                "(SELECT id FROM gateway_requestrecord WHERE recorded_at < %s ORDER BY id LIMIT %s)",
                [before, CHUNK],
            )
            deleted += cursor.rowcount
            if cursor.rowcount < CHUNK:
                return deleted
