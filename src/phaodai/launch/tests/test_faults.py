"""Each thing that may keep Pháo Đài from starting is told in one sentence per language, with exit 2."""

import errno
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest

from phaodai.launch import cluster, database, faults, serve
from phaodai.launch.cli import run
from phaodai.launch.faults import Fault
from phaodai.launch.home import hold_home, is_held, open_home
from phaodai.launch.installations import Installation
from phaodai.launch.server_user import ServerUser

Program = Callable[..., subprocess.CompletedProcess[str]]
NOBODY = 65_534


def assert_told(done: subprocess.CompletedProcess[str], vi: str, en: str) -> None:
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    assert len(lines) == 2
    assert vi in lines[0]
    assert en in lines[1]


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Root may write everywhere; step down for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_port_taken(phaodai: Program) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = phaodai("serve", PHAODAI_PORT=str(port))
    assert_told(done, f"Cổng {port}", f"Port {port} on 127.0.0.1 is used by another program")


def test_address_of_another_machine(phaodai: Program) -> None:
    done = phaodai("serve", PHAODAI_HOST="192.0.2.1")
    assert_told(done, "Không mở được cổng", "cannot be opened")


@pytest.mark.parametrize(
    ("name", "value"), [("PHAODAI_PORT", "eighty"), ("PHAODAI_PORT", "70000"), ("PHAODAI_DEMO", "yes")]
)
def test_a_setting_that_cannot_be_meant(phaodai: Program, name: str, value: str) -> None:
    assert_told(phaodai("serve", **{name: value}), name, f"{name}='{value}' is not valid")


def test_an_address_that_is_no_postgresql_hides_its_password(phaodai: Program) -> None:
    done = phaodai("serve", DATABASE_URL="mysql://root:secret@localhost/x")
    assert_told(done, "DATABASE_URL phải", "DATABASE_URL must")
    assert "secret" not in done.stderr


def test_a_given_database_that_does_not_answer(phaodai: Program, free_port: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        closed = probe.getsockname()[1]
    done = phaodai("serve", DATABASE_URL=f"postgresql://me:secret@127.0.0.1:{closed}/city")
    assert_told(done, "Không kết nối được", f"127.0.0.1:{closed}/city cannot be reached")
    assert "secret" not in done.stderr


def test_a_given_database_below_the_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    class Old:
        info = SimpleNamespace(server_version=140_012)

        def __enter__(self) -> "Old":
            return self

        def __exit__(self, *_: object) -> None:
            return

    monkeypatch.setattr(psycopg, "connect", lambda *_, **__: Old())
    with pytest.raises(Fault, match="runs PostgreSQL 14"):
        database.check_given_database("postgresql://me@db/city")


def test_home_that_is_a_file(phaodai: Program, home: Path) -> None:
    (home / "file").touch()
    assert_told(phaodai("serve", PHAODAI_HOME=str(home / "file")), "không phải là thư mục", "is not a folder")


def test_home_that_may_not_be_written(home: Path) -> None:
    (home / "closed").mkdir(mode=0o555)
    for folder in (home / "closed", home / "closed" / "var"):
        with as_ordinary_user(), pytest.raises(Fault, match="No permission to write"):
            open_home(folder)


def test_disk_nearly_full(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=300_000_000))
    with pytest.raises(Fault, match="at least 1000 MB must be free"):
        open_home(home)
    (home / "postgres").mkdir()
    open_home(home)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "is full"), (errno.EDQUOT, "is full"), (errno.EROFS, "No permission"), (errno.EIO, None)],
)
def test_errors_of_the_system_become_sentences(number: int, sentence: str | None) -> None:
    fault = faults.from_os_error(OSError(number, "x", "/srv/x"), Path("/srv"))
    assert (fault is None) if sentence is None else (fault is not None and sentence in fault.en)


def test_a_disk_that_fills_while_the_database_starts(home: Path) -> None:
    (home / "postgres.log").write_text(
        'FATAL:  could not write lock file "postmaster.pid": No space left on device'
    )
    first = faults.child_failed("postgres", "x", home / "postgres.log")
    assert "is full" in serve.translate_database_fault(first, home, home / "postgres.log").en
    assert "is full" in cluster._initdb_fault("initdb: error: No space left on device", home, home).en


def test_a_full_disk_anywhere_is_no_traceback(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setenv("PHAODAI_HOME", str(home))
    monkeypatch.setattr("phaodai.launch.cli.serve", full)
    assert run(["serve"]) == 2
    assert "is full" in capsys.readouterr().err


def test_cluster_of_a_newer_postgresql(phaodai: Program, home: Path) -> None:
    (home / "postgres" / "data").mkdir(parents=True)
    (home / "postgres" / "data" / "PG_VERSION").write_text("99\n")
    done = phaodai("serve")
    assert_told(done, "do PostgreSQL 99 tạo", "was made by PostgreSQL 99")


def test_database_of_a_newer_version(phaodai: Program) -> None:
    done = phaodai("serve", FAKE_PREPARE="newer")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-2:] == ["✗ mới hơn", "  newer"]


def test_a_migration_that_breaks_names_its_log(phaodai: Program, home: Path) -> None:
    done = phaodai("serve", FAKE_PREPARE="broken")
    assert done.returncode == 2
    assert f"something broke); see {home}/logs/migrate.log" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_postgresql_at_all(home: Path) -> None:
    with pytest.raises(Fault, match="No PostgreSQL 15 or later was found"):
        cluster.choose_programs([], home)


def test_a_cluster_keeps_its_version_even_when_a_better_one_is_there(home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "PG_VERSION").write_text("15\n")
    found = [Installation(Path("/18"), 18, "system"), Installation(Path("/15"), 15, "system")]
    assert cluster.choose_programs(found, home).major == 15


def test_root_without_the_right_to_change_users(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(subprocess, "run", refuse)
    with pytest.raises(Fault, match="the user nobody cannot be taken on"):
        ServerUser(NOBODY, NOBODY).run(["true"], home)


def test_a_second_holder_is_refused_and_the_first_released_by_its_end(home: Path) -> None:
    with hold_home(home):
        assert is_held(home)
        with pytest.raises(Fault, match="already runs"), hold_home(home):
            pass
    assert not is_held(home)


def test_nothing_runs(phaodai: Program) -> None:
    assert_told(phaodai("stop"), "không chạy", "does not run")


def test_a_closed_pipe_is_no_traceback(variables: dict[str, str]) -> None:
    command = f"{sys.executable} -m phaodai.launch --help | true"
    done = subprocess.run(["sh", "-c", command], env=variables, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
