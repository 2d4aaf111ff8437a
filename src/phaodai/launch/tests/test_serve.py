"""The whole life of a server: start, killed children, a killed supervisor, Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from phaodai.launch.processes import started_at

pytestmark = pytest.mark.faults


@contextmanager
def serving(variables: dict[str, str], home: Path, **changes: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "phaodai.launch", "serve"],
        env={**variables, **changes},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        eventually(lambda: serves(home, process.pid) or process.poll() is not None, seconds=40)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=40)


def eventually(holds: Callable[[], Any], seconds: float = 20) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("It did not happen in time.")


def run_file(home: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((home / "run.json").read_text())
    return found


def serves(home: Path, pid: int) -> bool:
    with suppress(OSError):
        return bool(run_file(home)["pids"]["serve"] == pid)
    return False


def page(home: Path) -> str:
    try:
        with urllib.request.urlopen(run_file(home)["web"], timeout=5) as answer:
            return str(answer.read().decode())
    except OSError:
        return ""


def query(home: Path, text: str) -> Any:
    try:
        with psycopg.connect(run_file(home)["database"], connect_timeout=2) as connection:
            row = connection.execute(text).fetchone()
            return row[0] if row else None
    except psycopg.OperationalError:
        return None


def alive(pids: dict[str, int]) -> list[str]:
    return [name for name, pid in pids.items() if started_at(pid)]


def test_first_run_prepares_loads_announces_and_stops_everything(
    variables: dict[str, str], home: Path
) -> None:
    with serving(variables, home) as process:
        document = run_file(home)
        assert set(document) == {"web", "database", "pids", "scenario_now"}
        assert set(document["pids"]) == {"serve", "postgres", "web", "worker"}
        assert document["scenario_now"] == "2021-07-21T08:00:00+07:00"
        assert (home / "run.json").stat().st_mode & 0o077 == 0
        assert page(home) == str(document["pids"]["web"])
        assert query(home, "SELECT 1") == 1
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert document["web"] in output
    assert "xetnghiem" in output
    assert "Traceback" not in output
    assert eventually(lambda: not alive(document["pids"]))
    assert not (home / "run.json").exists()


def test_second_run_keeps_the_database_and_its_port_and_loads_nothing(
    variables: dict[str, str], home: Path
) -> None:
    with serving(variables, home):
        first = run_file(home)["database"]
        with psycopg.connect(first, autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    began = time.monotonic()
    with serving(variables, home):
        assert time.monotonic() - began < 15
        assert run_file(home)["database"] == first
        assert query(home, "SELECT answer FROM kept") == 42
    assert (home / "calls").read_text().count("demo load") == 1


@pytest.mark.parametrize("name", ["web", "worker", "postgres"])
def test_a_killed_child_is_restarted(variables: dict[str, str], home: Path, name: str) -> None:
    with serving(variables, home):
        before = run_file(home)["pids"]
        os.kill(before[name], signal.SIGKILL)
        eventually(lambda: run_file(home)["pids"].get(name, before[name]) != before[name])
        assert eventually(lambda: page(home))
        assert eventually(lambda: query(home, "SELECT 1")) == 1
        after = run_file(home)["pids"]
        assert {key: pid for key, pid in after.items() if key != name} == {
            key: pid for key, pid in before.items() if key != name
        }


def test_what_a_killed_supervisor_left_is_cleared_away(variables: dict[str, str], home: Path) -> None:
    with serving(variables, home) as process:
        left = run_file(home)["pids"]
        process.kill()
        process.wait()
    assert set(alive(left)) >= {"postgres", "web", "worker"}
    with serving(variables, home):
        assert not alive(left)
        assert page(home)


def test_a_pid_that_belongs_to_somebody_else_now_is_left_alone(variables: dict[str, str], home: Path) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        (home / "pids.json").write_text(json.dumps({"web": [stranger.pid, "12345"], "postgres": [1, "0"]}))
        with serving(variables, home):
            assert stranger.poll() is None
        assert stranger.poll() is None
        stranger.kill()


def test_a_stale_postmaster_file_is_no_obstacle(variables: dict[str, str], home: Path) -> None:
    with serving(variables, home):
        folder = home / "postgres" / "data"
    (folder / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}\n")
    with serving(variables, home):
        assert query(home, "SELECT 1") == 1


def test_ctrl_c_while_the_demo_loads_leaves_nothing_behind(variables: dict[str, str], home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "phaodai.launch", "serve"],
        env={**variables, "FAKE_DEMO_S": "30"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    eventually(lambda: (home / "calls").exists() and "demo load" in (home / "calls").read_text(), 40)
    pids = {name: pid for name, (pid, _) in json.loads((home / "pids.json").read_text()).items()}
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "Traceback" not in output
    assert not alive(pids)
    assert not (home / "loaded").exists()


def test_the_demo_is_not_loaded_where_it_is_not_wanted(variables: dict[str, str], home: Path) -> None:
    with serving(variables, home, PHAODAI_DEMO="0"):
        assert "demo" not in (home / "calls").read_text()


def test_commands_use_the_database_of_the_running_server(
    variables: dict[str, str], home: Path, phaodai: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    with serving(variables, home):
        done = phaodai("echo", "1")
        assert done.stdout.strip() == run_file(home)["database"]
        assert done.returncode == 1
        assert phaodai("status").returncode == 0
        second = phaodai("serve", PHAODAI_PORT="1")
        assert second.returncode == 2
        assert "đang chạy" in second.stderr
        assert "already runs" in second.stderr
        assert phaodai("stop").returncode == 0


def test_a_command_without_a_server_gets_a_database_for_its_own_length(
    home: Path, phaodai: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = phaodai("echo", "0")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("postgresql://")
    assert not (home / "postgres" / "data" / "postmaster.pid").exists()
    assert "prepare_database" in (home / "calls").read_text()


def test_a_broken_web_server_is_told_in_one_sentence(
    variables: dict[str, str], phaodai: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = phaodai("serve", FAKE_WEB="broken")
    assert done.returncode == 2
    assert "ImportError: no application" in done.stderr
    assert "Traceback" not in done.stderr
