"""The list of people as a spreadsheet, masked for whoever takes it away."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from phaodai.city.people.rules import shown_code, shown_phone
from phaodai.city.people.terms import IdentifierKind
from phaodai.core.exchange import Column


def citizen_code(person: Any) -> str:
    """The citizen code of a row fetched with its numbers; in a file always masked."""
    numbers = [number.value for number in person.identifiers.all() if number.kind == IdentifierKind.CITIZEN]
    return shown_code(numbers[0], unmasked=False) if numbers else ""


PEOPLE_COLUMNS = [
    Column(_("Full name"), lambda person: person.full_name, 28),
    Column(_("Year of birth"), lambda person: person.birth_year, 10),
    Column(_("Sex"), lambda person: str(person.get_sex_display()), 10),
    Column(_("Telephone"), lambda person: shown_phone(person.phone, person.may_unmask)),
    Column(_("Citizen code (CCCD)"), citizen_code),
    Column(_("Address"), lambda person: person.address, 40),
    Column(_("Area"), lambda person: person.area.name if person.area else "", 24),
    Column(_("Household"), lambda person: person.household.code if person.household else "", 14),
    Column(_("Occupation"), lambda person: person.occupation, 24),
]
