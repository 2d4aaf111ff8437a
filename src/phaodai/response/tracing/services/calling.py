"""Telephone calls to contacts."""

from typing import Any

from django.db import transaction

from phaodai.core import clock
from phaodai.core.audit.services import actor_name
from phaodai.core.disclosures.services import record_told
from phaodai.response.tracing.models import CallAttempt, Contact, Exposure
from phaodai.response.tracing.services.guard import lock_contacts
from phaodai.response.tracing.terms import CallOutcome


@transaction.atomic
def record_call(*, contact: Contact, outcome: str, note: str = "", by: Any) -> CallAttempt:
    """Write one call. Somebody reached has been told: a row for each case, so that a correction reaches them.

    Raises:
        PermissionDenied: the contact lies outside what ``by`` may work on.
    """
    (row,) = lock_contacts([contact], by)
    now = clock.now()
    call = CallAttempt.objects.create(
        contact=row, outcome=CallOutcome(outcome), note=note.strip()[:300],
        by_id=getattr(by, "pk", None), by_name=actor_name(by), occurred_at=now,
    )  # fmt: skip
    row.call_state, row.calls = outcome, row.calls + 1
    row.save(update_fields=["call_state", "calls"])
    if outcome == CallOutcome.REACHED:
        _note_told(row, by)
    return call


def _note_told(contact: Contact, by: Any) -> None:
    live = Exposure.objects.filter(contact=contact, withdrawn_at__isnull=True).select_related("case")
    subjects = {("case", exposure.case.uuid) for exposure in live} | {("contact", contact.uuid)}
    for subject_type, subject_id in sorted(subjects, key=str):
        record_told(
            subject_type=subject_type,
            subject_id=subject_id,
            person_id=contact.person_id,
            audience=contact.person.full_name,
            channel="phone",
            summary="Báo có cùng mốc dịch tễ với ca bệnh, hướng dẫn theo dõi",
            by=by,
        )
