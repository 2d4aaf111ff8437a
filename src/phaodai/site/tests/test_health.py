"""What /healthz says in good and in bad days."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from phaodai.site import health, schema
from phaodai.site.management.commands.prepare_database import refuse_newer

pytestmark = pytest.mark.django_db


def beat(*, seconds_ago: float) -> int:
    """Enter a worker whose last sign of life lies back some seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
            [timezone.now() - timedelta(seconds=seconds_ago)],
        )
        return int(cursor.fetchone()[0])


def take_job(worker: int) -> None:
    """Enter a job that this worker has begun."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)"
            " VALUES ('steps', 'x', '{}', 'doing', %s)",
            [worker],
        )


def ask(client: Client) -> tuple[int, dict[str, Any]]:
    answer = client.get("/healthz")
    return answer.status_code, answer.json()


def test_all_well(client: Client) -> None:
    take_job(beat(seconds_ago=1))
    assert ask(client) == (200, {"database": "ok", "migrations": "ok", "jobs": "ok"})


def test_it_is_open_to_everybody_and_never_cached(client: Client) -> None:
    answer = client.get("/healthz")
    assert "no-store" in answer["Cache-Control"]
    assert "sessionid" not in answer.cookies
    assert client.post("/healthz").status_code == 405


def test_no_worker(client: Client) -> None:
    beat(seconds_ago=60)
    assert ask(client) == (503, {"database": "ok", "migrations": "ok", "jobs": "no worker"})


def test_jobs_of_a_dead_worker(client: Client) -> None:
    beat(seconds_ago=1)
    take_job(beat(seconds_ago=60))
    assert ask(client) == (503, {"database": "ok", "migrations": "ok", "jobs": "1 stalled"})


def test_migrations_that_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = schema._on_disk() | {("cases", "9999_next")}
    monkeypatch.setattr(schema, "_on_disk", lambda: known)
    assert ask(client) == (503, {"database": "ok", "migrations": "1 not applied", "jobs": "unknown"})


def test_no_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("server closed the connection; password=secret")

    monkeypatch.setattr(health, "check_migrations", fail)
    status, document = ask(client)
    assert status == 503
    assert document == {
        "database": "unreachable: OperationalError",
        "migrations": "unknown",
        "jobs": "unknown",
    }


def test_a_database_of_a_newer_version_is_refused_in_two_languages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refuse_newer()
    fewer = schema._on_disk() - {("events", "0001_initial")}
    monkeypatch.setattr(schema, "_on_disk", lambda: fewer)
    with pytest.raises(Exception, match=r"newer version of Pháo Đài \(events.0001_initial\)"):
        refuse_newer()
    assert "mới hơn" in capsys.readouterr().err
