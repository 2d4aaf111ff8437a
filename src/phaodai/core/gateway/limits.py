"""Rate limits that hold across processes: one row a caller, one statement a call, the database's clock."""

from uuid import UUID

from django.db import connection

from phaodai.core import policy
from phaodai.core.gateway.rules.limits import Limit, Taken, verdict

# As `rules.limits.take`. EXCLUDED.at is our time; while we waited for the row another call may have moved it on.
THERE = """LEAST(%(burst)s::float8,
    b."left" + GREATEST(0, EXTRACT(EPOCH FROM EXCLUDED.at - b.at)::float8) * %(rate)s::float8)"""
TAKE = f"""
INSERT INTO gateway_bucket AS b (caller_id, "left", was_let_in, at)
VALUES (%(id)s, %(burst)s::float8 - 1, true, clock_timestamp())
ON CONFLICT (caller_id) DO UPDATE SET
    "left" = CASE WHEN {THERE} >= 1 THEN {THERE} - 1 ELSE {THERE} END,
    was_let_in = {THERE} >= 1,
    at = GREATEST(b.at, EXCLUDED.at)
RETURNING was_let_in, "left"
"""


def limit_of(code: str) -> Limit:
    """The limit a policy gives: calls a minute, and at once."""
    value = policy.get(code).value
    return Limit(per_minute=max(0.1, float(value["per_minute"])), burst=max(1, int(value["burst"])))


def take(caller_id: UUID, limit: Limit) -> Taken:
    """Take one call from the caller's bucket, whichever process asks."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"id": caller_id, "burst": limit.burst, "rate": limit.per_second})
        is_allowed, left = cursor.fetchone()
    return verdict(is_allowed, left, limit)
