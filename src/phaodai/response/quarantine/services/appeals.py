"""The bound person objects; the authority answers."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, log_action
from phaodai.response.quarantine.models import Appeal, QuarantineOrder
from phaodai.response.quarantine.services.finish import withdraw_order
from phaodai.response.quarantine.services.moves import lock_order, require_reason, require_somebody
from phaodai.response.quarantine.terms import AppealState, OrderState

MAY_TAKE_IN = ("quarantine.draft", "quarantine.confirm", "quarantine.sign", "quarantine.stay")


@transaction.atomic
def file_appeal(*, order: QuarantineOrder, text: str, filed_by: str, by: Any) -> Appeal:
    """Take in an objection to an order in force. The order binds until it is answered.

    Raises:
        PermissionDenied: the order is out of reach.
        ValidationError: the order is not in force, another objection is open, or the text is blank.
    """
    row = lock_order(order, by, *MAY_TAKE_IN)
    if row.state != OrderState.SIGNED:
        raise ValidationError(_("Only an order in force can be objected to."), code="wrong_state")
    if row.appeals.filter(state=AppealState.OPEN).exists():
        raise ValidationError(_("An objection to this order is already being examined."), code="already_open")
    now = clock.now()
    appeal = Appeal.objects.create(
        order=row,
        text=require_reason(text),
        filed_by=filed_by.strip() or row.person.full_name,
        filed_at=now,
        due_at=now + timedelta(days=float(policy.get("quarantine.appeal_days", now).value)),
    )
    log_action(actor=by, action="appeal_filed", subject_type="order", subject_id=row.uuid)
    return appeal


@transaction.atomic
def decide_appeal(*, appeal: Appeal, grant: bool, answer: str, by: Any) -> Appeal:
    """The authority upholds the order, or grants the objection and thereby withdraws the order.

    Raises:
        PermissionDenied: not the authority for this order.
        ValidationError: already decided, or no answer given.
    """
    require_somebody(by)
    answer = require_reason(answer)
    order = lock_order(appeal.order, by, "quarantine.sign")
    row = Appeal.objects.select_for_update().filter(pk=appeal.pk, order=order).first()
    if row is None:
        raise PermissionDenied
    if row.state != AppealState.OPEN:
        raise ValidationError(_("This objection has already been decided."), code="wrong_state")
    row.state = AppealState.GRANTED if grant else AppealState.UPHELD
    row.answer, row.decided_by_name, row.decided_at = answer, actor_name(by), clock.now()
    row.save()
    log_action(
        actor=by, action=f"appeal_{row.state}", subject_type="order", subject_id=order.uuid, reason=answer
    )
    if grant:
        withdraw_order(order=order, reason=_("Objection granted: %(answer)s") % {"answer": answer}, by=by)
    return row
