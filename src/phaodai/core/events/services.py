"""Publishing events and running the steps that follow."""

import logging
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from phaodai.core import clock
from phaodai.core.audit.services import actor_name, context, log_action
from phaodai.core.events.jobs import run_delivery
from phaodai.core.events.messages import DomainEvent, from_data, to_data
from phaodai.core.events.models import Delivery, DeliveryState, Event
from phaodai.core.events.steps import Step, find_step, steps_for

logger = logging.getLogger(__name__)
STUCK_AFTER = 5

_current_event: ContextVar[UUID | None] = ContextVar("current_event", default=None)


@transaction.atomic
def publish(
    message: DomainEvent,
    *,
    by: Any = None,
    occurred_at: datetime | None = None,
    caused_by: UUID | None = None,
) -> Event:
    """Record an event and queue its steps, all in the caller's transaction.

    Called from within a step, the event names the one that caused it.
    """
    row = Event.objects.create(
        type=message.event_name,
        version=message.event_version,
        data=to_data(message),
        occurred_at=occurred_at or clock.now(),
        caused_by=caused_by or _current_event.get(),
        actor_id=getattr(by, "pk", None),
        actor_name=actor_name(by),
    )
    _queue_steps(row)
    return row


def current_event() -> Event | None:
    """The event whose step is running; None outside of steps."""
    found = _current_event.get()
    return None if found is None else Event.objects.get(pk=found)


def _queue_steps(row: Event) -> None:
    deliveries = Delivery.objects.bulk_create(
        [Delivery(event=row, step=found.key) for found in steps_for(row.type) if found.is_wanted()]
    )
    if deliveries:
        jobs: list[dict[str, Any]] = [{"delivery_id": delivery.pk} for delivery in deliveries]
        run_delivery.batch_defer(*jobs)


def deliver(delivery_id: int) -> bool:
    """Run one step once; returns False when it had been done already.

    Raises:
        Exception: whatever the step raised, after the failure was written down.
    """
    try:
        return _deliver_locked(delivery_id)
    except Exception as error:
        _note_failure(delivery_id, error)
        raise


@transaction.atomic
def _deliver_locked(delivery_id: int) -> bool:
    row = Delivery.objects.select_for_update(of=("self",)).select_related("event").get(pk=delivery_id)
    if row.state == DeliveryState.DONE:
        return False
    found = find_step(row.step)
    if found is None:
        raise LookupError(f"The step {row.step} no longer exists.")
    _run(found, row.event)
    row.state, row.attempts, row.updated_at = DeliveryState.DONE, row.attempts + 1, clock.real_now()
    row.save(update_fields=["state", "attempts", "updated_at"])
    return True


def _run(found: Step, event: Event) -> None:
    token = _current_event.set(event.pk)
    try:
        with context(user=None, reason=found.key):
            found.run(from_data(event.type, event.data))
    finally:
        _current_event.reset(token)


def _note_failure(delivery_id: int, error: Exception) -> None:
    logger.exception("step failed: delivery %s", delivery_id)
    with transaction.atomic():
        row = Delivery.objects.select_for_update().get(pk=delivery_id)
        row.attempts += 1
        row.state = DeliveryState.STUCK if row.attempts >= STUCK_AFTER else DeliveryState.FAILING
        row.last_error = f"{type(error).__name__}: {error}"[:2000]
        row.updated_at = clock.real_now()
        row.save()


@transaction.atomic
def retry_delivery(*, delivery: Delivery, by: Any) -> bool:
    """Queue a step that failed again, by hand; returns False when it has been done meanwhile.

    Raises:
        PermissionDenied: ``by`` may not retry steps.
    """
    if not by.may("playbook.retry"):
        raise PermissionDenied
    row = Delivery.objects.select_for_update(of=("self",)).select_related("event").get(pk=delivery.pk)
    if row.state == DeliveryState.DONE:
        return False
    row.state, row.updated_at = DeliveryState.WAITING, clock.real_now()
    row.save(update_fields=["state", "updated_at"])
    log_action(
        actor=by, action="retry_step", subject_type="event", subject_id=row.event_id, data={"step": row.step}
    )
    run_delivery.defer(delivery_id=row.pk)
    return True


def run_pending_steps(limit: int = 1000) -> int:
    """Run every waiting step in this process until none is left (tests, the demo loader).

    A failing step does not keep the others from running.

    Raises:
        Exception: the first failure, after all the others have run.
        RuntimeError: more than ``limit`` steps ran.
    """
    done, failures = 0, []
    while waiting := list(_waiting().values_list("pk", flat=True)):
        for pk in waiting:
            if done >= limit:
                raise RuntimeError(f"More than {limit} steps: does a step publish the event it follows?")
            try:
                deliver(pk)
            except Exception as error:
                failures.append(error)
            done += 1
    if failures:
        raise failures[0]
    return done


def _waiting() -> "QuerySet[Delivery]":
    return Delivery.objects.filter(state=DeliveryState.WAITING).order_by("pk")
