"""Naming who answers for what, and who is on duty."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.duties.models import Responsibility, Shift
from phaodai.city.duties.terms import Part
from phaodai.city.organizations.models import Organization
from phaodai.city.people.models import Person
from phaodai.core import clock
from phaodai.core.audit.services import log_action

EDIT = "responsibility.edit"


def may_name(by: Any, area: Area) -> bool:
    """Whether ``by`` names people for this area: granted for an area around it, or for an office seated there."""
    reach = by.reach(EDIT)
    if reach.covers(area.pk):
        return True
    seats = Organization.objects.filter(pk__in=reach.organizations, area__isnull=False).values("area")
    return area.closure_up.filter(ancestor__in=seats).exists()


@transaction.atomic
def name_responsible(
    *,
    area: Area,
    job: str,
    person: Person,
    by: Any,
    part: str = Part.OWNER,
    since: date | None = None,
    office: str = "",
    phone: str = "",
    document: str = "",
) -> Responsibility:
    """Name somebody for a job; a new owner takes over from the present one on that day.

    Raises:
        PermissionDenied: ``by`` does not name people for this area.
        ValidationError: the present owner took it up on that day or later; the person has a part in it already.
    """
    if not may_name(by, area):
        raise PermissionDenied
    day = since or clock.today()
    if part == Part.OWNER:
        _relieve(area, job, day)
    try:
        with transaction.atomic():
            row = Responsibility.objects.create(
                area=area, job=job, part=part, person=person, office=office.strip()[:200], phone=phone.strip()[:20],
                document=document.strip()[:200], valid=(day, None),
            )  # fmt: skip
    except IntegrityError:
        raise ValidationError(_("This person already has a part in this job."), code="twice") from None
    log_action(
        actor=by, action="responsible_named", subject_type="area", subject_id=area.uuid,
        data={"job": job, "part": part, "person": str(person.uuid)},
    )  # fmt: skip
    return row


def _relieve(area: Area, job: str, day: date) -> None:
    held = (
        Responsibility.objects.select_for_update(of=("self",))
        .filter(area=area, job=job, part=Part.OWNER, valid__endswith__isnull=True)
        .first()
    )
    if held is not None:
        _end(held, day)


def _end(held: Responsibility, day: date) -> None:
    if held.valid.lower and held.valid.lower >= day:
        raise ValidationError(_("The present owner took it up on that day or later."), code="too_early")
    held.valid = (held.valid.lower, day)
    held.save(update_fields=["valid"])


@transaction.atomic
def relieve_responsible(*, responsibility: Responsibility, by: Any, on: date | None = None) -> Responsibility:
    """Somebody no longer answers for it; the job is a gap until another is named.

    Raises:
        PermissionDenied: ``by`` does not name people for this area.
        ValidationError: ended already, or begun that day.
    """
    row = (
        Responsibility.objects.select_for_update(of=("self",))
        .select_related("area")
        .get(pk=responsibility.pk)
    )
    if not may_name(by, row.area):
        raise PermissionDenied
    if row.valid.upper is not None:
        raise ValidationError(_("This has ended already."), code="ended")
    _end(row, on or clock.today())
    log_action(actor=by, action="responsible_relieved", subject_type="area", subject_id=row.area.uuid)
    return row


@transaction.atomic
def plan_shift(
    *, organization: Organization, person: Person, start: datetime, end: datetime, by: Any, phone: str = ""
) -> Shift:
    """Put somebody on duty.

    Raises:
        PermissionDenied: ``by`` does not plan for this organisation.
        ValidationError: it ends before it begins; somebody is on duty then; the person is on duty elsewhere.
    """
    if not may_plan(by, organization):
        raise PermissionDenied
    if start >= end:
        raise ValidationError(_("A shift ends after it begins."), code="backwards")
    try:
        with transaction.atomic():
            row = Shift.objects.create(
                organization=organization, person=person, phone=phone.strip()[:20], during=(start, end)
            )
    except IntegrityError:
        raise ValidationError(
            _("Somebody is on duty then, or the person is on duty elsewhere."), code="taken"
        ) from None
    log_action(actor=by, action="shift_planned", subject_type="organization", subject_id=organization.uuid)
    return row


def may_plan(by: Any, organization: Organization) -> bool:
    """Whether ``by`` plans the roster of this organisation."""
    reach = by.reach(EDIT)
    if reach.everywhere or organization.pk in reach.organizations:
        return True
    return organization.area is not None and may_name(by, organization.area)
