"""How papers write days, places and offices. Papers are written in Vietnamese whatever the reader's language."""

from datetime import date, datetime

from phaodai.core import clock

BLANK = "………"
COMMON_NOUNS = (
    "Phường ",
    "Xã ",
    "Thị xã ",
    "Thị trấn ",
    "Quận ",
    "Huyện ",
    "Thành phố ",
    "Tỉnh ",
    "Tổ ",
    "Thôn ",
)


def in_sentence(name: str) -> str:
    """A name with its common noun inside a sentence: "Quận Hai Bà Trưng" → "quận Hai Bà Trưng"."""
    return name[:1].lower() + name[1:] if name.startswith(COMMON_NOUNS) else name


def bare_name(name: str) -> str:
    """Without the common noun: "Thành phố Hà Nội" → "Hà Nội"."""
    return next((name.removeprefix(noun) for noun in COMMON_NOUNS if name.startswith(noun)), name)


def long_day(day: date | None) -> str:
    """ "ngày 05 tháng 9 năm 2021"; dots to be filled in where there is no day.

    A day below 10 and the months 1 and 2 get a zero before them (NĐ 30/2020, appendix I).
    """
    if day is None:
        return "ngày …… tháng …… năm ………"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_day(day: date | None) -> str:
    """ "5/9/2021"; "" where there is none."""
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def moment(at: datetime | None) -> str:
    """ "16:05 ngày 14/09/2021", as under a signature; "" where there is none."""
    return clock.to_local(at).strftime("%H:%M ngày %d/%m/%Y") if at else ""


def short_moment(at: datetime | None) -> str:
    """ "16:05 14/9"; "" where there is none."""
    if at is None:
        return ""
    local = clock.to_local(at)
    return f"{local:%H:%M} {local.day}/{local.month}"
