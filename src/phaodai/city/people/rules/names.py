"""Names of people as they are stored."""

import re

from phaodai.core.text import nfc

MAX_LENGTH = 120
STRANGE = re.compile(r"[0-9|<>{}\[\]@#$%^*=_\\/]")


def normalize_name(text: str) -> str:
    """NFC, single blanks; names all in capitals or all in small letters get capital initials.

    ``NGUYỄN THỊ ÁNH`` → ``Nguyễn Thị Ánh``; a name written with care (``K'Brơi``) is left alone.
    """
    name = nfc(text).strip(" ,.;")
    if name != name.upper() and name != name.lower():
        return name
    return nfc(" ".join(_capitalized(word) for word in name.lower().split()))


def _capitalized(word: str) -> str:
    """Capital after a hyphen or an apostrophe too: ``k'brơi`` → ``K'Brơi``."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"(['’\-])", word))


def name_problem(name: str) -> str:
    """A code of what keeps this from being a name: ``empty``, ``long``, ``signs``; "" if nothing does."""
    if len(name.strip()) < 2:
        return "empty"
    if len(name) > MAX_LENGTH:
        return "long"
    return "signs" if STRANGE.search(name) else ""
