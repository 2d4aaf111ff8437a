"""Jobs of a worker that died come back; jobs of a living one are left alone."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from phaodai.core.events.jobs import run_delivery
from phaodai.core.events.stalled import read_queue_state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def jobs() -> Iterator[dict[str, int]]:
    """One job begun by a living worker, one by a silent one, one whose worker is no longer listed."""
    clear_queue()
    yield {"living": begin(seconds=1), "silent": begin(seconds=60), "gone": begin(seconds=None)}
    clear_queue()


def clear_queue() -> None:
    """The queue's tables are not Django's, so no test run empties them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


def begin(*, seconds: float | None, task: str = "x", arguments: str = "{}") -> int:
    with connection.cursor() as cursor:
        worker = None
        if seconds is not None:
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
                [timezone.now() - timedelta(seconds=seconds)],
            )
            worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " VALUES ('steps', %s, %s, 'doing', %s) RETURNING id",
            [task, arguments, worker],
        )
        return int(cursor.fetchone()[0])


def status_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


def test_the_state_of_the_queue(jobs: dict[str, int]) -> None:
    state = read_queue_state()
    assert (state.living, state.stalled) == (1, 2)


def test_only_jobs_of_dead_workers_go_back(jobs: dict[str, int]) -> None:
    output = StringIO()
    call_command("requeue_stalled", "--json", stdout=output)
    assert json.loads(output.getvalue()) == {"requeued": 2}
    assert {name: status_of(job) for name, job in jobs.items()} == {
        "living": "doing",
        "silent": "todo",
        "gone": "todo",
    }
    assert read_queue_state().stalled == 0


def run_worker_once() -> None:
    """In a process of its own: its threads keep connections, which would hold the test database open."""
    server, _, _name = os.environ["DATABASE_URL"].rpartition("/")
    address = f"{server}/{connection.settings_dict['NAME']}"
    subprocess.run(
        [sys.executable, "-m", "django", "worker", "--once"],
        env={**os.environ, "DATABASE_URL": address},
        check=True,
        timeout=60,
    )


def test_a_restarted_worker_finishes_what_the_dead_one_began() -> None:
    clear_queue()
    job = begin(seconds=60, task="phaodai.core.events.jobs.tick_clock", arguments='{"timestamp": 1}')
    run_worker_once()
    assert status_of(job) == "succeeded"
    clear_queue()


def test_what_a_step_defers_belongs_to_its_transaction() -> None:
    """The worker's own connector would commit the job at once, before there is anything to work on."""
    queue = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    assert queue.tasks is app.tasks
    assert isinstance(run_delivery.blueprint.job_manager.connector, DjangoConnector)
