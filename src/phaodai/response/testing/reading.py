"""Reading what laboratories write: results, times and Ct values as words. Pure: texts in, values out."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from phaodai.core.codes import normalize_code
from phaodai.core.text import search_key
from phaodai.response.testing.terms import ResultValue

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
WORDS: dict[str, ResultValue] = {
    "duong tinh": ResultValue.POSITIVE,
    "duong": ResultValue.POSITIVE,
    "positive": ResultValue.POSITIVE,
    "pos": ResultValue.POSITIVE,
    "+": ResultValue.POSITIVE,
    "dt": ResultValue.POSITIVE,
    "am tinh": ResultValue.NEGATIVE,
    "am": ResultValue.NEGATIVE,
    "negative": ResultValue.NEGATIVE,
    "neg": ResultValue.NEGATIVE,
    "-": ResultValue.NEGATIVE,
    "at": ResultValue.NEGATIVE,
    "chua xac dinh": ResultValue.INDETERMINATE,
    "nghi ngo": ResultValue.INDETERMINATE,
    "indeterminate": ResultValue.INDETERMINATE,
    "mau khong dat": ResultValue.INVALID,
    "khong dat": ResultValue.INVALID,
    "mau khong dat, lay lai": ResultValue.INVALID,
    "mau khong dat-lay lai": ResultValue.INVALID,
    "lay lai": ResultValue.INVALID,
    "invalid": ResultValue.INVALID,
}
"""How laboratories write a result (`ket_qua` of the city CDC's lists), without diacritics."""

TIME_FORMS = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%H:%M %d/%m/%Y",
    "%d-%m-%Y %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
)
HIGHEST_CT = 50.0


BARE_CODE = re.compile(r"^([A-Z])-?([0-9]{6,})-?([0-9A-Z])$")


def read_code(text: str) -> str:
    """A tube's code as it is stored, from a scanner or a tired clerk: "m 004396x" → "M-004396-X"."""
    code = normalize_code(text)
    parts = BARE_CODE.match(code)
    return "-".join(parts.groups()) if parts else code


def read_value(text: str) -> ResultValue | None:
    """ "Dương tính", "POSITIVE", "+" → positive; None when it is no result."""
    return WORDS.get(search_key(text).replace("–", "-").replace("'", ""))


def read_time(text: str) -> datetime | None:
    """ "14/9/2021 16:30" (local) or an ISO time with offset; None when it is no time."""
    for form in TIME_FORMS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=LOCAL)
        except ValueError:
            continue
    return _read_iso(text.strip())


def _read_iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def read_ct(text: str) -> float | None:
    """ "24,5" or "24.5" → 24.5; None outside 0–50 or when it is no number."""
    try:
        ct = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return ct if 0 < ct <= HIGHEST_CT else None
