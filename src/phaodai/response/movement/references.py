"""What a scanner or a clerk hands in for a person or a place: a UUID, a number, a code, a card's QR."""

import uuid
from typing import Any, NamedTuple

from phaodai.city.people.rules import read_payload
from phaodai.core.codes import verify

# Where the readings of `people.rules.qr` keep what tells people and places apart, best first.
UUID_FIELDS = ("uuid", "id", "u")
CODE_FIELDS = ("code", "c", "citizen_code", "qid", "document_number")


class Reference(NamedTuple):
    """The UUID or the code inside a text; both empty when the text is nothing known."""

    uuid: uuid.UUID | None
    code: str


NOTHING = Reference(None, "")


def read_reference(text: str) -> Reference:
    """The person or place a text means: a UUID, an identity number, or any QR that `read_payload` knows."""
    text = text.strip()
    found = _as_uuid(text)
    if found is not None:
        return Reference(found, "")
    if text.isdigit():
        return Reference(None, text)
    reading = read_payload(text, verify)
    return NOTHING if reading.error else _of_fields(reading.fields)


def _of_fields(fields: dict[str, Any]) -> Reference:
    for name in UUID_FIELDS:
        found = _as_uuid(str(fields.get(name) or ""))
        if found is not None:
            return Reference(found, "")
    codes = [str(fields[name]) for name in CODE_FIELDS if fields.get(name)]
    return Reference(None, codes[0]) if codes else NOTHING


def _as_uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
