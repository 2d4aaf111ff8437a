"""Reading what a scanner gives: our own codes, the national QR, the citizen card, the insurance card.

A payload is read as far as it can be; what does not fit becomes a warning. Only a payload of no known kind,
or a token that was not signed by us, is an error.
"""

from collections.abc import Callable
from typing import Any

from phaodai.city.people.rules.cards import read_citizen_card, read_insurance_card, read_personal_code
from phaodai.city.people.rules.readings import Reading, failure
from phaodai.core.codes import is_valid, normalize_code
from phaodai.core.text import nfc

TOKEN_START = "PD1."
PLACE_PREFIX = "D"
MAX_LENGTH = 4_000
Verify = Callable[[str], dict[str, Any] | None]


def read_payload(payload: str, verify: Verify) -> Reading:
    """Read one scanned payload. ``verify`` opens our signed tokens (`core.codes.verify`).

    Kinds: ``place`` ``personal`` ``cccd`` ``bhyt`` ``code`` ``unknown``.
    """
    text = _tidy(payload)
    if not text:
        return failure("unknown", "The code is empty.")
    if len(text) > MAX_LENGTH:
        return failure("unknown", "The code is longer than any card's.")
    if text.startswith(TOKEN_START):
        return _read_token(text, verify)
    for read in (read_insurance_card, read_personal_code, read_citizen_card, _read_printed):
        reading = read(text)
        if reading is not None:
            return reading
    return failure("unknown", "This is none of the codes the system knows.")


def _tidy(payload: str) -> str:
    """NFC without the marks and line ends that hand scanners add."""
    return nfc(payload.replace("\ufeff", "").replace("\x00", "")).strip()


def _read_token(text: str, verify: Verify) -> Reading:
    content = verify(text)
    if content is None:
        return failure("place", "The code was not signed by this system, or it is damaged.")
    if content.get("t") != "place":
        return failure("unknown", "A signed code of a kind that is not read here.")
    return Reading("place", {"code": str(content.get("c", ""))})


def _read_printed(text: str) -> Reading | None:
    """The code printed under a QR, typed by hand: letters, a number, a check character."""
    code = normalize_code(text)
    parts = code.split("-")
    if len(parts) != 3 or not parts[0].isalpha() or not parts[1].isdigit():
        return None
    if not is_valid(code):
        return failure("code", "The check character does not fit: one sign was mistyped.")
    return Reading("place" if parts[0] == PLACE_PREFIX else "code", {"code": code})
