"""The restore drill: save a city, destroy it, bring it back, and count; and everything that may be wrong with it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from phaodai.launch.archive.tables import measure_tables

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]


class Town:
    """A database and a home of their own, and the ``phaodai`` program upon them."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.home, self.key = folder / "home", folder / "backup.key"
        self.home.mkdir()
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PHAODAI_", "DJANGO_"))
        }
        self.variables = {
            **kept, "DATABASE_URL": url, "PHAODAI_HOME": str(self.home), "PHAODAI_BACKUP_KEY": str(self.key),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev", "PYTHONPATH": os.pathsep.join(sys.path),
        }  # fmt: skip

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", *words], env=self.variables, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def phaodai(self, *words: str, code: int = 0) -> str:
        """Run the program; its document, or with another code its sentences."""
        process = self.start("phaodai.launch", *words)
        output, complaints = process.communicate(timeout=120)
        assert process.returncode == code, complaints
        assert "Traceback" not in complaints
        return output if code == 0 else complaints

    def measure(self) -> dict[str, Any]:
        with psycopg.connect(self.url) as connection:
            return measure_tables(connection)

    def destroy(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        shutil.rmtree(self.home)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    name = f"restore_{uuid.uuid4().hex[:8]}"
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            town = Town(
                tmp_path_factory.mktemp("town"), urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
            )
            prepare(town)
            yield town
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def prepare(town: Town) -> None:
    """Migrations, the fixed cast, a visit on a day of its own, a signed code, and a key for backups."""
    town.phaodai("migrate", "-v0")
    seed = town.start("tests.faults.seed")
    _, complaints = seed.communicate(timeout=120)
    assert seed.returncode == 0, complaints
    (town.home / "files" / "incoming").mkdir(parents=True, exist_ok=True)
    (town.home / "files" / "paper.pdf").write_bytes(os.urandom(3_000_000))
    town.phaodai("backup", "--new-key", str(town.key))


@pytest.fixture(scope="module")
def archive(town: Town) -> Path:
    path = town.folder / "city.phaodai"
    document = json.loads(town.phaodai("backup", str(path), "--json"))
    assert document["rows"] > 500
    assert document["tables"] > 80
    return path


def files_of(home: Path) -> dict[str, bytes]:
    kept = ("keys", "files")
    found = [path for path in home.rglob("*") if path.is_file() and path.relative_to(home).parts[0] in kept]
    return {str(path.relative_to(home)): path.read_bytes() for path in found}


def test_a_destroyed_city_comes_back_row_for_row(town: Town, archive: Path) -> None:
    rows, files = town.measure(), files_of(town.home)
    assert rows["people_person"]["rows"] > 0
    assert any(name.startswith("keys/") for name in files)
    town.destroy()
    document = json.loads(town.phaodai("restore", str(archive), "--json"))
    assert document["equal"] is True
    assert town.measure() == rows
    assert files_of(town.home) == files
    assert document["contents"] == 1
    assert json.loads(town.phaodai("files", "verify", "--json"))["missing"] == []
    # The triggers that keep the history, the sequences and the partitions work again.
    town.phaodai("migrate", "--check", "-v0")
    town.phaodai("prepare_database")


def test_a_full_city_is_not_overwritten_unless_told(town: Town, archive: Path) -> None:
    assert "not empty" in town.phaodai("restore", str(archive), code=2)
    with psycopg.connect(town.url) as connection:
        connection.execute("DELETE FROM django_session")
        connection.execute("CREATE TABLE later (id int)")
        connection.execute("INSERT INTO later VALUES (1)")
    document = json.loads(town.phaodai("restore", str(archive), "--replace", "--json"))
    assert document["equal"] is True
    assert "later" not in town.measure()


def test_an_archive_that_lacks_a_content_says_so(town: Town) -> None:
    """Bytes that were lost before the backup cannot come back; nobody shall believe they did."""
    (content,) = (path for path in (town.home / "files" / "sha256").rglob("*") if path.is_file())
    body, poorer = content.read_bytes(), town.folder / "poorer.phaodai"
    content.unlink()
    town.phaodai("files", "verify", "--json", code=1)
    town.phaodai("backup", str(poorer))
    assert "attached files are missing" in town.phaodai("restore", str(poorer), "--replace", code=2)
    content.write_bytes(body)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda body: body[:-20], "cut short"),
        (lambda body: body[: len(body) // 2], "cut short"),
        (lambda body: body[:5_000] + bytes([body[5_000] ^ 1]) + body[5_001:], "altered"),
        (lambda body: b"PK" + body[2:], "not a backup"),
    ],
)
def test_a_spoiled_archive_changes_nothing(town: Town, archive: Path, spoil: Any, sentence: str) -> None:
    rows, spoiled = town.measure(), town.folder / "spoiled.phaodai"
    spoiled.write_bytes(spoil(archive.read_bytes()))
    complaint = town.phaodai("restore", str(spoiled), "--replace", code=2)
    assert sentence in complaint
    assert len(complaint.strip().splitlines()) == 2
    assert town.measure() == rows


def test_another_key_none_and_a_key_in_the_home(town: Town, archive: Path) -> None:
    other, inside = town.folder / "other.key", town.home / "inside.key"
    town.phaodai("backup", "--new-key", str(other))
    assert "another one" in town.phaodai("restore", str(archive), "--key", str(other), code=2)
    assert "not a backup key" in town.phaodai("restore", str(archive), "--key", "/nowhere", code=2)
    town.phaodai("backup", "--new-key", str(inside))
    assert "apart from" in town.phaodai("backup", str(town.folder / "x"), "--key", str(inside), code=2)
    inside.unlink()


def test_an_archive_of_a_newer_program_is_refused(town: Town) -> None:
    newer, insert = (
        town.folder / "newer.phaodai",
        "INSERT INTO django_migrations (app, name, applied) VALUES ",
    )
    with psycopg.connect(town.url) as connection:
        connection.execute(insert + "('cases', '9999_next', now())")
    town.phaodai("backup", str(newer))
    with psycopg.connect(town.url) as connection:
        connection.execute("DELETE FROM django_migrations WHERE name = '9999_next'")
    assert "newer version" in town.phaodai("restore", str(newer), "--replace", code=2)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_backup_that_was_killed_leaves_no_half_archive(town: Town, number: signal.Signals) -> None:
    folder = town.folder / f"killed-{number.name}"
    folder.mkdir()
    process = town.start("phaodai.launch", "backup", str(folder))
    wait_for(lambda: any(path.stat().st_size for path in folder.iterdir()))
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode
    assert not list(folder.glob("phaodai-*"))
    town.phaodai("backup", str(folder), "--keep", "1")
    assert [path.name[:8] for path in folder.iterdir()] == ["phaodai-"], "what the killed one left is cleared"


def test_a_restore_that_was_killed_changes_nothing(town: Town, archive: Path) -> None:
    rows = town.measure()
    with psycopg.connect(town.url) as watching:
        # Holds a table, so that the restore waits in the middle of its transaction.
        watching.execute("LOCK TABLE cases_case IN ACCESS SHARE MODE")
        process = town.start("phaodai.launch", "restore", str(archive), "--replace")
        with psycopg.connect(town.url, autocommit=True) as other:
            waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            wait_for(lambda: other.execute(waits).fetchone())
        process.kill()
        process.wait(timeout=30)
    process.communicate(
        timeout=180
    )  # whoever it had started ends once the table is free, and closes its pipes
    time.sleep(1)
    assert town.measure() == rows


def test_verify_reads_an_archive_without_a_database(town: Town, archive: Path) -> None:
    assert json.loads(town.phaodai("backup", "--verify", str(archive), "--json"))["rows"] > 500
    assert "exists already" in town.phaodai("backup", str(archive), code=2)


def wait_for(holds: Any, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)
