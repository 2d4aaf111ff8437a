"""Results: the first one, and corrections that supersede it. A result is never overwritten."""

from datetime import datetime
from typing import Any

from django.db import transaction

from phaodai.city.people.models import Person
from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.audit.services import actor_name, log_action
from phaodai.core.disclosures.services import retract_told
from phaodai.core.events.services import publish
from phaodai.core.ui.formats import when_text
from phaodai.response.testing import rules
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.events import ResultCorrected, ResultRecorded
from phaodai.response.testing.models import TestOrder, TestResult, Tube
from phaodai.response.testing.services.locking import (
    already_resulted,
    current_result,
    lock_tube,
    move,
    not_in_future,
    require_result,
    require_tubes,
)
from phaodai.response.testing.services.orders import Cause, place_orders, withdraw_test_orders
from phaodai.response.testing.terms import OrderReason, OrderState, ResultValue, TubeState


@transaction.atomic
def record_result(
    *, tube: Tube, value: str, by: Any, resulted_at: datetime | None = None, ct: float | None = None
) -> TestResult:
    """Write a tube's first result and publish `ResultRecorded` in the same transaction.

    The same person entering the same value again gets the result already written.

    Raises:
        PermissionDenied: the tube is not of the laboratory (antigen: area) of ``by``.
        Refused: somebody entered a result before; nobody is in the tube; the time cannot be.
    """
    value = known_value(value)
    row = lock_tube(tube)
    require_result(by, [row])
    existing = current_result(row)
    if existing is not None:
        if (existing.value, existing.by_id) == (value, by.pk):
            return existing
        raise already_resulted(row, existing)
    return write_result(tube=row, value=value, by=by, resulted_at=resulted_at, ct=ct)


def known_value(value: str) -> str:
    """The code of a result.

    Raises:
        Refused: it is none.
    """
    if value not in ResultValue.values:
        raise Refused("unknown_value", value=value)
    return str(ResultValue(value))


def write_result(
    *, tube: Tube, value: str, by: Any, resulted_at: datetime | None = None, ct: float | None = None
) -> TestResult:
    """The writing itself, for a locked tube without a result, authorised by the caller."""
    _require_ready(tube)
    moment = result_time(tube, resulted_at)
    move(tube, TubeState.RESULTED)
    tube.resulted_at = moment
    tube.save(update_fields=["state", "resulted_at"])
    result = TestResult.objects.create(
        tube=tube, value=value, ct=ct, resulted_at=moment, by_id=by.pk, by_name=actor_name(by)
    )
    TestOrder.objects.filter(tube_members__tube=tube, state=OrderState.SAMPLED).update(state=OrderState.DONE)
    _order_retests(tube, value)
    log_action(
        actor=by, action="record_result", subject_type="tube", subject_id=tube.uuid, data={"value": value}
    )
    publish(ResultRecorded(result.uuid, tube.uuid, tube.method, value), by=by, occurred_at=moment)
    return result


def _require_ready(tube: Tube) -> None:
    if tube.state == TubeState.DISCARDED:
        raise Refused("discarded", code=tube.code)
    if tube.state == TubeState.LABELLED:
        raise Refused("not_taken", code=tube.code)


def result_time(tube: Tube, resulted_at: datetime | None) -> datetime:
    """The time of a result: now unless given; neither in the future nor before the sample.

    Raises:
        Refused: it is.
    """
    moment = not_in_future(resulted_at)
    if not rules.are_forward(tube.taken_at, moment):
        raise Refused("before_sampling", at=when_text(tube.taken_at))
    return moment


def _order_retests(tube: Tube, value: str) -> None:
    """A sample that gave no answer is taken again. The laboratory reports; the system orders."""
    if rules.follow_up_of(tube.method, value) == OrderReason.RETEST:
        people = Person.objects.filter(tube_members__tube=tube)
        cause = Cause(OrderReason.RETEST, source_tube=tube)
        place_orders(people=people, cause=cause, by=SYSTEM_ACTOR)


@transaction.atomic
def correct_result(
    *, result: TestResult, value: str, reason: str, by: Any, ct: float | None = None
) -> TestResult:
    """Supersede a wrong result and publish `ResultCorrected` in the same transaction.

    What was told about the tube counts as wrong from now on, and orders the new result no longer asks for are
    withdrawn. What others built on the old result is withdrawn by the playbook.

    Raises:
        PermissionDenied: the tube is not within the reach of ``by``.
        Refused: the result is not the current one, the value is the same, no reason is given.
    """
    value = known_value(value)
    tube = lock_tube(result.tube)
    require_tubes(by, [tube], "tests.correct")
    old = TestResult.objects.get(pk=result.pk)
    _require_correctable(old, value, reason)
    old.is_current = False
    old.save(update_fields=["is_current"])
    new = _supersede(old, value, reason, by, ct)
    tube.notified_at = None
    tube.save(update_fields=["notified_at"])
    _put_right(tube, old, new, by)
    return new


def _require_correctable(old: TestResult, value: str, reason: str) -> None:
    if not old.is_current:
        raise Refused("not_current")
    if old.value == value:
        raise Refused("same_value", value=ResultValue(value).label)
    if not reason.strip():
        raise Refused("no_reason")


def _supersede(old: TestResult, value: str, reason: str, by: Any, ct: float | None) -> TestResult:
    return TestResult.objects.create(
        tube_id=old.tube_id,
        value=value,
        ct=ct,
        supersedes=old,
        correction_reason=reason.strip(),
        resulted_at=clock.now(),
        by_id=by.pk,
        by_name=actor_name(by),
    )


def _put_right(tube: Tube, old: TestResult, new: TestResult, by: Any) -> None:
    retract_told(subject_type="tube", subject_id=tube.uuid, at=new.resulted_at)
    withdraw_test_orders(source_tube=tube, by=SYSTEM_ACTOR)
    _order_retests(tube, new.value)
    log_action(
        actor=by,
        action="correct_result",
        subject_type="tube",
        subject_id=tube.uuid,
        reason=new.correction_reason,
        data={"from": old.value, "to": new.value},
    )
    message = ResultCorrected(old.uuid, new.uuid, tube.uuid, tube.method, old.value, new.value)
    publish(message, by=by, occurred_at=new.resulted_at)
