"""Orders: who is to be sampled, by what method, until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from phaodai.city.people.models import Person
from phaodai.core import clock, policy
from phaodai.core.audit.services import actor_name, log_action
from phaodai.response.cases.models import Case
from phaodai.response.testing import rules
from phaodai.response.testing.models import LIVE_ORDERS, TestOrder, TestResult, Tube
from phaodai.response.testing.services.locking import require
from phaodai.response.testing.terms import Method, OrderReason, OrderState


def due_for(reason: str, now: datetime) -> datetime:
    """Until when an order of this reason is to be sampled, by the policy in force."""
    if reason == OrderReason.UNPOOL:
        return now + timedelta(hours=float(policy.get("testing.unpool_hours", now).value))
    if reason == OrderReason.CONFIRM_ANTIGEN:
        return now + timedelta(hours=float(policy.get("testing.antigen_repeat", now).value["within_hours"]))
    hours = policy.get("testing.order_hours", now).value
    return now + timedelta(hours=float(hours[reason]))


def method_for(reason: str, now: datetime) -> str:
    """The method an order of this reason asks for when the caller names none."""
    if reason == OrderReason.CONFIRM_ANTIGEN:
        return str(policy.get("testing.antigen_repeat", now).value["method"])
    return Method.PCR


@transaction.atomic
def order_tests(
    *,
    people: Iterable[Person],
    reason: str,
    by: Any,
    method: str | None = None,
    case: Case | None = None,
    source_tube: Tube | None = None,
    due_at: datetime | None = None,
) -> list[TestOrder]:
    """Order one test for each person and return the live orders, new or found.

    Safe to repeat: an order of the same person, reason and cause (case or tube) that still stands is not
    doubled; orders of one case with different deadlines (a quarantine schedule) are different orders.

    Raises:
        PermissionDenied: ``by`` may not order tests for one of the people.
    """
    require(by, "tests.order")
    chosen = list(people)
    ids = {person.pk for person in chosen}
    if Person.objects.visible_to(by, "tests.order").filter(pk__in=ids).count() != len(ids):
        raise PermissionDenied
    cause = Cause(reason, method, case, source_tube, due_at)
    return place_orders(people=chosen, cause=cause, by=by)


@dataclass(frozen=True)
class Cause:
    """Why people are to be tested; what is None follows from the policy in force."""

    reason: str
    method: str | None = None
    case: Case | None = None
    source_tube: Tube | None = None
    due_at: datetime | None = None

    def as_order(self, by: Any, now: datetime) -> TestOrder:
        """An order of this cause, for nobody yet."""
        return TestOrder(
            method=self.method or method_for(self.reason, now),
            reason=self.reason,
            case=self.case,
            source_tube=self.source_tube,
            due_at=self.due_at or due_for(self.reason, now),
            ordered_at=now,
            ordered_by_name=actor_name(by),
        )


def place_orders(*, people: Iterable[Person], cause: Cause, by: Any) -> list[TestOrder]:
    """The writing itself, authorised by the caller, within the caller's transaction."""
    locked = _lock_people(people)
    wanted = cause.as_order(by, clock.now())
    exact = cause.due_at is not None
    standing = {order.person_id for order in _standing(locked, wanted, exact_due=exact)}
    TestOrder.objects.bulk_create([_copy(wanted, person) for person in locked if person.pk not in standing])
    return list(_standing(locked, wanted, exact_due=exact))


def _lock_people(people: Iterable[Person]) -> list[Person]:
    """Locked so that two steps ordering for the same person see each other; readers are left alone."""
    ids = {person.pk for person in people}
    rows = Person.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids)
    return list(rows.order_by("pk"))


def _standing(people: Sequence[Person], wanted: TestOrder, *, exact_due: bool) -> "QuerySet[TestOrder]":
    """Orders that already ask for what is wanted: given from one tube, at most once while not withdrawn."""
    rows = TestOrder.objects.filter(person__in=people, reason=wanted.reason).order_by("pk")
    if wanted.source_tube is not None:
        return rows.filter(source_tube=wanted.source_tube).exclude(state=OrderState.WITHDRAWN)
    if exact_due:
        return rows.filter(case=wanted.case, due_at=wanted.due_at).exclude(state=OrderState.WITHDRAWN)
    return rows.filter(case=wanted.case, source_tube=None, method=wanted.method, state__in=LIVE_ORDERS)


def _copy(wanted: TestOrder, person: Person) -> TestOrder:
    return TestOrder(
        person=person,
        area_id=person.area_id,
        method=wanted.method,
        reason=wanted.reason,
        case=wanted.case,
        source_tube=wanted.source_tube,
        due_at=wanted.due_at,
        ordered_at=wanted.ordered_at,
        ordered_by_name=wanted.ordered_by_name,
    )


@transaction.atomic
def withdraw_test_orders(*, by: Any, case: Case | None = None, source_tube: Tube | None = None) -> int:
    """Withdraw open orders whose cause is gone; returns how many. Safe to repeat.

    Of a case: all of its open orders. Of a tube: those that its result in force no longer asks for, so that
    orders of a correction survive the clearing up after the mistake. A sample already taken goes its way.
    """
    require(by, "tests.order", "tests.correct")
    rows = TestOrder.objects.filter(_cause(case, source_tube), state=OrderState.OPEN)
    ids = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    return TestOrder.objects.filter(pk__in=ids).update(state=OrderState.WITHDRAWN)


def _cause(case: Case | None, source_tube: Tube | None) -> Q:
    found = Q(pk__in=[])
    if case is not None:
        found |= Q(case=case)
    if source_tube is not None:
        found |= Q(source_tube=source_tube) & ~Q(reason=_still_asked_for(source_tube) or "")
    return found


def _still_asked_for(tube: Tube) -> str | None:
    result = TestResult.objects.filter(tube=tube, is_current=True).first()
    return None if result is None else rules.follow_up_of(tube.method, result.value)


@transaction.atomic
def withdraw_order(*, order: TestOrder, reason: str, by: Any) -> TestOrder:
    """Take back one order by hand, with the reason. An order already sampled or withdrawn stays as it is.

    Raises:
        PermissionDenied: not ordered for somebody in the reach of ``by``.
    """
    seen = TestOrder.objects.visible_to(by, "tests.order").filter(pk=order.pk)
    row = TestOrder.objects.select_for_update(of=("self",)).filter(pk__in=seen.values("pk")).first()
    if row is None or not by.may("tests.order"):
        raise PermissionDenied
    if row.state == OrderState.OPEN:
        row.state = OrderState.WITHDRAWN
        row.save(update_fields=["state"])
        log_action(
            actor=by, action="withdraw_order", subject_type="order", subject_id=row.uuid, reason=reason
        )
    return row
