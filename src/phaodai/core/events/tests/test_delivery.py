"""One step, once: idempotent, retried, stuck, run by two at once, killed in the middle."""

import threading
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from phaodai.core.audit.models import ActionLog
from phaodai.core.events import DomainEvent, event, services, step
from phaodai.core.events.messages import from_data, to_data
from phaodai.core.events.models import Delivery, DeliveryState, Event
from phaodai.core.events.queries import chain_of, events_naming, open_deliveries

RUNS: list[UUID] = []
BROKEN: set[str] = set()


@event("test_happened")
@dataclass(frozen=True)
class Happened(DomainEvent):
    """Something in a test."""

    thing_id: UUID
    note: str = "later field"


@event("test_followed")
@dataclass(frozen=True)
class Followed(DomainEvent):
    """What the step of a test publishes."""

    thing_id: UUID


@step(Happened, "first", "First")
def first(message: Happened) -> None:
    if "first" in BROKEN:
        raise RuntimeError("no network")
    RUNS.append(message.thing_id)


@step(Happened, "second", "Second")
def second(message: Happened) -> None:
    services.publish(Followed(message.thing_id))


@pytest.fixture(autouse=True)
def _clean():
    RUNS.clear()
    BROKEN.clear()
    yield
    BROKEN.clear()


def state_of(key: str) -> str:
    return Delivery.objects.get(step=f"test_happened:{key}").state


@pytest.mark.django_db
class TestInOneProcess:
    def test_an_event_queues_each_of_its_steps_once(self):
        before = ProcrastinateJob.objects.filter(task_name__endswith="run_delivery").count()
        services.publish(Happened(uuid4()))
        assert Delivery.objects.count() == 2
        assert ProcrastinateJob.objects.filter(task_name__endswith="run_delivery").count() == before + 2

    def test_nothing_is_left_of_a_publishing_that_was_rolled_back(self):
        before = ProcrastinateJob.objects.count()
        with pytest.raises(RuntimeError):
            _publish_and_fail()
        assert not Event.objects.exists()
        assert ProcrastinateJob.objects.count() == before

    def test_done_is_done(self):
        services.publish(Happened(uuid4()))
        services.run_pending_steps()
        assert [services.deliver(row.pk) for row in Delivery.objects.all()] == [False, False]
        assert len(RUNS) == 1

    def test_a_failing_step_does_not_stop_the_others(self):
        BROKEN.add("first")
        services.publish(Happened(uuid4()))
        with pytest.raises(RuntimeError, match="no network"):
            services.run_pending_steps()
        assert (state_of("first"), state_of("second")) == ("failing", "done")
        row = open_deliveries().get()
        assert row.last_error == "RuntimeError: no network"
        assert row.attempts == 1

    def test_after_five_failures_it_is_stuck_until_somebody_retries(self):
        BROKEN.add("first")
        services.publish(Happened(uuid4()))
        row = Delivery.objects.get(step="test_happened:first")
        for _attempt in range(services.STUCK_AFTER):
            with pytest.raises(RuntimeError):
                services.deliver(row.pk)
        assert state_of("first") == DeliveryState.STUCK
        BROKEN.clear()
        with pytest.raises(PermissionDenied):
            services.retry_delivery(delivery=row, by=Nobody())
        assert services.retry_delivery(delivery=row, by=Somebody())
        assert state_of("first") == DeliveryState.WAITING
        services.run_pending_steps()
        assert state_of("first") == DeliveryState.DONE
        assert not services.retry_delivery(delivery=row, by=Somebody())
        assert ActionLog.objects.filter(action="retry_step").count() == 1

    def test_what_a_step_wrote_before_failing_is_undone(self, monkeypatch):
        services.publish(Happened(uuid4()))
        row = Delivery.objects.get(step="test_happened:second")
        monkeypatch.setattr(services, "from_data", half_way)
        with pytest.raises(ConnectionError):
            services.deliver(row.pk)
        assert not Event.objects.filter(type="test_followed").exists()
        assert state_of("second") == DeliveryState.FAILING

    def test_a_step_the_program_no_longer_has_is_seen(self):
        row = services.publish(Happened(uuid4()))
        gone = Delivery.objects.create(event=row, step="test_happened:gone")
        with pytest.raises(LookupError):
            services.deliver(gone.pk)
        assert state_of("gone") == DeliveryState.FAILING

    def test_effects_name_their_cause(self):
        thing = uuid4()
        row = services.publish(Happened(thing))
        services.run_pending_steps()
        effect = Event.objects.get(type="test_followed")
        assert effect.caused_by == row.pk
        assert chain_of(events_naming("thing_id", [thing])) == [row, effect]
        assert set(chain_of(events_naming("thing_id", [])) or []) == set()

    def test_a_step_that_feeds_itself_is_caught(self):
        for _number in range(3):
            services.publish(Happened(uuid4()))
        with pytest.raises(RuntimeError, match="More than 2"):
            services.run_pending_steps(limit=2)


def test_an_older_event_is_read_by_a_newer_program():
    thing = uuid4()
    assert from_data("test_happened", {"thing_id": str(thing)}) == Happened(thing)
    assert from_data("test_happened", {**to_data(Happened(thing, "x")), "gone": 1}) == Happened(thing, "x")


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_delivery_run_it_once():
    services.publish(Happened(uuid4()))
    row = Delivery.objects.get(step="test_happened:first")
    outcomes: list[bool] = []
    workers = [threading.Thread(target=_work, args=(row.pk, outcomes)) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert sorted(outcomes) == [False, True]
    assert len(RUNS) == 1


def _work(delivery_id: int, outcomes: list[bool]) -> None:
    try:
        outcomes.append(services.deliver(delivery_id))
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_the_step_waiting(monkeypatch):
    services.publish(Happened(uuid4()))
    row = Delivery.objects.get(step="test_happened:second")
    monkeypatch.setattr(services, "from_data", killed)
    with pytest.raises(SystemExit):
        services.deliver(row.pk)
    monkeypatch.undo()
    row.refresh_from_db()
    assert (row.state, row.attempts) == (DeliveryState.WAITING, 0)
    assert services.deliver(row.pk) is True
    assert Event.objects.filter(type="test_followed").count() == 1


def half_way(name, data):
    """A step that wrote something and then lost its connection."""
    services.publish(Followed(uuid4()))
    raise ConnectionError


def killed(name, data):
    """A step whose process ends while it works: nothing is caught, nothing is noted."""
    services.publish(Followed(uuid4()))
    raise SystemExit


@transaction.atomic
def _publish_and_fail():
    services.publish(Happened(uuid4()))
    raise RuntimeError


class Somebody:
    pk = 1
    full_name = "Lương Thị Nga"

    def may(self, capability):
        return capability == "playbook.retry"


class Nobody(Somebody):
    def may(self, capability):
        return False
