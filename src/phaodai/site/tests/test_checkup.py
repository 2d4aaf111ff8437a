"""What the doctor says of the city, with each thing broken in turn."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings

from phaodai.core import clock
from phaodai.core.access import SYSTEM_ACTOR
from phaodai.core.events.models import Delivery, Event
from phaodai.response.movement.partitions import drop_partition, ensure_partitions
from phaodai.response.movement.retention import apply_retention
from phaodai.site import checkup, schema
from phaodai.site.tests.test_health import beat, take_job

pytestmark = pytest.mark.django_db


def state_of(code: str) -> str:
    return {found["code"]: found["state"] for found in checkup.check_city()}[code]


def test_all_well(scenario_clock) -> None:
    beat(seconds_ago=1)
    ensure_partitions(clock.today() + timedelta(days=n) for n in range(4))
    apply_retention(by=SYSTEM_ACTOR)
    assert {found["state"] for found in checkup.check_city()} == {"ok"}


def test_no_worker_and_jobs_of_a_dead_one() -> None:
    assert state_of("worker") == "fail"
    beat(seconds_ago=1)
    take_job(beat(seconds_ago=60))
    assert state_of("worker") == "warn"


def test_a_long_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkup, "LONG_QUEUE", 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('steps', 'x', '{}')"
        )
    assert state_of("queue") == "warn"


def test_a_stuck_step() -> None:
    assert state_of("steps") == "ok"
    event = Event.objects.create(type="x", version=1, data={}, occurred_at=clock.now(), actor_name="x")
    Delivery.objects.create(event=event, step=f"x.{uuid.uuid4()}", state="stuck")
    assert state_of("steps") == "warn"


def test_a_day_without_its_table(scenario_clock) -> None:
    ensure_partitions(clock.today() + timedelta(days=n) for n in range(4))
    drop_partition(clock.today() + timedelta(days=1))
    assert state_of("partitions") == "warn"


def test_retention_that_never_ran() -> None:
    assert state_of("retention") == "warn"


def test_migrations_that_wait_hide_what_cannot_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    known = schema._on_disk() | {("cases", "9999_next")}
    monkeypatch.setattr(schema, "_on_disk", lambda: known)
    assert state_of("migrations") == "fail"
    assert "worker" not in {found["code"] for found in checkup.check_city()}
    monkeypatch.setattr(
        schema, "_on_disk", lambda: known - {("events", "0001_initial"), ("cases", "9999_next")}
    )
    assert state_of("migrations") == "fail"


@override_settings(DEBUG=True, SETTINGS_MODULE="config.settings.prod")
def test_a_server_that_talks_too_much() -> None:
    assert state_of("debug") == "fail"
    assert state_of("tls") == "fail"
