"""Looking for somebody, and reading the log, are deeds themselves."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from phaodai.city.people.models import Person
from phaodai.core.audit.services import log_action
from phaodai.core.holdings import find_subject
from phaodai.core.holdings.masking import masked

LOG = UUID(int=0)
"""Subject of the deeds that concern the log itself, or nobody found."""


def note_log_read(*, by: Any, action: str, filters: dict[str, Any]) -> None:
    """Somebody read or took away a part of the log: under which filters."""
    given = {name: str(value) for name, value in filters.items() if value}
    log_action(actor=by, action=action, subject_type="log", subject_id=LOG, data=given)


def seek_person(*, number: str, by: Any, purpose: str) -> Person:
    """The one person a whole number means, for whoever reviews; the search is on record, found or not.

    Raises:
        PermissionDenied: ``by`` reviews nothing, or not where the person lives.
        ValidationError: nobody, or several, by this number.
    """
    reach = by.reach("oversight.review")
    if reach.is_empty:
        raise PermissionDenied
    found = find_subject(number)
    if found is not None and not reach.covers(found.area_id):
        found = None
    note = {"number": masked(number), "purpose": purpose}
    log_action(
        actor=by, action="person.sought", subject_type="person" if found else "log",
        subject_id=found.uuid if found else LOG, data=note,
    )  # fmt: skip
    if found is None:
        raise ValidationError({"number": _("This number means nobody, or several people. Type it whole.")})
    person: Person = found
    return person
