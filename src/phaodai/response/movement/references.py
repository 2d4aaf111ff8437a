"""What a scanner or a clerk hands in for a person or a place: a UUID, a code, a signed QR, a card's QR."""

import uuid
from typing import NamedTuple

from phaodai.core.codes import verify
from phaodai.core.codes.tokens import PREFIX


class Reference(NamedTuple):
    """The UUID or the code inside a text; both empty when the text is nothing known."""

    uuid: uuid.UUID | None
    code: str


def read_reference(text: str) -> Reference:
    """Read a UUID, our own signed QR (``PD1.…``), a QR with fields between ``|`` (its first field), or a code."""
    text = text.strip()
    if text.startswith(f"{PREFIX}."):
        return _of_payload(verify(text) or {})
    return _of_text(text.split("|", 1)[0])


def _of_payload(payload: dict[str, object]) -> Reference:
    for key in ("uuid", "id", "u", "code", "c"):
        if isinstance(payload.get(key), str):
            return _of_text(str(payload[key]))
    return Reference(None, "")


def _of_text(text: str) -> Reference:
    try:
        return Reference(uuid.UUID(text), "")
    except ValueError:
        # A zero byte is in no code, and no database takes one.
        return Reference(None, "" if "\x00" in text else text.strip())
