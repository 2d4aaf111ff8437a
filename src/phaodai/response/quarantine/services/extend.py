"""A later exposure after somebody confirmed or signed: nothing changes silently, an officer proposes it anew."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action
from phaodai.response.quarantine import rules
from phaodai.response.quarantine.models import QuarantineOrder, Stay
from phaodai.response.quarantine.rules import Move
from phaodai.response.quarantine.services.finish import end_replaced
from phaodai.response.quarantine.services.moves import add_entry, lock_order, move_order, require_somebody
from phaodai.response.quarantine.services.plan import hours_from_now, set_dates
from phaodai.response.quarantine.terms import OrderState

CONFIRM = "quarantine.confirm"
KEPT = ("kind", "setting", "person", "area", "case", "contact", "site", "address", "vaccination")
"""What an extension takes over from the order it extends."""


@transaction.atomic
def propose_new_term(*, order: QuarantineOrder, by: Any) -> QuarantineOrder:
    """Put the last exposure known now into a draft: a confirmed order goes back to draft with new dates, of a
    signed one an extension is drafted, to be confirmed and signed like any order. Safe to repeat.

    Raises:
        PermissionDenied: not a health officer for this order.
        ValidationError: the order's days already count from the last exposure, or it is not in force.
    """
    require_somebody(by)
    row = lock_order(order, by, CONFIRM)
    if not rules.is_outdated(row.state, row.starts_at, row.contact.last_exposed_at if row.contact else None):
        raise ValidationError(_("The days already count from the last exposure."), code="not_outdated")
    return _back_to_draft(row, by) if row.state == OrderState.CONFIRMED else _extension_of(row, by)


def _reason(row: QuarantineOrder) -> str:
    day = clock.to_local(_last_exposure(row))
    return _("Exposed again on %(day)s.") % {"day": f"{day.day}/{day.month}/{day.year}"}


def _last_exposure(row: QuarantineOrder) -> Any:
    return row.contact.last_exposed_at if row.contact else row.starts_at


def _back_to_draft(row: QuarantineOrder, by: Any) -> QuarantineOrder:
    row.starts_at = _last_exposure(row)
    set_dates(row)
    return move_order(
        row,
        Move.UNDO_CONFIRM,
        by=by,
        reason=_reason(row),
        confirmed_by_id=None,
        confirmed_by_name="",
        confirmed_at=None,
        due_at=hours_from_now("confirm"),
    )


def _extension_of(row: QuarantineOrder, by: Any) -> QuarantineOrder:
    present = row.extensions.filter(state__in=rules.LIVE).select_for_update().first()
    if present is not None and present.state != OrderState.DRAFT:
        return present
    draft = present or QuarantineOrder(
        extends=row,
        drafted_by_name=actor_name(by),
        occurred_at=clock.now(),
        **{name: getattr(row, name) for name in KEPT},
    )
    draft.starts_at, draft.due_at = _last_exposure(row), hours_from_now("confirm")
    set_dates(draft).save()
    if present is None:
        add_entry(draft, "", by=by, reason=_reason(row))
        log_action(actor=by, action="order_extended", subject_type="order", subject_id=row.uuid)
    return draft


def replace_extended(extension: QuarantineOrder, by: Any) -> None:
    """A signed extension takes over: the order before ends, whoever lies in a bed stays there under the new one."""
    before = extension.extends
    if before is None:
        return
    Stay.objects.filter(order=before, during__endswith__isnull=True).update(order=extension)
    end_replaced(before, extension, by)
