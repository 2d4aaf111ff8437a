"""Who may write to which case, and the lock every writer takes."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.people.models import Person
from phaodai.response.cases.models import Case


def lock_case(case: Case, by: Any, capability: str) -> Case:
    """The case's row, locked until the transaction ends.

    Raises:
        PermissionDenied: ``by`` does not hold the capability where the case is.
    """
    row: Case | None = Case.objects.visible_to(by, capability).select_for_update().filter(pk=case.pk).first()
    if row is None:
        raise PermissionDenied
    return row


def lock_person(person: Person) -> None:
    """Two results of one person wait for each other, so that one live case comes of them."""
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def require_area(by: Any, capability: str, area: Area) -> None:
    """Refuse unless the capability reaches the area.

    Raises:
        PermissionDenied: it does not.
    """
    if not by.reach(capability).covers(area.pk):
        raise PermissionDenied


def area_of(person: Person) -> Area:
    """The leaf area a case of this person belongs to.

    Raises:
        ValidationError: nobody knows where they live.
    """
    if person.area is None:
        raise ValidationError(_("Say first in which ward this person lives now."), code="no_residence")
    return person.area


def require_reason(reason: str) -> str:
    """The reason, or an error when there is none.

    Raises:
        ValidationError: it is empty.
    """
    if not reason.strip():
        raise ValidationError(_("Give the reason; it is kept with the change."), code="no_reason")
    return reason.strip()
