"""Looking at people puts itself on record: who, when, why."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.city.people import queries
from phaodai.city.people.models import Household, Identifier, Person
from phaodai.city.people.services.guard import must_say_why
from phaodai.city.people.terms import IdentifierKind, Look
from phaodai.core.audit import services as trail

LISTS = UUID(int=0)
"""Subject of the rows that say a list was read: no one person."""


def open_person(*, uuid: UUID, by: Any, look: Look) -> Person:
    """The person ``by`` may see, and a row that they looked.

    Raises:
        Http404: missing or out of reach, alike.
    """
    person = queries.person_for(by, uuid)
    _record([person], by, look)
    return person


def open_household(*, uuid: UUID, by: Any, look: Look) -> tuple[Household, list[Person]]:
    """The household and its members, and a row for each that they were seen."""
    household = queries.household_for(by, uuid)
    members = list(queries.members_of(by, household))
    _record(members, by, look)
    return household, members


def _record(people: Iterable[Person], by: Any, look: Look) -> None:
    purpose = look.label_vi
    trail.record_read(
        actor=by, subject_type="person", subject_ids=[person.uuid for person in people], purpose=purpose
    )


@transaction.atomic
def reveal_identifier(*, uuid: UUID, identifier_id: int, by: Any, reason: str) -> Identifier:
    """The full number of a paper, for a stated reason that is kept with the look.

    Raises:
        Http404: the person is out of reach, or has no such number.
        PermissionDenied: ``by`` sees masked numbers only.
        ValidationError: no reason.
    """
    person = queries.person_for(by, uuid)
    if not person.may_unmask:  # type: ignore[attr-defined]
        raise PermissionDenied
    reason = must_say_why(reason)
    number = queries.identifier_of(person, identifier_id)
    paper = IdentifierKind(number.kind).label_vi
    trail.record_read(
        actor=by, subject_type="person", subject_ids=[person.uuid], purpose=f"{paper}: {reason}"
    )
    return number


def record_listing(*, by: Any, action: str, count: int, filters: dict[str, str]) -> None:
    """One row for a list that was read or taken away: how many rows, under which filters."""
    trail.log_action(
        actor=by, action=action, subject_type="person", subject_id=LISTS, data={"rows": count, **filters}
    )
