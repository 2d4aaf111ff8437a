"""Who had been told of a case, and telling them of its correction."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.core.audit.services import log_action
from phaodai.core.disclosures.models import Told
from phaodai.core.disclosures.queries import told_of
from phaodai.core.disclosures.services import confirm_retraction
from phaodai.response.cases.models import Case
from phaodai.response.cases.services.guards import lock_case


@transaction.atomic
def mark_correction_told(*, case: Case, told_id: UUID, by: Any) -> Told:
    """This audience has now heard of the correction. Safe to repeat.

    Raises:
        PermissionDenied: ``by`` may not report on this case, or the telling is about another.
    """
    row = lock_case(case, by, "cases.report")
    told = told_of("case", row.uuid).filter(uuid=told_id).first()
    if told is None:
        raise PermissionDenied
    was_open = told.retraction_told_at is None
    told = confirm_retraction(told=told, by=by)
    if was_open and told.retraction_told_at:
        data = {"audience": told.audience}
        log_action(actor=by, action="tell_correction", subject_type="case", subject_id=row.uuid, data=data)
    return told
