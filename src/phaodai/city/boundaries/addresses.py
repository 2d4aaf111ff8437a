"""Where the shapes of a page's areas are to be had: an address that never changes its content."""

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from phaodai.city.areas.models import Area
from phaodai.city.boundaries.queries import sheet_of


def shapes_url(parent: Area, level: str, day: date) -> str:
    """The address of the shapes of the areas of a level inside another, good for ever for this version."""
    version = sheet_of(parent, level, day).version
    asked = urlencode({"level": level, "day": day.isoformat(), "detail": "overview", "v": version})
    return f"{reverse('boundaries:shapes', args=[parent.uuid])}?{asked}"
