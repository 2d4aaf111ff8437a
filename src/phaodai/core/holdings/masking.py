"""Third parties in somebody else's record: enough to know that there was somebody, not who."""

import re
from typing import Any

HIDDEN = "•••"
STAFF = "cán bộ"


def masked(value: Any) -> Any:
    """``Lê Thị Chi`` → ``L. T. C.``; digits → their last two; whatever is built of parts is withheld whole."""
    if value in (None, "", [], {}):
        return value
    if isinstance(value, list | tuple | dict):
        return HIDDEN
    text = str(value)
    if re.search(r"\d{3}", text):
        return HIDDEN + re.sub(r"\D", "", text)[-2:]
    return " ".join(f"{word[0].upper()}." for word in text.split() if word[0].isalnum()) or HIDDEN


def is_staff_name(field: str) -> bool:
    """Whether a field names the member of staff who did something."""
    return field.endswith(("by_name", "actor_name")) or field in ("investigator", "signed_by_title")
