"""Paper: who printed an order, and to whom it was handed. Each is somebody told."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from phaodai.city.papers.models import PaperCopy
from phaodai.city.papers.services import print_paper
from phaodai.core import clock
from phaodai.core.audit.services import actor_name, log_action
from phaodai.core.disclosures.queries import told_about
from phaodai.core.disclosures.services import record_told
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.quarantine.printing import paper_draft
from phaodai.response.quarantine.services.moves import lock_order
from phaodai.response.quarantine.terms import OrderKind, OrderState

PRINT = "print"
MAY_SERVE = ("quarantine.draft", "quarantine.confirm", "quarantine.sign", "quarantine.stay")


@transaction.atomic
def mark_printed(*, order: QuarantineOrder, by: Any) -> PaperCopy | None:
    """Put on record that the order left the system on paper, and return the copy; a draft has none.

    Who holds it is told once for each paper (draft, numbered order) and hand; every copy of a numbered order counts.

    Raises:
        PermissionDenied: the order is out of reach.
    """
    row = lock_order(order, by, "quarantine.view")
    if not _has_printed(row, by):
        row.printed_at = clock.now()
        row.save(update_fields=["printed_at"])
        _tell(
            row,
            by,
            audience=_("Printed copy in the hands of %(name)s") % {"name": actor_name(by)},
            channel=PRINT,
        )
    return print_paper(kind="order", draft=paper_draft(row), by=by).copy if row.number else None


def _has_printed(row: QuarantineOrder, by: Any) -> bool:
    """Whether ``by`` holds this very paper already; one withdrawn since is another paper."""
    papers = told_about("order", row.uuid).filter(channel=PRINT, summary=_summary(row), retracted_at=None)
    return papers.filter(told_by_id=getattr(by, "pk", None)).exists()


@transaction.atomic
def serve_order(*, order: QuarantineOrder, by: Any) -> QuarantineOrder:
    """Put on record that the signed order was handed to the person. Safe to repeat.

    Raises:
        PermissionDenied: the order is out of reach.
        ValidationError: the order is not in force.
    """
    row = lock_order(order, by, *MAY_SERVE)
    if row.state != OrderState.SIGNED:
        raise ValidationError(_("Only a signed order can be handed over."), code="wrong_state")
    if row.served_at is None:
        row.served_at = clock.now()
        row.save(update_fields=["served_at"])
        _tell(row, by, audience=row.person.full_name, channel="served")
        log_action(actor=by, action="order_served", subject_type="order", subject_id=row.uuid)
    return row


def _tell(row: QuarantineOrder, by: Any, *, audience: str, channel: str) -> None:
    record_told(
        subject_type="order",
        subject_id=row.uuid,
        person_id=row.person_id,
        audience=audience,
        channel=channel,
        summary=_summary(row),
        by=by,
    )


def _summary(row: QuarantineOrder) -> str:
    """What the paper says, in the language of the paper."""
    kind, state = OrderKind(row.kind).label_vi, OrderState(row.state).label_vi
    return f"{kind}, {row.number or state}"
