"""Who may do what here, who is meant, which place is meant."""

from typing import Any

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Person
from phaodai.city.people.queries import search_people, similar_people
from phaodai.city.people.rules import BadPhone, normalize_phone
from phaodai.city.places.models import Place
from phaodai.city.places.queries import find_places, place_from_code
from phaodai.core.text import search_key
from phaodai.response.cases.models import Case


def may_here(user: Any, capability: str, case: Case) -> bool:
    """Whether the user holds the capability where this case is."""
    if not user.may(capability):
        return False
    return Case.objects.visible_to(user, capability).filter(pk=case.pk).exists()


def people_alike(user: Any, given: dict[str, Any]) -> list[Person]:
    """Visible people who may be the one reported: same name and year or telephone, or the same telephone."""
    phone = _stored_phone(given["phone"])
    found = similar_people(user, given["name"], given["birth_year"], phone)
    if phone:
        found += list(search_people(user, phone, limit=5))
    return list({person.pk: person for person in found}.values())[:6]


def person_meant(user: Any, name: str, phone: str) -> Person | None:
    """The one visible person of this name and telephone; None when there is none or more than one."""
    stored = _stored_phone(phone)
    if not stored:
        return None
    same = [who for who in search_people(user, stored, limit=5) if search_key(name) in who.search_key]
    return same[0] if len(same) == 1 else None


def _stored_phone(text: str) -> str:
    try:
        return normalize_phone(text)
    except BadPhone:
        return ""


def first_reporting_area(user: Any, areas: list[Area]) -> Area | None:
    """The ward to choose beforehand: one's own, when there is exactly one."""
    reach = user.reach("cases.report")
    if reach.everywhere or reach.areas is None:
        return None
    own = set(reach.areas.values_list("descendant", flat=True))
    mine = [area for area in areas if area.pk in own]
    return mine[0] if len(mine) == 1 else None


def place_meant(user: Any, text: str) -> Place | None:
    """The place a text names: a code of ours, or the one visible place of exactly this name."""
    known = place_from_code(text)
    if known is not None:
        return known
    key = search_key(text)
    same = [place for place in find_places(user, text) if search_key(place.name) == key]
    return same[0] if len(same) == 1 else None
