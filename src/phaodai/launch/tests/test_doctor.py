"""What the doctor says of a machine, well and not."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from phaodai.launch.doctor import machine
from phaodai.launch.doctor.findings import FAIL, OK, WARN, Finding, worst
from phaodai.launch.environment import Environment, read_environment

NOW = datetime(2021, 9, 14, 9, tzinfo=UTC)


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return replace(read_environment({"PHAODAI_HOME": str(tmp_path)}), demo=False)


def test_python_and_packages(tmp_path: Path) -> None:
    assert machine.check_python((3, 10, 4)).state == FAIL
    assert machine.check_python((3, 11, 0)).state == OK
    assert "make setup" in machine.check_packages(tmp_path).en
    for name in machine.PACKAGES:
        (tmp_path / name).mkdir(parents=True)
    assert machine.check_packages(tmp_path).state == OK


@pytest.mark.parametrize(("free_mb", "state"), [(9_000, OK), (4_000, WARN), (100, FAIL)])
def test_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free_mb: int, state: str) -> None:
    usage = machine.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage._replace(free=free_mb * 1_000_000))
    assert machine.check_room(tmp_path).state == state


def test_a_home_that_is_not_there(tmp_path: Path) -> None:
    assert machine.check_room(tmp_path / "nowhere").state == FAIL


@pytest.mark.parametrize(("seconds", "state"), [(0.1, OK), (3, WARN), (90, FAIL)])
def test_clocks(seconds: float, state: str) -> None:
    assert machine.check_skew(seconds).state == state


def test_extensions() -> None:
    assert machine.check_extensions({"btree_gist", "pg_trgm", "plpgsql"}).state == OK
    assert "CREATE EXTENSION pg_trgm" in machine.check_extensions({"btree_gist"}).vi


def test_a_database_nobody_answers_at_and_its_password_is_not_told() -> None:
    (found,) = machine.check_database("postgresql://x:secret@127.0.0.1:1/none")
    assert found.state == FAIL
    assert "secret" not in found.en + found.vi


@pytest.mark.parametrize(("hours", "state"), [(1, OK), (40, WARN), (200, FAIL)])
def test_the_age_of_the_last_backup(environment: Environment, hours: int, state: str) -> None:
    made_at = (NOW - timedelta(hours=hours)).isoformat()
    (environment.home / "backups.json").write_text(json.dumps({"last": {"made_at": made_at}}))
    assert machine.check_backup(environment, NOW).state == state


def test_no_backup_is_a_fault_except_in_the_demo(environment: Environment) -> None:
    assert machine.check_backup(environment, NOW).state == FAIL
    assert machine.check_backup(replace(environment, demo=True), NOW).state == OK


@pytest.mark.parametrize(
    ("key", "hosts", "told"),
    [
        ("", "phaodai.example", "PHAODAI_SECRET_KEY"),
        ("short", "phaodai.example", "PHAODAI_SECRET_KEY"),
        ("x" * 50, "localhost", "PHAODAI_ALLOWED_HOSTS"),
        ("x" * 50, "*", "PHAODAI_ALLOWED_HOSTS"),
    ],
)
def test_a_server_without_its_secrets(environment: Environment, key: str, hosts: str, told: str) -> None:
    server = replace(environment, settings="config.settings.prod")
    found = machine.check_secrets(server, {"PHAODAI_SECRET_KEY": key, "PHAODAI_ALLOWED_HOSTS": hosts})
    assert found.state == FAIL
    assert told in found.en
    good = {"PHAODAI_SECRET_KEY": "x" * 50, "PHAODAI_ALLOWED_HOSTS": "phaodai.example"}
    assert machine.check_secrets(server, good).state == OK


def test_an_open_address_with_a_laptops_settings(environment: Environment) -> None:
    assert machine.check_secrets(replace(environment, host="0.0.0.0"), {}).state == FAIL
    assert machine.check_secrets(environment, {}).state == OK


def test_the_whole_is_as_bad_as_its_worst() -> None:
    found = [Finding("a", state, "", "") for state in (OK, WARN)]
    assert worst(found) == WARN
    assert worst([*found, Finding("b", FAIL, "", "")]) == FAIL
    assert worst([]) == OK


def test_the_program_says_it_in_both_languages_and_as_json(
    phaodai: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    spoken, written = phaodai("doctor"), phaodai("doctor", "--json")
    assert spoken.returncode == written.returncode == 2
    assert "phaodai serve" in spoken.stdout
    document = json.loads(written.stdout)
    assert document["state"] == FAIL
    assert {"code", "state", "vi", "en"} == set(document["checks"][0])
    assert phaodai("doctor", "--loud").returncode == 2
