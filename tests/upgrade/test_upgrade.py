"""A released city, saved by ``phaodai backup``, comes back under today's program with everything that was decided in it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.upgrade import releases
from tests.upgrade.city import TOKEN
from tests.upgrade.database import database, load_rows, read_rows

pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("faults")]
ASK = f"""
import django; django.setup()
from phaodai.city.accounts.models import User
from phaodai.city.accounts.services import use_token
from phaodai.core import policy
user = use_token({TOKEN!r})
assert user is not None and user.username == "lab", "the token still opens its account"
assert user.may("tests.result") and user.may("tests.sample"), "both roles hold"
assert not User.objects.get(username="sampler").may("places.edit"), "an ended role stays ended"
assert policy.get("accounts.link_hours").value == 48, "the city's own rule stands over the shipped one"
assert policy.get("oversight.review_days").value != 5, "what was rejected stays rejected"
"""


class Program:
    """Commands of today's program upon one database and home."""

    def __init__(self, url: str, home: Path, key: Path) -> None:
        home.mkdir(exist_ok=True)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PHAODAI_", "DJANGO_"))}
        self.url, self.variables = url, {
            **kept, "DATABASE_URL": url, "PHAODAI_HOME": str(home), "PHAODAI_BACKUP_KEY": str(key),
            "DJANGO_SETTINGS_MODULE": "config.settings.dev", "PYTHONPATH": os.pathsep.join(sys.path),
        }  # fmt: skip

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=self.variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout


def whole_or_skip(version: str) -> dict[str, Any]:
    """The release; skipped while it is not frozen and the migrations have moved on."""
    release = releases.read(version)
    changed = releases.changed_since(release)
    if changed and not release["frozen"]:
        pytest.skip(
            f"{version} is not frozen yet and {changed[0]} has changed: python scripts/release_fixture.py {version}"
        )
    assert not changed, "a released migration never changes: write a new one that stacks upon it"
    return release


@pytest.fixture(scope="module", params=releases.versions())
def restored(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Program, Any]]:
    """The release's city in today's schema, by way of an archive."""
    version, folder = request.param, tmp_path_factory.mktemp("upgrade")
    release, key = whole_or_skip(version), folder / "backup.key"
    server, archive = os.environ["DATABASE_URL"], folder / "old.phaodai"
    with database(server, "released") as old, database(server, "upgraded") as new:
        then, now = Program(old, folder / "then", key), Program(new, folder / "now", key)
        migrate_to(then, release["migrations"])
        with psycopg.connect(old) as connection:
            load_rows(connection, read_rows(releases.FOLDER / version / "rows.json.gz"))
        then.run("-m", "phaodai.launch", "backup", "--new-key", str(key))
        then.run("-m", "phaodai.launch", "backup", str(archive))
        document = json.loads(now.run("-m", "phaodai.launch", "restore", str(archive), "--json"))
        assert document["equal"] is True
        now.run("-m", "django", "migrate", "-v0")
        yield version, now, json.loads((releases.FOLDER / version / "facts.json").read_text(encoding="utf-8"))


def migrate_to(program: Program, names: dict[str, str]) -> None:
    """Exactly the migrations of the release: all of today's, where none came since."""
    later = [name for name in releases.present_migrations() if name not in names]
    if not later:
        program.run("-m", "django", "migrate", "-v0")
        return
    last: dict[str, str] = {}
    for name in sorted(names):
        app, _dot, migration = name.partition(".")
        last[app] = migration
    for app, migration in last.items():
        program.run("-m", "django", "migrate", app, migration, "-v0")


def count_of(connection: psycopg.Connection[Any], table: str) -> int:
    [(count,)] = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
    return int(count)


def test_what_was_decided_survives(restored: tuple[str, Program, Any]) -> None:
    _version, program, kept = restored
    with psycopg.connect(program.url) as connection:
        facts = releases.measure_facts(connection)
        for name, wanted in kept["facts"].items():
            assert facts[name] == wanted, name
        for table, count in kept["counts"].items():
            assert count_of(connection, f'ONLY "{table}"') == count, table


def test_it_works_as_before(restored: tuple[str, Program, Any]) -> None:
    """Tokens, roles and rules through today's code; and the triggers that keep the history are awake."""
    _version, program, _kept = restored
    program.run("-c", ASK)
    program.run("-m", "django", "migrate", "--check", "-v0")
    with psycopg.connect(program.url) as connection:
        before = count_of(connection, "people_personevent")
        connection.execute(
            "UPDATE people_person SET occupation = 'Giáo viên' WHERE full_name = 'Nguyễn Văn An'"
        )
        assert count_of(connection, "people_personevent") == before + 1


def test_there_is_a_release_to_come_from() -> None:
    assert releases.versions()
