"""How numbers, moments and spans of time are written, in Vietnamese and in English.

Days are day/month in both languages: the papers people hold beside the screen are written so.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import get_language, gettext, ngettext

from phaodai.core.clock import to_local

MISSING = "–"
Number = int | float | Decimal


def _marks() -> tuple[str, str]:
    """Thousands separator and decimal mark of the language in force."""
    return (",", ".") if (get_language() or "vi").startswith("en") else (".", ",")


def number_text(value: Number | None, places: int | None = None) -> str:
    """1284 → "1.284", 96.4 → "96,4"; None → "–". ``places`` fixes the decimals, else at most one is shown."""
    if value is None:
        return MISSING
    if places is None:
        places = 0 if float(value) == round(float(value)) else 1
    thousands, decimal = _marks()
    plain = f"{abs(value):,.{places}f}"
    sign = "−" if value < 0 and float(plain.replace(",", "")) != 0 else ""
    return sign + plain.translate({ord(","): thousands, ord("."): decimal})


def percent_text(value: Number | None, places: int | None = None) -> str:
    """A value already in percent: 96.4 → "96,4%"; None → "–"."""
    return MISSING if value is None else number_text(value, places) + "%"


def _hour(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def when_text(moment: date | datetime | None, form: str = "short") -> str:
    """A moment in local time.

    ``form``: ``short`` "14/9 16:00" · ``day`` "14/9/2021" · ``daymonth`` "14/9" · ``time`` "16:00" ·
    ``long`` "14/9/2021 16:00". A plain date has no time to show.
    """
    if moment is None:
        return MISSING
    local = to_local(moment) if isinstance(moment, datetime) else None
    day = local or moment
    short, full = f"{day.day}/{day.month}", f"{day.day}/{day.month}/{day.year}"
    if local is None:
        return full if form in ("day", "long") else short
    forms = {"day": full, "daymonth": short, "time": _hour(local), "long": f"{full} {_hour(local)}"}
    return forms.get(form, f"{short} {_hour(local)}")


def span_text(span: timedelta) -> str:
    """A length of time in its two largest useful units: "1 giờ 30 phút", "2 ngày", "45 phút"."""
    minutes = int(abs(span).total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60, minutes % 60
    if days >= 2:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if not hours:
        return gettext("%(n)d min") % {"n": rest}
    text = gettext("%(n)d h") % {"n": hours}
    return f"{text} {gettext('%(n)d min') % {'n': rest}}" if rest else text


def remaining_text(deadline: datetime, now: datetime) -> str:
    """How far a deadline is: "quá 1 giờ 30 phút", "còn 45 phút", "ngày mai", "còn 3 ngày"."""
    left = deadline - now
    if left < timedelta(0):
        return gettext("%(span)s late") % {"span": span_text(left)}
    days = (to_local(deadline).date() - to_local(now).date()).days
    if days == 1 and left > timedelta(hours=6):
        return gettext("due tomorrow")
    return gettext("%(span)s left") % {"span": span_text(left)}


def deadline_text(deadline: datetime, now: datetime) -> str:
    """ "16:45" if it falls today, else "14/9 16:45", with the year when it is not this year's."""
    local, today = to_local(deadline), to_local(now)
    if local.date() == today.date() and deadline >= now:
        return when_text(deadline, "time")
    return when_text(deadline, "short" if local.year == today.year else "long")


def skew_text(seconds: int | None) -> str:
    """How far a clock is off: 412 → "fast by 6 min 52 s"; None → "–"; under a second it is right."""
    if seconds is None:
        return MISSING
    if seconds == 0:
        return gettext("right to the second")
    text = _length_text(abs(seconds))
    return (gettext("fast by %(length)s") if seconds > 0 else gettext("slow by %(length)s")) % {
        "length": text
    }


def _length_text(seconds: int) -> str:
    """At most two units: days and hours, hours and minutes, minutes and seconds."""
    units = (
        (86_400, gettext("%(n)s d")), (3_600, gettext("%(n)s h")), (60, gettext("%(n)s min")), (1, gettext("%(n)s s")),
    )  # fmt: skip
    parts = []
    for size, text in units:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(text % {"n": count})
    return " ".join(parts[:2])
