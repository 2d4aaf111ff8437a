"""What the QR on a paper holds: which paper, and the beginning of the digest of what it says. Signed."""

import base64
from uuid import UUID

from phaodai.core import codes

TYPE, DIGITS = "vb", 16


def paper_token(uuid: UUID, digest: str) -> str:
    """The token, short enough for a QR of 26 mm."""
    name = base64.urlsafe_b64encode(uuid.bytes).rstrip(b"=").decode()
    return codes.sign({"t": TYPE, "i": name, "d": digest[:DIGITS]})


def read_token(token: str) -> tuple[UUID, str] | None:
    """The paper's id and the digits of its digest; None for a forged, foreign or broken one."""
    payload = codes.verify(token)
    if payload is None or payload.get("t") != TYPE:
        return None
    try:
        raw = base64.urlsafe_b64decode(str(payload["i"]) + "==")
        return UUID(bytes=raw), str(payload["d"])
    except (KeyError, ValueError):
        return None
