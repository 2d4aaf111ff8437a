"""Steps that wait, fail or are stuck; and what led to what in one case."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404

from phaodai.command.playbook.terms import name_of
from phaodai.core import clock
from phaodai.core.access import get_visible_or_404
from phaodai.core.events.models import Delivery, DeliveryState, Event
from phaodai.core.events.queries import chain_of, events_naming, open_deliveries
from phaodai.core.events.steps import find_step
from phaodai.response.cases.models import Case
from phaodai.response.quarantine.models import QuarantineOrder
from phaodai.response.tracing.models import Exposure

FIRST_RESULT, FIRST_LIST = "result_recorded", "contacts_listed"


@dataclass(frozen=True)
class StepLine:
    """One step that follows one event, ready for a screen."""

    delivery: Delivery
    title: Any
    happening: str

    @property
    def waiting_for(self) -> timedelta:
        """How long since the event was recorded, by the world's clock."""
        return clock.real_now() - self.delivery.created_at

    @property
    def is_stuck(self) -> bool:
        return self.delivery.state == DeliveryState.STUCK


def line_of(delivery: Delivery) -> StepLine:
    """A delivery with its titles; of a step the program no longer has, the stored key."""
    step = find_step(delivery.step)
    return StepLine(delivery, step.title if step else delivery.step, name_of(delivery.event.type))


def open_steps(state: str = "") -> Any:
    """The deliveries not done, the stuck ones first; narrowed to one state when given."""
    rows = open_deliveries()
    return rows.filter(state=state) if state in DeliveryState.values else rows


def step_counts() -> dict[str, int]:
    """How many deliveries are in each open state."""
    rows = Delivery.objects.exclude(state=DeliveryState.DONE).order_by().values_list("state")
    found = dict(rows.annotate(n=Count("pk")))
    return {state: found.get(state, 0) for state in ("stuck", "failing", "waiting")}


def delivery_for(delivery_id: int) -> Delivery:
    """One delivery, or Http404."""
    return get_object_or_404(Delivery.objects.select_related("event"), pk=delivery_id)


@dataclass(frozen=True)
class ChainLine:
    """One event of a chain with the steps that followed it."""

    event: Event
    happening: str
    cause: str
    steps: list[StepLine]

    @property
    def is_open(self) -> bool:
        return any(line.delivery.state != DeliveryState.DONE for line in self.steps)


@dataclass(frozen=True)
class CaseChain:
    """What happened around one case, oldest first, and how long it took to the first list."""

    case: Case
    lines: list[ChainLine]

    @property
    def result_to_list(self) -> timedelta | None:
        """From the first result to the first list of candidates; None while either is missing."""
        result, listed = self._first(FIRST_RESULT), self._first(FIRST_LIST)
        return listed - result if result and listed else None

    def _first(self, event_type: str) -> datetime | None:
        return next((line.event.occurred_at for line in self.lines if line.event.type == event_type), None)

    @property
    def open_steps(self) -> list[StepLine]:
        steps = [step for line in self.lines for step in line.steps]
        return [step for step in steps if step.delivery.state != DeliveryState.DONE]


def chain_of_case(user: Any, case_uuid: UUID) -> CaseChain:
    """The chain of a case ``user`` may see, or Http404."""
    case: Case = get_visible_or_404(Case.objects.all(), user, "cases.view", uuid=case_uuid)
    events = chain_of(_events_of(case))
    names = {event.pk: name_of(event.type) for event in events}
    return CaseChain(case, [_line(event, names) for event in events])


def _events_of(case: Case) -> Q:
    """Events that name the case, its contacts or its orders."""
    contacts = Exposure.objects.filter(case=case).values_list("contact__uuid", flat=True).distinct()
    orders = QuarantineOrder.objects.filter(case=case).values_list("uuid", flat=True)
    return (
        events_naming("case_id", [case.uuid])
        | events_naming("contact_id", contacts)
        | events_naming("order_id", orders)
    )


def _line(event: Event, names: dict[UUID, str]) -> ChainLine:
    steps = [line_of(delivery) for delivery in event.deliveries.all()]
    return ChainLine(event, names[event.pk], names.get(event.caused_by, "") if event.caused_by else "", steps)
