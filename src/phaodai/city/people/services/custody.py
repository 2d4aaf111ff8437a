"""Custody: for a time somebody else looks after a person, and sees them. Called by hand-overs and stays."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.city.people.models import Custody, Person
from phaodai.core.audit import services as trail


@transaction.atomic
def give_custody(
    *,
    person: Person,
    reason: str,
    reference: UUID,
    valid: tuple[datetime, datetime | None],
    by: Any,
    area: Area | None = None,
    organization: Organization | None = None,
) -> Custody:
    """Let an area or an organisation see the person for a time; once per ``reference`` (idempotent).

    The caller has authorised ``by``: the right to hand over or to admit lies with the module that does it.
    """
    custody, is_new = Custody.objects.get_or_create(
        person=person,
        reference=reference,
        defaults={"area": area, "organization": organization, "reason": reason, "valid": valid},
    )
    if is_new:
        _log(custody, "custody.given", by)
    return custody


def _log(custody: Custody, action: str, by: Any) -> None:
    keeper = custody.area or custody.organization
    trail.log_action(
        actor=by,
        action=action,
        subject_type="person",
        subject_id=custody.person.uuid,
        data={"reason": custody.reason, "keeper": str(keeper)},
    )


@transaction.atomic
def end_custody(*, reference: UUID, at: datetime, by: Any = None) -> int:
    """End what a hand-over or stay had opened; returns how many custodies were ended."""
    held = Custody.objects.select_for_update(of=("self",)).select_related("person", "area", "organization")
    ended = 0
    for custody in held.filter(reference=reference, valid__endswith__isnull=True):
        ended += 1
        # Ended before it began: nobody was ever looked after.
        custody.valid = (custody.valid.lower, max(at, custody.valid.lower))
        custody.save(update_fields=["valid"])
        _log(custody, "custody.ended", by)
    return ended
