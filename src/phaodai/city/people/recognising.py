"""People as lists name them: by the number of a paper, else by name with year and telephone. For importers above."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from phaodai.city.people.models import Person
from phaodai.city.people.rules import clean_identifier
from phaodai.city.people.rules.identifiers import BadIdentifier
from phaodai.city.people.services.guard import clean_phone
from phaodai.city.people.terms import IdentifierKind
from phaodai.core.exchange.kinds import Row
from phaodai.core.text import search_key


@dataclass(frozen=True)
class Named:
    """How a row names somebody, cleaned."""

    name: str = ""
    birth_year: int | None = None
    phone: str = ""
    citizen_code: str = ""


def read_named(row: Row) -> Named:
    """The name, year, telephone and citizen code of a row; what is wrong with them is noted on it."""
    phone = code = ""
    try:
        phone = clean_phone(str(row.values.get("phone") or ""))
    except ValidationError as error:
        row.refuse("phone", "bad_phone", error.messages[0])
    if text := str(row.values.get("citizen_code") or ""):
        try:
            code = clean_identifier(IdentifierKind.CITIZEN, text)
        except BadIdentifier:
            row.refuse(
                "citizen_code",
                "bad_number",
                _("A citizen code has 12 digits; this has %(count)d signs.") % {"count": len(text)},
            )
    _day, year = row.values.get("birth") or (None, None)
    return Named(str(row.values.get("full_name") or ""), year, phone, code)


def recognise(named: Named, user: Any, capability: str | None = None) -> Person | None:
    """The one person in the user's reach whom this names; None where nobody or several fit.

    A citizen code decides alone; a name needs the year or the telephone beside it.
    """
    people = Person.objects.visible_to(user, capability).select_related("area")
    if named.citizen_code:
        found = people.filter(
            identifiers__kind=IdentifierKind.CITIZEN, identifiers__value=named.citizen_code
        ).first()
        if found is not None:
            return found
    if not named.name or not (named.birth_year or named.phone):
        return None
    same = people.filter(search_key=search_key(named.name))
    same = same.filter(phone=named.phone) if named.phone else same
    same = same.filter(birth_year=named.birth_year) if named.birth_year else same
    alike = list(same[:2])
    return alike[0] if len(alike) == 1 else None
