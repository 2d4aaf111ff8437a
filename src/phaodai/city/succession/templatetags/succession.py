from collections.abc import Iterable

from django import template

from phaodai.city.areas.models import Area
from phaodai.city.succession.models import AreaSuccession

register = template.Library()


@register.filter
def areas(links: Iterable[AreaSuccession], side: str) -> list[Area]:
    """The areas before or after the links of a change, each once."""
    found = [link.predecessor if side == "before" else link.successor for link in links]
    return list(dict.fromkeys(area for area in found if area is not None))
