"""Taking back reports that came in by a list nobody should have sent."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.core.audit.services import log_action
from phaodai.core.exchange.undoing import reasons_to_keep
from phaodai.response.cases.models import Case, CaseEvidence, DeclaredContact, InterviewStop
from phaodai.response.cases.services.classifying import write_discard
from phaodai.response.cases.terms import CaseStatus

FIRST_DEEDS = {"report_case", "open_investigation"}
WORK = {CaseEvidence, InterviewStop, DeclaredContact}


@transaction.atomic
def withdraw_reports(*, cases: Iterable[UUID], reason: str, by: Any) -> dict[UUID, str]:
    """Discard cases nobody has worked on since they were reported; returns which stay, and why.

    A case is never deleted: what followed of itself is withdrawn by who listens to its discarding.
    """
    rows = list(
        Case.objects.visible_to(by, "cases.report")
        .select_for_update(of=("self",))
        .filter(uuid__in=set(cases))
        .order_by("pk")
    )
    followed = {link.related_model for link in Case._meta.related_objects} - WORK
    why = reasons_to_keep(rows, subject_type="case", own=followed, made_by=FIRST_DEEDS)
    for row in rows:
        if row.status not in (CaseStatus.SUSPECTED, CaseStatus.DISCARDED):
            why.setdefault(row.uuid, _("It is “%(status)s” by now.") % {"status": row.get_status_display()})
        if row.uuid not in why:
            write_discard(row, reason, by)
            log_action(actor=by, action="case.import_undone", subject_type="case", subject_id=row.uuid)
    return why
