"""Households: who lives together at one address."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Household, Person
from phaodai.city.people.services.guard import EDITING, lock_person, must_edit_household
from phaodai.city.people.services.move import move_person
from phaodai.city.places.models import Place
from phaodai.core.audit import services as trail
from phaodai.core.codes import make_code
from phaodai.core.text import nfc

PREFIX = "H"


def _next_number() -> int:
    """The number the next household takes as id and code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('people_household', 'id'))")
        return int(cursor.fetchone()[0])


def _may_edit_in(by: Any, area: Area) -> bool:
    return bool(by.reach(EDITING).covers(area.pk))


@transaction.atomic
def create_household(*, area: Area, address: str, by: Any, place: Place | None = None) -> Household:
    """Open a household; its printed code is made from its number.

    Raises:
        PermissionDenied: ``by`` may not edit people in this area.
        ValidationError: no address.
    """
    if not _may_edit_in(by, area):
        raise PermissionDenied
    if not nfc(address):
        raise ValidationError({"address": _("Enter the address.")})
    number = _next_number()
    with trail.context(user=by):
        return Household.objects.create(
            pk=number, code=make_code(PREFIX, number), area=area, address=nfc(address), place=place
        )


@transaction.atomic
def join_household(*, person: Person, household: Household, by: Any, reason: str = "") -> Person:
    """Let a person live in a household: current residence, area and address become the household's."""
    must_edit_household(household, by)
    if person.household_id == household.pk:
        return person
    return move_person(
        person=person,
        area=household.area,
        address=household.address,
        household=household,
        by=by,
        reason=reason,
    )


@transaction.atomic
def leave_household(*, person: Person, by: Any, reason: str = "") -> Person:
    """Take a person out of their household; the address stays until they are moved."""
    locked = lock_person(person, by)
    if locked.household_id is None:
        return locked
    return move_person(person=locked, area=locked.area, address=locked.address, by=by, reason=reason)
