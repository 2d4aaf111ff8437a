"""Passing a contact to another ward, or to another province in writing, until somebody there says yes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.areas.models import Area
from phaodai.city.people.services import end_custody, give_custody
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, context, log_action
from phaodai.core.events.services import publish
from phaodai.response.tracing.events import ContactHandedOver
from phaodai.response.tracing.models import Contact, Handover
from phaodai.response.tracing.services.guard import HANDING_OVER, lock_contacts
from phaodai.response.tracing.terms import ContactState, HandoverState

CUSTODY = "handover"


@transaction.atomic
def hand_over(
    *, contact: Contact, to_area: Area | None = None, to_external: str = "", note: str = "", by: Any
) -> Handover:
    """Pass a contact on. The receiving area sees the person at once and has the policy's hours to answer.

    Raises:
        PermissionDenied: the contact lies outside what ``by`` may hand over.
        ValidationError: no destination or two, their own area, withdrawn, or one hand-over is under way.
    """
    (row,) = lock_contacts([contact], by, HANDING_OVER)
    _must_fit(row, to_area, to_external.strip())
    now = clock.now()
    handover = Handover.objects.create(
        contact=row,
        from_area=_from_area(row),
        to_area=to_area,
        to_external=to_external.strip()[:200],
        note=note.strip()[:300],
        sent_at=now,
        sent_by_name=actor_name(by),
        due_at=now + timedelta(hours=float(policy.get("tracing.handover_hours", now).value)),
    )
    if to_area is not None:
        give_custody(
            person=row.person, area=to_area, reason=CUSTODY, reference=handover.uuid, valid=(now, None), by=by
        )
    publish(ContactHandedOver(handover.uuid), by=by)
    return handover


@transaction.atomic
def hand_over_all(
    *,
    contacts: Iterable[Contact],
    to_area: Area | None = None,
    to_external: str = "",
    note: str = "",
    by: Any,
) -> list[Handover]:
    """Pass several contacts on, all or none. Raises as `hand_over`; the message names the person."""
    sent = []
    for contact in contacts:
        try:
            sent.append(
                hand_over(contact=contact, to_area=to_area, to_external=to_external, note=note, by=by)
            )
        except ValidationError as error:
            raise ValidationError(f"{contact.person.full_name}: {' '.join(error.messages)}") from None
    return sent


@transaction.atomic
def answer_handover(*, handover: Handover, accept: bool, note: str = "", by: Any) -> Handover:
    """The receiving area takes the contact on, or refuses with a reason. The sender enters a letter's answer.

    Raises:
        PermissionDenied: ``by`` may not answer for the receiving area.
        ValidationError: answered already, or refused without a reason.
    """
    row = _lock(handover)
    if not _may_answer(row, by):
        raise PermissionDenied
    if not accept and not note.strip():
        raise ValidationError({"note": _("Say why: the sender has to find another way.")})
    _close(row, HandoverState.ACKNOWLEDGED if accept else HandoverState.REFUSED, note, by)
    if accept and row.to_area_id:
        with context(user=by, reason=CUSTODY):
            Contact.objects.filter(pk=row.contact_id).update(area=row.to_area)
    return row


@transaction.atomic
def cancel_handover(*, handover: Handover, by: Any) -> Handover:
    """The sender takes it back before it is answered.

    Raises:
        PermissionDenied: ``by`` may not hand over for the sending area.
        ValidationError: answered already.
    """
    row = _lock(handover)
    if not _reaches(by, row.from_area_id):
        raise PermissionDenied
    _close(row, HandoverState.CANCELLED, "", by)
    return row


@transaction.atomic
def escalate_handovers(*, by: Any) -> list[Handover]:
    """Hand-overs nobody answered in time go to the level above; each once. Safe to repeat."""
    now = clock.now()
    late = Handover.objects.select_for_update(of=("self",), skip_locked=True).select_related("contact")
    rows = list(
        late.filter(state=HandoverState.SENT, escalated_at__isnull=True, due_at__lt=now).order_by("pk")
    )
    for row in rows:
        row.escalated_at = now
        row.save(update_fields=["escalated_at"])
        log_action(
            actor=by, action="handover_escalated", subject_type="contact", subject_id=row.contact.uuid,
            data={"handover": str(row.uuid)},
        )  # fmt: skip
    return rows


def _from_area(contact: Contact) -> Area:
    if contact.area is None:
        raise ValidationError(_("The contact has no area yet: enter where they live."), code="no_area")
    return contact.area


def _must_fit(contact: Contact, to_area: Area | None, to_external: str) -> None:
    if (to_area is None) == (not to_external):
        raise ValidationError({"to_area": _("Choose a ward, or write which province; one of the two.")})
    if to_area is not None and to_area.pk == contact.area_id:
        raise ValidationError({"to_area": _("The contact is in this ward already.")})
    if contact.state == ContactState.WITHDRAWN:
        raise ValidationError(_("The contact has been withdrawn."), code="withdrawn")
    if contact.handovers.filter(state=HandoverState.SENT).exists():
        raise ValidationError(_("A hand-over is already under way."), code="under_way")


def _lock(handover: Handover) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",)).select_related("contact", "to_area", "from_area")
    return rows.get(pk=handover.pk)


def _may_answer(row: Handover, by: Any) -> bool:
    return _reaches(by, row.to_area_id or row.from_area_id)


def _reaches(by: Any, area_id: int) -> bool:
    return bool(by.reach(HANDING_OVER).covers(area_id))


def _close(row: Handover, state: str, note: str, by: Any) -> None:
    if row.state != HandoverState.SENT:
        raise ValidationError(_("This hand-over has been answered already."), code="answered")
    now: datetime = clock.now()
    with context(user=by, reason=note):
        row.state, row.answered_at = state, now
        row.answered_by_name, row.answer_note = actor_name(by), note.strip()[:300]
        row.save()
    if state != HandoverState.ACKNOWLEDGED:
        end_custody(reference=row.uuid, at=now, by=by)
    log_action(
        actor=by, action=f"handover_{state}", subject_type="contact", subject_id=row.contact.uuid, reason=note
    )
