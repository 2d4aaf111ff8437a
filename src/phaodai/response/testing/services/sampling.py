"""Sampling: a labelled tube and the people in it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from phaodai.city.people.models import Person
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, log_action
from phaodai.core.ui.formats import when_text
from phaodai.response.testing import rules
from phaodai.response.testing.errors import Refused
from phaodai.response.testing.models import TestOrder, Tube, TubeMember
from phaodai.response.testing.services.locking import lock_tube, move, not_in_future, require_tubes
from phaodai.response.testing.terms import OrderState, TubeState


@transaction.atomic
def take_sample(
    *,
    tube: Tube,
    people: Sequence[Person],
    by: Any,
    method: str | None = None,
    taken_at: datetime | None = None,
) -> Tube:
    """Put the people's swabs into a labelled tube; ``method`` is single, pool or antigen (else the label's).

    Everybody's most urgent open order that this method satisfies becomes "sampled".

    Raises:
        PermissionDenied: ``by`` may not sample with this tube, or these people.
        Refused: the tube is used or discarded, the number of people does not fit the method.
    """
    row = lock_tube(tube)
    require_tubes(by, [row], "tests.sample")
    _require_people(by, people)
    require_unused(row)
    row.method = method or row.method
    _require_size(row.method, people)
    row.taken_at = not_in_future(taken_at)
    row.due_at = result_due(row.taken_at)
    row.taken_by_name = actor_name(by)
    move(row, TubeState.TAKEN)
    row.save(update_fields=["method", "taken_at", "due_at", "taken_by_name", "state"])
    _add_members(row, people)
    log_action(actor=by, action="take_sample", subject_type="tube", subject_id=row.uuid)
    return row


def result_due(taken_at: datetime) -> datetime:
    """When the result of a sample is due, by the policy in force then."""
    hour = int(policy.get("testing.same_day_hour", taken_at).value)
    return rules.due_at(clock.to_local(taken_at), hour)


def _require_people(by: Any, people: Sequence[Person]) -> None:
    ids = {person.pk for person in people}
    if len(ids) < len(people):
        again = next(person for person in people if [p.pk for p in people].count(person.pk) > 1)
        raise Refused("twice_in_tube", name=again.full_name)
    if Person.objects.visible_to(by, "tests.sample").filter(pk__in=ids).count() != len(ids):
        raise PermissionDenied


def require_unused(tube: Tube) -> None:
    """Raise Refused unless the tube is labelled and empty."""
    if tube.state == TubeState.DISCARDED:
        raise Refused("discarded", code=tube.code)
    if tube.state != TubeState.LABELLED:
        raise Refused("already_taken", code=tube.code, at=when_text(tube.taken_at), name=tube.taken_by_name)


def _require_size(method: str, people: Sequence[Person]) -> None:
    limits = policy.get("testing.pool_size").value
    fault = rules.pool_fault(method, len(people), limits["smallest"], limits["largest"])
    if fault:
        raise Refused(fault, **limits)


def _add_members(tube: Tube, people: Sequence[Person]) -> None:
    orders = _orders_satisfied(tube, people)
    TubeMember.objects.bulk_create(
        [
            TubeMember(tube=tube, person=person, order=orders.get(person.pk), position=position)
            for position, person in enumerate(people, start=1)
        ]
    )
    ids = [order.pk for order in orders.values()]
    TestOrder.objects.filter(pk__in=ids).update(state=OrderState.SAMPLED)


def _orders_satisfied(tube: Tube, people: Sequence[Person]) -> dict[int, TestOrder]:
    """Each person's most urgent open order that the tube's method satisfies, locked."""
    open_orders = TestOrder.objects.filter(
        person__in=people, state=OrderState.OPEN, method__in=rules.methods_satisfied_by(tube.method)
    )
    found: dict[int, TestOrder] = {}
    locked = list(open_orders.select_for_update(of=("self",)).order_by("pk"))
    for order in sorted(locked, key=lambda order: (order.due_at or order.ordered_at, order.pk)):
        found.setdefault(order.person_id, order)
    return found
