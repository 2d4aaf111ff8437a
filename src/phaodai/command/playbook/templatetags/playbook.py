"""How long something took, in words."""

from datetime import timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def span(value: timedelta | None) -> str:
    """1:42:05 → "1 hour 42 minutes"; under a minute in seconds; nothing is "–"."""
    if value is None:
        return "–"
    seconds = max(int(value.total_seconds()), 0)
    if seconds < 60:
        return ngettext("%(n)s second", "%(n)s seconds", seconds) % {"n": seconds}
    hours, minutes = divmod(seconds // 60, 60)
    minute_text = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if not hours:
        return minute_text
    return _("%(hours)s %(minutes)s") % {"hours": _hours(hours), "minutes": minute_text}


def _hours(hours: int) -> str:
    if hours >= 48:
        days, rest = divmod(hours, 24)
        day_text = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        return f"{day_text} {_hours(rest)}" if rest else day_text
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
