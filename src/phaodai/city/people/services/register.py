"""Registering somebody the system does not know yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Household, Person, PersonPhone, Residence
from phaodai.city.people.services.guard import REGISTERING, clean_birth, clean_name, clean_phone
from phaodai.city.people.services.identifiers import Numbers, clean_numbers, refuse_duplicate, write_number
from phaodai.city.people.terms import ResidenceKind, Sex
from phaodai.core import clock
from phaodai.core.audit import services as trail
from phaodai.core.text import name_sort_key, nfc, search_key


@dataclass(frozen=True)
class Home:
    """Where somebody is registered besides living."""

    area: Area | None
    address: str = ""


def name_keys(full_name: str) -> dict[str, str]:
    """The stored keys of a name."""
    return {"sort_key": name_sort_key(full_name)[:400], "search_key": search_key(full_name)[:160]}


@transaction.atomic
def register_person(
    *,
    full_name: str,
    by: Any,
    area: Area | None,
    birth_year: int | None = None,
    sex: str = Sex.UNKNOWN,
    phone: str = "",
    address: str = "",
    identifiers: Numbers = (),
    household: Household | None = None,
    further_phones: Iterable[str] = (),
    residences: Mapping[str, Home] | None = None,
    uuid: UUID | None = None,
    **more: Any,
) -> Person:
    """Write a new person with numbers, telephones and residences.

    ``area`` is the leaf area they live in now; it may lie outside the reach of ``by``: reports cross borders.
    ``more``: birth_on, occupation, nationality.

    Raises:
        PermissionDenied: ``by`` may neither edit people nor report cases.
        ValidationError: by field; a citizen code that somebody has already is named in one sentence.
    """
    if not any(by.may(capability) for capability in REGISTERING):
        raise PermissionDenied
    facts = {"birth_year": birth_year, "sex": sex, "address": nfc(address), **more}
    facts |= {"full_name": clean_name(full_name), "phone": clean_phone(phone)}
    clean_birth(facts)
    numbers, others = (
        clean_numbers(identifiers),
        [clean_phone(text, "further_phones") for text in further_phones],
    )
    for kind, value in numbers:
        refuse_duplicate(kind, value, by)
    with trail.context(user=by):
        person = _insert(facts, area, household, uuid)
        _write_parts(person, numbers, others, residences or {}, by)
    return person


def _insert(
    facts: dict[str, Any], area: Area | None, household: Household | None, uuid: UUID | None
) -> Person:
    if household is not None:
        area, facts["address"] = household.area, facts["address"] or household.address
    return Person.objects.create(
        uuid=uuid or uuid4(), area=area, household=household, **facts, **name_keys(facts["full_name"])
    )


def _write_parts(
    person: Person, numbers: list[tuple[str, str]], phones: list[str], homes: Mapping[str, Home], by: Any
) -> None:
    for kind, value in numbers:
        write_number(person, kind, value, by)
    PersonPhone.objects.bulk_create(PersonPhone(person=person, number=number) for number in phones if number)
    _write_residences(person, homes)
    trail.log_action(
        actor=by,
        action="person.registered",
        subject_type="person",
        subject_id=person.uuid,
        data={"area": _code(person)},
    )


def _code(person: Person) -> str:
    return person.area.code if person.area else ""


def _write_residences(person: Person, homes: Mapping[str, Home]) -> None:
    """The current residence is the person's own; the registered ones are as given."""
    today = clock.today()
    current = Residence(
        person=person,
        kind=ResidenceKind.CURRENT,
        area=person.area,
        address=person.address,
        household=person.household,
        valid=(today, None),
    )
    registered = [
        Residence(person=person, kind=kind, area=home.area, address=nfc(home.address), valid=(today, None))
        for kind, home in homes.items()
        if kind != ResidenceKind.CURRENT and (home.area or home.address)
    ]
    for residence in [current, *registered]:
        residence.save()
