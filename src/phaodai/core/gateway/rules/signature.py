"""Signatures of what we send: HMAC-SHA256 over time and body, so that an old message cannot be sent again as new."""

import hashlib
import hmac
from collections.abc import Iterable

SCHEME = "v1"
TOLERANCE_S = 300


def _digest(secret: str, timestamp: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()


def sign(secrets: Iterable[str], timestamp: int, body: bytes) -> str:
    """``t=1631610000,v1=…``; while a secret is being replaced, one ``v1`` for each."""
    return ",".join(
        [f"t={timestamp}", *(f"{SCHEME}={_digest(secret, timestamp, body)}" for secret in secrets)]
    )


def is_genuine(header: str, secret: str, body: bytes, now: float, tolerance_s: int = TOLERANCE_S) -> bool:
    """What a receiver does: the time is recent and one of the signatures is right. Shown in docs/api.md."""
    parts = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _sep, value in parts if name == "t" and value.isascii() and value.isdigit()]
    if len(times) != 1 or len(times[0]) > 12 or abs(now - int(times[0])) > tolerance_s:
        return False
    expected = _digest(secret, int(times[0]), body)
    given = [value for name, _sep, value in parts if name == SCHEME and value.isascii()]
    return any(hmac.compare_digest(expected, value) for value in given)
