"""Who may write about whom, and the checks of single values."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from phaodai.city.people.models import Household, Person
from phaodai.city.people.rules import BadPhone, name_problem, normalize_name, normalize_phone
from phaodai.core import clock

EDITING = "people.edit"
REGISTERING = (EDITING, "cases.report")
"""A case reported by telephone may be about somebody not yet known: whoever may report may register."""

OLDEST_BIRTH_YEAR = 1890


def lock_person(person: Person, by: Any) -> Person:
    """The person's row, locked for writing.

    Raises:
        PermissionDenied: ``by`` may not edit this person.
    """
    if not Person.objects.visible_to(by, EDITING).filter(pk=person.pk).exists():
        raise PermissionDenied
    return Person.objects.select_for_update().get(pk=person.pk)


def must_edit_household(household: Household, by: Any) -> None:
    """Raise PermissionDenied unless ``by`` may edit people in the household's area."""
    if not Household.objects.visible_to(by, EDITING).filter(pk=household.pk).exists():
        raise PermissionDenied


def clean_name(text: str) -> str:
    """The name as stored; ValidationError on ``full_name`` where it is none."""
    name = normalize_name(text)
    problems = {
        "empty": _("Enter the full name."),
        "long": _("The name is longer than 120 signs."),
        "signs": _("A name has no digits and no signs like | or @."),
    }
    if problem := name_problem(name):
        raise ValidationError({"full_name": problems[problem]})
    return name


def clean_phone(text: str, field: str = "phone") -> str:
    """The number as stored; ValidationError on ``field`` where nobody could be called."""
    try:
        return normalize_phone(text)
    except BadPhone:
        message = _("“%(text)s” is no telephone number: 10 digits for a mobile, 11 with area code.")
        raise ValidationError({field: message % {"text": text}}) from None


def clean_birth(facts: dict[str, Any]) -> None:
    """Fill the year from the full date; ValidationError where the two or the calendar do not agree."""
    born, year = facts.get("birth_on"), facts.get("birth_year")
    if born and year and born.year != year:
        raise ValidationError({"birth_year": _("The year of birth differs from the date of birth.")})
    year = facts["birth_year"] = born.year if born else year
    if year and not OLDEST_BIRTH_YEAR <= year <= clock.today().year:
        message = _("The year of birth lies between %(first)s and this year.")
        raise ValidationError({"birth_year": message % {"first": OLDEST_BIRTH_YEAR}})


def must_say_why(reason: str) -> str:
    """The reason without blanks around; ValidationError on ``reason`` where there is none."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why; the reason is kept with the change.")})
    return reason.strip()
