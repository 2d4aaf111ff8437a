"""Numbers of identity papers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from phaodai.city.people.models import Identifier, Person
from phaodai.city.people.rules import BadIdentifier, check_identifier, clean_identifier
from phaodai.city.people.services.guard import lock_person, must_say_why
from phaodai.city.people.terms import IdentifierKind
from phaodai.core.audit import services as trail

UNIQUE_KINDS = (IdentifierKind.CITIZEN, IdentifierKind.NATIONAL_QR)
Numbers = Mapping[str, str] | Iterable[tuple[str, str]]


def field_of(kind: str) -> str:
    """The name under which forms and the API ask for a number of this kind."""
    return "citizen_code" if kind == IdentifierKind.CITIZEN else str(kind)


def clean_numbers(numbers: Numbers) -> list[tuple[str, str]]:
    """Pairs of kind and stored value, empty ones dropped; ValidationError names the field of a wrong one."""
    pairs = numbers.items() if isinstance(numbers, Mapping) else numbers
    return [(kind, _cleaned(kind, text)) for kind, text in pairs if text and text.strip()]


def _cleaned(kind: str, text: str) -> str:
    shapes = {
        IdentifierKind.CITIZEN: _("A citizen code has 12 digits; this has %(count)d signs."),
        IdentifierKind.OLD_CARD: _("An old card's number has 9 digits; this has %(count)d signs."),
        IdentifierKind.INSURANCE: _("An insurance number has 2 letters and 13 digits, or 10 digits."),
    }
    try:
        return clean_identifier(kind, text)
    except BadIdentifier as error:
        message = shapes.get(IdentifierKind(kind), _("This is no number of such a paper."))
        raise ValidationError({field_of(kind): message % {"count": len(str(error))}}) from None


def refuse_duplicate(kind: str, value: str, by: Any, person: Person | None = None) -> None:
    """Raise ValidationError on the number's field where somebody else has it; who, if ``by`` may see them."""
    if kind not in UNIQUE_KINDS:
        return
    holders = Person.objects.filter(identifiers__kind=kind, identifiers__value=value)
    holder = (holders.exclude(pk=person.pk) if person else holders).first()
    if holder is not None:
        raise _duplicate(kind, holder, by)


def _duplicate(kind: str, holder: Person, by: Any) -> ValidationError:
    label = IdentifierKind(kind).label
    if Person.objects.visible_to(by).filter(pk=holder.pk).exists():
        text = _("%(paper)s already belongs to %(name)s, %(year)s.")
        words = {"paper": label, "name": holder.full_name, "year": holder.birth_year or "–"}
        return ValidationError({field_of(kind): ValidationError(text % words, code="duplicate")})
    text = _("%(paper)s already belongs to somebody outside your area.")
    return ValidationError({field_of(kind): ValidationError(text % {"paper": label}, code="duplicate")})


def write_number(person: Person, kind: str, value: str, by: Any) -> Identifier:
    """Insert one cleaned number with its warnings; a number taken meanwhile is refused like any duplicate."""
    refuse_duplicate(kind, value, by, person)
    warnings = check_identifier(kind, value, birth_year=person.birth_year, sex=person.sex)
    try:
        with transaction.atomic():
            return Identifier.objects.create(person=person, kind=kind, value=value, warnings=warnings)
    except IntegrityError:
        refuse_duplicate(kind, value, by, person)
        raise


def recheck_numbers(person: Person) -> None:
    """Renew the warnings after the year of birth or the sex changed."""
    for number in person.identifiers.all():
        warnings = check_identifier(number.kind, number.value, birth_year=person.birth_year, sex=person.sex)
        if warnings != number.warnings:
            number.warnings = warnings
            number.save(update_fields=["warnings"])


@transaction.atomic
def add_identifier(*, person: Person, kind: str, value: str, by: Any, reason: str) -> Identifier:
    """Write one more number of a paper.

    Raises:
        PermissionDenied: ``by`` may not edit this person.
        ValidationError: wrong shape, taken by somebody else, no reason.
    """
    locked, reason = lock_person(person, by), must_say_why(reason)
    pairs = clean_numbers({kind: value})
    if not pairs:
        raise ValidationError({field_of(kind): _("Enter the number.")})
    with trail.context(user=by, reason=reason):
        number = write_number(locked, *pairs[0], by)
        trail.log_action(
            actor=by,
            action="identifier.added",
            subject_type="person",
            subject_id=locked.uuid,
            reason=reason,
            data={"kind": kind},
        )
    return number


@transaction.atomic
def remove_identifier(*, identifier: Identifier, by: Any, reason: str) -> None:
    """Take away a number that was wrong; its history stays."""
    locked, reason = lock_person(identifier.person, by), must_say_why(reason)
    with trail.context(user=by, reason=reason):
        trail.log_action(
            actor=by,
            action="identifier.removed",
            subject_type="person",
            subject_id=locked.uuid,
            reason=reason,
            data={"kind": identifier.kind},
        )
        identifier.delete()
