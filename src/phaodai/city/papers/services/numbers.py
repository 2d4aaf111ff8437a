"""Giving numbers, one after the other without a gap: the register is locked until the document stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.organizations.models import Organization
from phaodai.city.papers.models import Register, RegisterEntry
from phaodai.city.papers.rules import is_sign, written_number
from phaodai.city.papers.terms import EntryState
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, log_action

EDIT = "registers.edit"


@dataclass(frozen=True)
class Document:
    """What a number is for; ``title`` holds no personal data."""

    subject_type: str
    subject_id: UUID
    title: str


def open_register(*, organization: Organization | None, area: Area | None, kind: str, year: int) -> Register:
    """The register of an office, kind and year; opened with the first number."""
    where = organization.area if organization is not None else area
    found, _made = Register.objects.get_or_create(organization=organization, area=where, kind=kind, year=year)
    return found


@transaction.atomic
def take_number(
    *,
    kind: str,
    sign: str,
    document: Document,
    by: Any,
    organization: Organization | None = None,
    area: Area | None = None,
) -> RegisterEntry:
    """The next number of the office's register of the year. The caller has authorised the document itself."""
    day = clock.today()
    register = open_register(organization=organization, area=area, kind=kind, year=day.year)
    return _next(
        register, sign, day, by, state=EntryState.USED, title=document.title[:300],
        subject_type=document.subject_type, subject_id=document.subject_id,
    )  # fmt: skip


def _next(register: Register, sign: str, day: date, by: Any, **facts: Any) -> RegisterEntry:
    row = Register.objects.select_for_update().get(pk=register.pk)
    number = row.last_number + 1
    form = str(policy.get("papers.number_form").value)
    return RegisterEntry.objects.create(
        register=row, number=number, written=written_number(number, sign, row.year, form), day=day,
        taken_by_id=getattr(by, "pk", None), taken_by_name=actor_name(by), taken_at=clock.now(), **facts,
    )  # fmt: skip


def _editable(entry: RegisterEntry, by: Any) -> RegisterEntry:
    """The entry, locked, if ``by`` keeps its register.

    Raises:
        PermissionDenied: out of reach.
    """
    if not Register.objects.visible_to(by, EDIT).filter(pk=entry.register_id).exists():
        raise PermissionDenied
    return RegisterEntry.objects.select_for_update(of=("self",)).select_related("register").get(pk=entry.pk)


@transaction.atomic
def reserve_number(*, register: Register, sign: str, reason: str, by: Any) -> RegisterEntry:
    """Keep the next number for a document that is still being signed elsewhere.

    Raises:
        PermissionDenied: the register is out of reach.
        ValidationError: no reason, no sign, or not this year's register.
    """
    if not Register.objects.visible_to(by, EDIT).filter(pk=register.pk).exists():
        raise PermissionDenied
    if not reason.strip():
        raise ValidationError(_("Give the reason."), code="reason")
    if not is_sign(sign.strip()):
        raise ValidationError(_("A sign begins with / or -, as in /QĐ-UBND."), code="sign")
    if register.year != clock.today().year:
        raise ValidationError(_("Numbers are taken from this year's register only."), code="year")
    entry = _next(
        register, sign.strip(), clock.today(), by, state=EntryState.RESERVED, reason=reason.strip()[:300]
    )
    _log(entry, "number_reserved", reason, by)
    return entry


@transaction.atomic
def use_reserved(*, entry: RegisterEntry, document: Document, by: Any) -> RegisterEntry:
    """Give a reserved number to its document. The caller has authorised the document itself.

    Raises:
        ValidationError: it is reserved no more.
    """
    row = RegisterEntry.objects.select_for_update(of=("self",)).select_related("register").get(pk=entry.pk)
    if row.state != EntryState.RESERVED:
        raise ValidationError(_("This number is not reserved any more."), code="not_reserved")
    row.state, row.day = EntryState.USED, clock.today()
    row.subject_type, row.subject_id, row.title = (
        document.subject_type,
        document.subject_id,
        document.title[:300],
    )
    row.save(update_fields=["state", "day", "subject_type", "subject_id", "title"])
    _log(row, "number_used", row.reason, by)
    return row


@transaction.atomic
def void_number(*, entry: RegisterEntry, reason: str, by: Any) -> RegisterEntry:
    """A reserved number will not be used; it stays in the register with the reason, and nobody gets it again.

    Raises:
        PermissionDenied: the register is out of reach.
        ValidationError: no reason, or a document has it.
    """
    row = _editable(entry, by)
    if not reason.strip():
        raise ValidationError(_("Give the reason."), code="reason")
    if row.state != EntryState.RESERVED:
        raise ValidationError(
            _("Only a reserved number can be made void; a document keeps its own."), code="not_reserved"
        )
    row.state, row.reason = EntryState.VOID, reason.strip()[:300]
    row.voided_by_name, row.voided_at = actor_name(by), clock.now()
    row.save(update_fields=["state", "reason", "voided_by_name", "voided_at"])
    _log(row, "number_void", reason, by)
    return row


def _log(entry: RegisterEntry, action: str, reason: str, by: Any) -> None:
    log_action(
        actor=by, action=action, subject_type="number", subject_id=entry.uuid, reason=reason,
        data={"number": entry.written},
    )  # fmt: skip
