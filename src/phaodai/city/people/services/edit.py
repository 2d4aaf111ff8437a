"""Correcting what is known of a person, always with a reason."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.people.models import Person, PersonPhone
from phaodai.city.people.services.guard import (
    clean_birth,
    clean_name,
    clean_phone,
    lock_person,
    must_say_why,
)
from phaodai.city.people.services.identifiers import recheck_numbers
from phaodai.city.people.services.register import name_keys
from phaodai.core.audit import services as trail

EDITABLE = ("full_name", "birth_year", "birth_on", "sex", "phone", "occupation", "nationality")


@transaction.atomic
def edit_person(*, person: Person, by: Any, reason: str, **changes: Any) -> Person:
    """Correct fields of `EDITABLE`; address and area change by `move_person`.

    Raises:
        PermissionDenied: ``by`` may not edit this person.
        ValidationError: by field; no reason.
        TypeError: a field that is not editable.
    """
    if unknown := set(changes) - set(EDITABLE):
        raise TypeError(f"Not editable: {', '.join(sorted(unknown))}")
    locked, reason = lock_person(person, by), must_say_why(reason)
    wanted = _cleaned(locked, changes)
    changed = {name: value for name, value in wanted.items() if getattr(locked, name) != value}
    if changed:
        with trail.context(user=by, reason=reason):
            _apply(locked, changed, by, reason)
    return locked


def _cleaned(person: Person, changes: dict[str, Any]) -> dict[str, Any]:
    wanted = dict(changes)
    if "full_name" in wanted:
        wanted["full_name"] = clean_name(wanted["full_name"])
    if "phone" in wanted:
        wanted["phone"] = clean_phone(wanted["phone"])
    if "birth_on" in wanted or "birth_year" in wanted:
        born = {"birth_on": wanted.get("birth_on"), "birth_year": wanted.get("birth_year")}
        clean_birth(born)
        wanted |= born
    return wanted


def _apply(person: Person, changed: dict[str, Any], by: Any, reason: str) -> None:
    for name, value in changed.items():
        setattr(person, name, value)
    if "full_name" in changed:
        for name, value in name_keys(person.full_name).items():
            setattr(person, name, value)
    person.save()
    if {"birth_year", "sex"} & changed.keys():
        recheck_numbers(person)
    _log(person, "person.edited", by, reason, {"fields": sorted(changed)})


def _log(person: Person, action: str, by: Any, reason: str, data: dict[str, Any]) -> None:
    trail.log_action(
        actor=by, action=action, subject_type="person", subject_id=person.uuid, reason=reason, data=data
    )


@transaction.atomic
def add_phone(*, person: Person, number: str, by: Any, note: str = "") -> PersonPhone:
    """Write a further telephone number; one already known is returned as it is."""
    locked, stored = lock_person(person, by), clean_phone(number, "number")
    if not stored:
        raise ValidationError({"number": _("Enter the number.")})
    phone, is_new = PersonPhone.objects.get_or_create(
        person=locked, number=stored, defaults={"note": note[:100]}
    )
    if is_new:
        _log(locked, "phone.added", by, "", {})
    return phone


@transaction.atomic
def remove_phone(*, phone: PersonPhone, by: Any) -> None:
    """Drop a number that is nobody's."""
    locked = lock_person(phone.person, by)
    _log(locked, "phone.removed", by, "", {})
    phone.delete()
