"""Who investigates, and until when."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.accounts.models import User
from phaodai.core import clock, policy
from phaodai.core.audit.services import log_action
from phaodai.response.cases.models import Case
from phaodai.response.cases.services.guards import lock_case


@transaction.atomic
def open_investigation(*, case: Case, by: Any) -> Case:
    """Set the investigation's deadline by policy, once; who takes it is decided on the worklist."""
    row = Case.objects.select_for_update().get(pk=case.pk)
    if row.investigation_due_at is None:
        hours = int(policy.get("cases.investigation_hours").value)
        row.investigation_due_at = clock.now() + timedelta(hours=hours)
        row.save(update_fields=["investigation_due_at"])
        log_action(actor=by, action="open_investigation", subject_type="case", subject_id=row.uuid)
    case.investigation_due_at = row.investigation_due_at
    return row


@transaction.atomic
def assign_investigator(*, case: Case, user: User, by: Any) -> Case:
    """Give the investigation to somebody who may investigate where the case is.

    Raises:
        PermissionDenied: ``by`` may not investigate this case.
        ValidationError: ``user`` may not.
    """
    row = lock_case(case, by, "cases.investigate")
    taker: Any = user
    if not Case.objects.visible_to(taker, "cases.investigate").filter(pk=row.pk).exists():
        raise ValidationError(_("%(name)s may not investigate cases here."), params={"name": user.full_name})
    if row.investigator_id != user.pk:
        row.investigator = user
        row.save(update_fields=["investigator"])
        data = {"to": user.full_name}
        log_action(
            actor=by, action="assign_investigator", subject_type="case", subject_id=row.uuid, data=data
        )
    return row
