"""Sending the list progressively: "Gửi danh sách F1 đợt n"."""

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action
from phaodai.core.disclosures.services import record_told
from phaodai.response.cases.models import Case
from phaodai.response.tracing.models import SentList
from phaodai.response.tracing.queries.lists import not_yet_sent
from phaodai.response.tracing.services.guard import lock_case


@transaction.atomic
def send_list(*, case: Case, by: Any) -> SentList:
    """Send the verified F1 not sent before to the areas where they are; each telling is on record.

    Raises:
        PermissionDenied: the case lies outside what ``by`` may work on.
        ValidationError: nobody new is verified.
    """
    row = lock_case(case, by)
    contacts = list(not_yet_sent(row).select_related("area"))
    if not contacts:
        raise ValidationError(_("Nobody new has been verified since the last list."), code="nobody")
    number = (row.sent_lists.aggregate(last=Max("number"))["last"] or 0) + 1
    sent = SentList.objects.create(case=row, number=number, sent_at=clock.now(), sent_by_name=actor_name(by))
    sent.contacts.set(contacts)
    for area, count in Counter(contact.area for contact in contacts).items():
        record_told(
            subject_type="case",
            subject_id=row.uuid,
            audience=area.name if area else "Chưa rõ địa bàn",
            channel="list",
            summary=f"Danh sách F1 đợt {number}: {count} người",
            by=by,
        )
    log_action(
        actor=by, action="send_list", subject_type="case", subject_id=row.uuid,
        data={"number": number, "people": len(contacts)},
    )  # fmt: skip
    return sent
