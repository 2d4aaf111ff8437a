"""The way of tubes to the laboratory."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from phaodai.city.organizations.models import Organization
from phaodai.core.audit.services import log_action
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import TestOrder, Tube
from phaodai.response.testing.services.locking import (
    lock_tube,
    lock_tubes,
    move,
    not_in_future,
    require_tubes,
)
from phaodai.response.testing.terms import OrderState, TubeState

NOT_SAMPLED = (TubeState.LABELLED, TubeState.DISCARDED)


def _require_sampled(tubes: Iterable[Tube]) -> None:
    for tube in tubes:
        if tube.state in NOT_SAMPLED:
            code = "discarded" if tube.state == TubeState.DISCARDED else "not_taken"
            raise Refused(code, code=tube.code)


@transaction.atomic
def send_tubes(
    *, tubes: Iterable[Tube], by: Any, laboratory: Organization | None = None, at: datetime | None = None
) -> list[Tube]:
    """Send sampled tubes to a laboratory (else the one on the label); returns those that were moved.

    Safe to repeat: tubes already under way are left as they are.

    Raises:
        PermissionDenied: a tube is not within the reach of ``by``.
        Refused: a tube has nobody in it, or no laboratory is known for it.
    """
    locked = lock_tubes(tubes)
    require_tubes(by, locked, "tests.sample")
    _require_sampled(locked)
    moment = not_in_future(at)
    waiting = [tube for tube in locked if tube.state == TubeState.TAKEN]
    for tube in waiting:
        tube.laboratory = laboratory or tube.laboratory
        _send(tube, moment)
    log_moves(waiting, "send_tubes", by)
    return waiting


def _send(tube: Tube, moment: datetime) -> None:
    if tube.laboratory_id is None:
        raise Refused("no_laboratory")
    move(tube, TubeState.SENT)
    tube.sent_at = moment
    tube.save(update_fields=["laboratory", "state", "sent_at"])


@transaction.atomic
def receive_tubes(*, tubes: Iterable[Tube], by: Any, at: datetime | None = None) -> list[Tube]:
    """Scan tubes in at the laboratory; returns those that were moved. Safe to repeat.

    Raises:
        PermissionDenied: a tube is not of a laboratory of ``by``.
        Refused: a tube has nobody in it.
    """
    locked = lock_tubes(tubes)
    require_tubes(by, locked, "tests.result")
    _require_sampled(locked)
    moment = not_in_future(at)
    waiting = [tube for tube in locked if tube.state in (TubeState.TAKEN, TubeState.SENT)]
    for tube in waiting:
        move(tube, TubeState.RECEIVED)
        tube.received_at = moment
        tube.save(update_fields=["state", "received_at"])
    log_moves(waiting, "receive_tubes", by)
    return waiting


@transaction.atomic
def discard_tube(*, tube: Tube, reason: str, by: Any) -> Tube:
    """Give up a tube (broken, lost, mislabelled); its people wait for sampling again.

    Raises:
        PermissionDenied: not within the reach of ``by``.
        Refused: it has a result, or was discarded before.
    """
    row = lock_tube(tube)
    require_tubes(by, [row], "tests.sample", "tests.result")
    move(row, TubeState.DISCARDED)
    row.save(update_fields=["state"])
    orders = TestOrder.objects.filter(tube_members__tube=row, state=OrderState.SAMPLED)
    ids = list(orders.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    TestOrder.objects.filter(pk__in=ids).update(state=OrderState.OPEN)
    log_action(actor=by, action="discard_tube", subject_type="tube", subject_id=row.uuid, reason=reason)
    return row


def log_moves(tubes: Iterable[Tube], action: str, by: Any) -> None:
    """One line of the trail for each tube moved."""
    for tube in tubes:
        log_action(actor=by, action=action, subject_type="tube", subject_id=tube.uuid)
