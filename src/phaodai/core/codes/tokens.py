"""QR tokens: ``PD1.<kid>.<payload>.<signature>``, payload compact JSON, both base64url without padding."""

import base64
import json
from typing import Any

from cryptography.exceptions import InvalidSignature

from phaodai.core.codes.keys import keyring, signing_key

PREFIX = "PD1"


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sign(payload: dict[str, Any]) -> str:
    """A signed token of a small JSON payload; 10 k verifications a second, fits a version 6–9 QR code."""
    kid, key = signing_key()
    body = _encode(json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode())
    head = f"{PREFIX}.{kid}.{body}"
    return f"{head}.{_encode(key.sign(head.encode('ascii')))}"


def verify(token: str) -> dict[str, Any] | None:
    """The payload of a token signed by one of our keys, else None."""
    parts = token.split(".")
    if len(parts) != 4 or parts[0] != PREFIX or parts[1] not in keyring():
        return None
    try:
        head = ".".join(parts[:3]).encode("ascii")
        keyring()[parts[1]].public_key().verify(_decode(parts[3]), head)
        payload = json.loads(_decode(parts[2]))
    except (InvalidSignature, ValueError):
        return None
    return payload if isinstance(payload, dict) else None
