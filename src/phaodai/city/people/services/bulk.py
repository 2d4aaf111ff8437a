"""Many people at once: the same checks as one, a bounded number of statements a chunk."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Household, Identifier, Person, PersonPhone, Residence
from phaodai.city.people.rules import check_identifier
from phaodai.city.people.services.guard import EDITING
from phaodai.city.people.services.identifiers import UNIQUE_KINDS
from phaodai.city.people.services.register import name_keys
from phaodai.city.people.terms import ResidenceKind, Sex
from phaodai.core import clock
from phaodai.core.audit import services as trail
from phaodai.core.codes import make_code
from phaodai.core.exchange.undoing import reasons_to_keep
from phaodai.core.text import search_key

PREFIX = "H"
LOOK_ALIKE = """
SELECT p.id, p.uuid, p.area_id, p.full_name, p.birth_year, p.phone, p.address, p.household_id,
       EXISTS (SELECT FROM people_identifier i WHERE i.person_id = p.id AND i.kind = 'citizen') AS has_code
FROM (SELECT DISTINCT * FROM unnest(%s::bigint[], %s::text[], %s::int[]) AS given(area_id, sort_key, birth_year)) AS wanted
JOIN people_person p ON p.area_id = wanted.area_id AND p.sort_key = wanted.sort_key COLLATE "C"
                    AND p.birth_year IS NOT DISTINCT FROM wanted.birth_year
"""


@dataclass
class NewPerson:
    """Somebody to be registered: checked by the caller, in an area the caller found to be in reach."""

    full_name: str
    area: Area
    birth_year: int | None = None
    birth_on: Any = None
    sex: str = Sex.UNKNOWN
    phone: str = ""
    address: str = ""
    occupation: str = ""
    nationality: str = "VN"
    numbers: list[tuple[str, str]] = field(default_factory=list)
    household: Household | None = None
    uuid: UUID = field(default_factory=uuid4)

    @property
    def keys(self) -> dict[str, str]:
        return name_keys(self.full_name)

    @property
    def has_code(self) -> bool:
        return any(kind in UNIQUE_KINDS for kind, _value in self.numbers)


@dataclass(frozen=True)
class Known:
    """Somebody who is registered already."""

    pk: int
    uuid: UUID
    household_id: int | None
    name: str = ""


def holders_of(numbers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Known]:
    """Who has these numbers, of the kinds that only one person can have. One query."""
    wanted = {pair for pair in numbers if pair[0] in UNIQUE_KINDS}
    found = Identifier.objects.filter(kind__in=UNIQUE_KINDS, value__in={value for _kind, value in wanted})
    rows = found.values_list(
        "kind", "value", "person_id", "person__uuid", "person__household_id", "person__full_name"
    )
    return {row[:2]: Known(*row[2:]) for row in rows if row[:2] in wanted}


def look_alikes(people: Sequence[NewPerson]) -> dict[UUID, Known]:
    """New person → who is taken to be the same: name, year and ward agree, and telephone or address do. One query."""
    given = [(one.area.pk, one.keys["sort_key"], one.birth_year) for one in people]
    with connection.cursor() as cursor:
        cursor.execute(LOOK_ALIKE, [list(column) for column in zip(*given, strict=True)] or [[], [], []])
        register = _Register(cursor.fetchall())
    found = {one.uuid: register.same_as(one) for one in people}
    return {uuid: known for uuid, known in found.items() if known}


class _Register:
    """Registered people by telephone and by address, so that a thousand of one name cost no more than ten."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self.by_phone: dict[Any, list[tuple[bool, Known]]] = defaultdict(list)
        self.by_address: dict[Any, list[tuple[bool, Known]]] = defaultdict(list)
        for pk, uuid, area, name, year, phone, address, household, has_code in rows:
            entry = has_code, Known(pk, uuid, household, name)
            if phone:
                self.by_phone[area, name, year, phone].append(entry)
            self.by_address[area, name, year, bool(phone), search_key(address)].append(entry)

    def same_as(self, one: NewPerson) -> Known | None:
        """Two telephones that differ are two people, whatever the address; so are two citizen codes."""
        key, address = (one.area.pk, one.full_name, one.birth_year), search_key(one.address)
        found = [*self.by_address[*key, False, address]]
        found += self.by_phone[*key, one.phone] if one.phone else self.by_address[*key, True, address]
        return next((known for has_code, known in found if not (has_code and one.has_code)), None)


def identity_key(one: NewPerson) -> tuple[Any, ...]:
    """What makes two rows of one list the same person."""
    return one.area.pk, one.full_name, one.birth_year, one.phone or search_key(one.address)


@transaction.atomic
def open_households(*, homes: Sequence[tuple[Area, str]], by: Any) -> list[Household]:
    """A household for each area and address, numbered and coded as `create_household` does."""
    if not homes:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('people_household', 'id')) FROM generate_series(1, %s)",
            [len(homes)],
        )
        numbers = [int(number) for (number,) in cursor.fetchall()]
    with trail.context(user=by):
        return Household.objects.bulk_create(
            Household(pk=number, code=make_code(PREFIX, number), area=area, address=address)
            for number, (area, address) in zip(numbers, homes, strict=True)
        )


@transaction.atomic
def register_people(*, people: Sequence[NewPerson], by: Any) -> list[Person]:
    """Write many people with numbers and residences; each registration is put on record.

    Raises:
        PermissionDenied: ``by`` may not edit people everywhere these live.
        IntegrityError: somebody else took one of the numbers meanwhile.
    """
    if not by.reach(EDITING).covers(*{one.area.pk for one in people}):
        raise PermissionDenied
    rows = [_row(one) for one in people]
    with trail.context(user=by):
        made = Person.objects.bulk_create(rows)
        Identifier.objects.bulk_create(
            number for row, one in zip(made, people, strict=True) for number in _numbers(row, one)
        )
        Residence.objects.bulk_create(_residence(row) for row in made)
    areas = {one.area.pk: one.area.code for one in people}
    for pk, code in areas.items():
        uuids = [row.uuid for row in made if row.area_id == pk]
        trail.log_actions(
            actor=by,
            action="person.registered",
            subject_type="person",
            subject_ids=uuids,
            data={"area": code},
        )
    return made


def _row(one: NewPerson) -> Person:
    home = one.household
    return Person(
        uuid=one.uuid, full_name=one.full_name, birth_year=one.birth_year, birth_on=one.birth_on, sex=one.sex,
        phone=one.phone, occupation=one.occupation, nationality=one.nationality, area=one.area, household=home,
        address=one.address or (home.address if home else ""), **one.keys,
    )  # fmt: skip


def _numbers(row: Person, one: NewPerson) -> Iterable[Identifier]:
    for kind, value in one.numbers:
        warnings = check_identifier(kind, value, birth_year=one.birth_year, sex=one.sex)
        yield Identifier(person=row, kind=kind, value=value, warnings=warnings)


def _residence(row: Person) -> Residence:
    return Residence(
        person=row, kind=ResidenceKind.CURRENT, area_id=row.area_id, address=row.address,
        household_id=row.household_id, valid=(clock.today(), None),
    )  # fmt: skip


OWN_PARTS: set[Any] = {Identifier, Residence, PersonPhone}


@transaction.atomic
def withdraw_registrations(*, people: Iterable[UUID], by: Any) -> dict[UUID, str]:
    """Delete people an import registered, with their households left empty; returns who stays, and why.

    Raises:
        PermissionDenied: ``by`` may not edit people any more.
    """
    if not by.may(EDITING):
        raise PermissionDenied
    wanted = set(people)
    rows = list(
        Person.objects.visible_to(by, EDITING).select_for_update(of=("self",)).filter(uuid__in=wanted)
    )
    why = reasons_to_keep(rows, subject_type="person", own=OWN_PARTS, made_by={"person.registered"})
    going = [row for row in rows if row.uuid not in why]
    trail.log_actions(
        actor=by,
        action="person.import_undone",
        subject_type="person",
        subject_ids=[row.uuid for row in going],
    )
    _delete(going)
    return why


def _delete(going: Sequence[Person]) -> None:
    pks = [row.pk for row in going]
    homes = {row.household_id for row in going if row.household_id}
    for part in OWN_PARTS:
        part.objects.filter(person__in=pks).delete()
    Person.objects.filter(pk__in=pks).delete()
    held = Residence.objects.filter(household__in=homes).values("household")
    Household.objects.filter(pk__in=homes, members__isnull=True, place__isnull=True).exclude(
        pk__in=held
    ).delete()
