"""Where people live: residences are closed and opened, never overwritten; the area follows the current."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Household, Person, Residence
from phaodai.city.people.services.guard import lock_person
from phaodai.city.people.terms import ResidenceKind
from phaodai.core import clock
from phaodai.core.audit import services as trail
from phaodai.core.text import nfc


@transaction.atomic
def move_person(
    *,
    person: Person,
    area: Area | None,
    by: Any,
    address: str = "",
    household: Household | None = None,
    kind: str = ResidenceKind.CURRENT,
    on: date | None = None,
    reason: str = "",
) -> Person:
    """Open a residence from ``on`` (today unless given) and end the one of the same kind before it.

    A current residence moves the person: area, address and household follow, and with the area who sees them.

    Raises:
        PermissionDenied: ``by`` may not edit this person.
        ValidationError: the day lies in the future, or before the residence that is open.
    """
    locked, day = lock_person(person, by), on or clock.today()
    if day > clock.today():
        raise ValidationError({"on": _("The day lies in the future.")})
    with trail.context(user=by, reason=reason):
        _close_open(locked, kind, day)
        Residence.objects.create(
            person=locked, kind=kind, area=area, address=nfc(address), household=household, valid=(day, None)
        )
        if kind == ResidenceKind.CURRENT:
            _follow(locked, area, nfc(address), household)
        _log_move(locked, kind, area, by, reason)
    return locked


def _close_open(person: Person, kind: str, day: date) -> None:
    """End the open residence on ``day``; one begun that very day was a slip and is replaced."""
    held = person.residences.select_for_update().filter(kind=kind, valid__endswith__isnull=True).first()
    if held is None:
        return
    if held.valid.lower and held.valid.lower > day:
        raise ValidationError({"on": _("The residence of today began later than this day.")})
    if held.valid.lower == day:
        held.delete()
        return
    held.valid = (held.valid.lower, day)
    held.save(update_fields=["valid"])


def _follow(person: Person, area: Area | None, address: str, household: Household | None) -> None:
    person.area, person.address, person.household = area, address, household
    person.save(update_fields=["area", "address", "household"])


def _log_move(person: Person, kind: str, area: Area | None, by: Any, reason: str) -> None:
    trail.log_action(
        actor=by,
        action="person.moved",
        subject_type="person",
        subject_id=person.uuid,
        reason=reason,
        data={"kind": str(kind), "area": area.code if area else ""},
    )
