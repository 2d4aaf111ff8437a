"""``phaodai restore``: read the archive to its end, then put database and files back, then count again."""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from phaodai.launch.archive import faults, tables
from phaodai.launch.archive.backup import describe
from phaodai.launch.archive.container import DATA, DATABASE, read_part, verify_archive
from phaodai.launch.archive.files import PREFIX, content_path, stored_files, sum_of, unpack_files
from phaodai.launch.archive.programs import choose_clients, load
from phaodai.launch.faults import child_failed
from phaodai.launch.parts import django_command


def restore(
    *, path: Path, url: str, home: Path, key: bytes, manifest: dict[str, Any], replace: bool, source: str = ""
) -> dict[str, Any]:
    """Put a checked archive into a database and a home; returns what ``--json`` prints. Raises Fault.

    The database changes in one transaction, the files afterwards; then rows and sums are compared.
    """
    began = time.monotonic()
    with psycopg.connect(url) as connection:
        major = tables.server_major(connection)
        if manifest["programs"] > major:
            raise faults.older_server(manifest["programs"], major)
        if not replace:
            refuse_occupied(connection, home)
    load(choose_clients(major, source=source), url, database_chunks(path, key), wipe=True)
    files = unpack_files(read_part(path, key, lambda name: name.startswith(PREFIX)), home)
    loaded = time.monotonic()
    with psycopg.connect(url) as connection:
        compare(manifest["tables"], tables.measure_tables(connection))
        stored = compare_contents(connection, home)
    return {
        **describe(path, manifest),
        "files": files,
        "contents": stored,
        "restore_s": round(loaded - began, 2),
        "compare_s": round(time.monotonic() - loaded, 2),
        "equal": True,
    }


def check_archive(path: Path, key: bytes) -> dict[str, Any]:
    """Return the manifest of a whole archive this program can take; raises Fault."""
    if not path.is_file():
        raise faults.not_an_archive(path)
    manifest = verify_archive(path, key)
    unknown = sorted(set(manifest["migrations"]) - known_migrations())
    if unknown:
        raise faults.newer_archive(path, unknown[0])
    return manifest


def known_migrations() -> set[str]:
    """Return the names of the migrations this program has, as Django knows them."""
    with tempfile.TemporaryDirectory() as elsewhere:
        # In a home of its own: the settings make keys where there are none.
        variables = {**os.environ, "PHAODAI_HOME": elsewhere, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        done = subprocess.run(
            django_command("known_migrations", "--json"), env=variables, capture_output=True, check=False
        )
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise child_failed("known_migrations", "".join(reason), Path("-"))
    return set(json.loads(done.stdout))


def refuse_occupied(connection: psycopg.Connection[Any], home: Path) -> None:
    """Raise Fault when the database has tables or the home has files that an archive would bring."""
    found = tables.our_tables(connection)
    if found:
        raise faults.target_not_empty(f"{len(found)} tables")
    files = [name for name in stored_files(home) if name.parts[0] != "demo-logins.json"]
    if files:
        raise faults.target_not_empty(str(home / files[0]))


def database_chunks(path: Path, key: bytes) -> Iterator[bytes]:
    """Yield the dump piece by piece."""
    return (frame.body for frame in read_part(path, key, lambda name: name == DATABASE) if frame.kind == DATA)


def compare_contents(connection: psycopg.Connection[Any], home: Path) -> int:
    """Sum up every content the restored rows name; raises Fault where one is missing or damaged."""
    if "files_storedfile" not in tables.our_tables(connection):
        return 0
    rows = connection.execute(
        "SELECT DISTINCT digest FROM files_storedfile WHERE state <> 'deleted'"
    ).fetchall()
    lost = [str(row[0]) for row in rows if sum_of(content_path(home, str(row[0]))) != row[0]]
    if lost:
        raise faults.contents_lost(lost)
    return len(rows)


def compare(saved: dict[str, Any], found: dict[str, Any]) -> None:
    """Raise Fault unless every table has the rows and the sum it was saved with."""
    different = sorted(name for name in saved.keys() | found.keys() if saved.get(name) != found.get(name))
    if different:
        raise faults.restored_otherwise(different)
