"""kill -9 of web, worker and database in the middle of 1,000 uploads: nothing is lost, nothing doubled."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from phaodai.launch.cluster import choose_port

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]

UPLOADS = 1_000
DEVICES = 8
# Which part dies after how many acknowledged uploads.
DEATHS = {40: "worker", 250: "web", 500: "postgres", 750: "worker"}


class RunningCity:
    """A real ``phaodai serve`` on a data folder of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PHAODAI_", "DJANGO_"))
        }
        kept.pop("DATABASE_URL", None)
        self.variables = {
            **kept,
            "PHAODAI_HOME": str(home),
            "PHAODAI_PORT": str(choose_port(home / "web-port")),
            "PHAODAI_DEMO": "0",
            "PHAODAI_POSTGRES": os.environ.get("PHAODAI_TEST_POSTGRES", ""),
        }

    def open(self) -> None:
        """Start it and wait until it is announced; then fill it."""
        log = (self.home / "serve.log").open("w")
        self.process = self.phaodai("serve", stdout=log, stderr=log)
        log.close()
        eventually(lambda: (self.home / "run.json").exists() or self.process.poll() is not None, 120)
        assert self.process.poll() is None, (self.home / "serve.log").read_text()
        self.facts: dict[str, Any] = json.loads(
            self.run("with-database", sys.executable, "-m", "tests.faults.seed")
        )

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(60)

    def phaodai(self, *words: str, **streams: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "phaodai.launch", *words], env=self.variables, text=True, **streams
        )

    def run(self, *words: str) -> str:
        process = self.phaodai(*words, stdout=subprocess.PIPE)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        return output

    @property
    def file(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.home / "run.json").read_text())
        return found

    def kill(self, name: str) -> None:
        os.kill(self.file["pids"][name], signal.SIGKILL)

    def query(self, text: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.file["database"]) as connection:
            return connection.execute(text.encode()).fetchall()

    def health(self) -> dict[str, str]:
        try:
            with urllib.request.urlopen(self.file["web"] + "/healthz", timeout=5) as answer:
                return dict(json.load(answer))
        except OSError:
            return {}

    def upload(self, visit: dict[str, str]) -> dict[str, Any] | None:
        """Send one visit; None when no answer came."""
        request = urllib.request.Request(
            self.file["web"] + "/api/v1/visits/batch",
            data=json.dumps({"visits": [visit]}).encode(),
            headers={"Authorization": f"Bearer {self.facts['token']}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            if error.code < 500:
                raise RuntimeError(error.read().decode()) from error
            return None
        except OSError:
            return None


def eventually(holds: Any, seconds: float) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = holds()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("It did not happen in time.")


@pytest.fixture
def running_city() -> Iterator[RunningCity]:
    with tempfile.TemporaryDirectory(prefix="phaodai-kill-") as folder:
        # PostgreSQL under root runs as nobody and has to pass through.
        Path(folder).chmod(0o755)
        city = RunningCity(Path(folder))
        try:
            city.open()
            yield city
        finally:
            city.close()


class Devices:
    """Telephones that repeat an upload until it is acknowledged, as the offline app does."""

    def __init__(self, city: RunningCity) -> None:
        self.city = city
        self.lock = threading.Lock()
        self.acknowledged: list[str] = []

    def send(self, number: int) -> None:
        visit = self.visit(number)
        answer = eventually(lambda: self.city.upload(visit), 90)
        assert answer["rejected"] == []
        assert answer["accepted"] + answer["duplicates"] == 1
        with self.lock:
            self.acknowledged.append(visit["client_id"])
            victim = DEATHS.get(len(self.acknowledged))
        if victim:
            with suppress(OSError, KeyError):
                self.city.kill(victim)

    def visit(self, number: int) -> dict[str, str]:
        facts = self.city.facts
        begin = datetime.fromisoformat(facts["now"]) + timedelta(seconds=number, hours=-5)
        return {
            "client_id": str(uuid.uuid4()),
            "person": facts["persons"][number % 2],
            "place": facts["places"][number // 2 % 2],
            "start": begin.isoformat(),
            "end": (begin + timedelta(minutes=10)).isoformat(),
        }


def test_every_acknowledged_visit_is_there_exactly_once(running_city: RunningCity) -> None:
    before = running_city.file["pids"]
    devices = Devices(running_city)
    with ThreadPoolExecutor(DEVICES) as pool:
        list(pool.map(devices.send, range(UPLOADS)))
    assert len(devices.acknowledged) == UPLOADS
    counted = "SELECT client_id::text, count(*) FROM movement_visit WHERE source = 'scan' GROUP BY 1"
    found = dict(running_city.query(counted))
    assert {name: found.get(name) for name in devices.acknowledged} == dict.fromkeys(devices.acknowledged, 1)
    assert len(found) == UPLOADS + running_city.facts["visits"]
    after = eventually(lambda: len(running_city.file["pids"]) == 4 and running_city.file["pids"], 40)
    assert [name for name in before if before[name] == after[name]] == ["serve"]
    eventually(lambda: set(running_city.health().values()) == {"ok"}, 60)
    assert_the_playbook_finishes(running_city)


def assert_the_playbook_finishes(city: RunningCity) -> None:
    """Three positive tubes: every step done once, one case each, nobody twice in a list of contacts."""
    waiting = "SELECT count(*) FROM events_delivery WHERE state <> 'done'"
    eventually(lambda: city.query(waiting) == [(0,)], 90)
    assert city.query(
        "SELECT count(*) > 5, count(*) = count(DISTINCT (event_id, step)) FROM events_delivery"
    ) == [(True, True)]
    assert city.query("SELECT count(*), count(DISTINCT person_id) FROM cases_case") == [(3, 3)]
    assert city.query("SELECT count(*) > 0, count(*) = count(DISTINCT person_id) FROM tracing_contact") == [
        (True, True)
    ]
