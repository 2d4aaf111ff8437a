"""``phaodai backup``: one snapshot of the database and the files, into one encrypted, verified archive."""

import contextlib
import os
import time
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from phaodai.launch.archive import faults, tables
from phaodai.launch.archive.container import DATABASE, ArchiveWriter, verify_archive
from phaodai.launch.archive.files import PREFIX, chunks_of, stored_files
from phaodai.launch.archive.programs import choose_clients, dump
from phaodai.launch.archive.sealed import SealedWriter
from phaodai.launch.environment import CHECKOUT
from phaodai.launch.faults import from_os_error
from phaodai.launch.home import write_json
from phaodai.launch.installations import Installation
from phaodai.launch.processes import started_at

STEM, SUFFIX = "phaodai-", ".phaodai"
PARTIAL = ".partial"
FILES_LOCK = 7_202_109
"""As `core.files.retention` has it, which takes it alone before it removes anything."""


def back_up(*, url: str, home: Path, target: Path, key: bytes, source: str = "") -> dict[str, Any]:
    """Write the archive and prove it by reading it again; returns what ``--json`` prints.

    It gets its name only then: whoever sees the name sees a whole archive. Raises Fault.
    """
    began = time.monotonic()
    if target.exists():
        raise faults.exists(target)
    remove_partial(target.parent)
    with partial_file(target) as path:
        write_archive(path, url=url, home=home, key=key, source=source)
        written = time.monotonic()
        manifest = verify_archive(path, key)
        path.rename(target)
    sync_folder(target.parent)
    document = {
        **describe(target, manifest), "write_s": round(written - began, 2),
        "verify_s": round(time.monotonic() - written, 2),
    }  # fmt: skip
    write_json(home / "backups.json", {"last": document})
    return document


def write_archive(path: Path, *, url: str, home: Path, key: bytes, source: str) -> None:
    """Write database, files and manifest, and see them on the disk."""
    with open(path, "wb") as file, holding_files(url):
        writer = ArchiveWriter(SealedWriter(file, key))
        facts = save_database(writer, url, source)
        for name in stored_files(home):
            writer.add(f"{PREFIX}{name.as_posix()}", chunks_of(home / name))
        writer.close(facts)
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def holding_files(url: str) -> Iterator[None]:
    """While inside, the city takes no contents off the disk: what the saved rows name is saved too."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock_shared(%s)", [FILES_LOCK])
        yield


def save_database(writer: ArchiveWriter, url: str, source: str) -> dict[str, Any]:
    """Add the dump; returns what the manifest says of the database as the very same snapshot shows it."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        programs = choose_clients(tables.server_major(connection), source=source)
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()
        writer.add(DATABASE, dump(programs, url, str(snapshot and snapshot[0])))
        return {**describe_database(connection, programs), "tables": tables.measure_tables(connection)}


def describe_database(connection: psycopg.Connection[Any], programs: Installation) -> dict[str, Any]:
    """What the manifest says before the parts: when, by which versions, which migrations."""
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "phaodai": program_version(),
        "postgresql": tables.server_major(connection),
        "programs": programs.major,
        "migrations": [str(row[0]) for row in rows],
    }


def describe(path: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    """The short account of an archive."""
    return {
        "file": str(path),
        "bytes": path.stat().st_size,
        "made_at": manifest["made_at"],
        "phaodai": manifest["phaodai"],
        "postgresql": manifest["postgresql"],
        "tables": len(manifest["tables"]),
        "rows": sum(table["rows"] for table in manifest["tables"].values()),
        "files": len(manifest["parts"]) - 1,
    }


@contextlib.contextmanager
def partial_file(target: Path) -> Iterator[Path]:
    """A file beside the target, for its owner alone, gone afterwards however the block ends."""
    path = target.with_name(f".{target.name}{PARTIAL}-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield path
    except OSError as error:
        raise from_os_error(error, target.parent) or error from error
    finally:
        path.unlink(missing_ok=True)


def remove_partial(folder: Path) -> None:
    """Remove what a backup that was killed had begun."""
    for path in folder.glob(f".*{PARTIAL}-*"):
        pid = path.name.rpartition("-")[2]
        if pid.isdigit() and not started_at(int(pid)):
            path.unlink(missing_ok=True)


def keep_newest(folder: Path, count: int) -> list[str]:
    """Delete the older archives this program named in a folder; returns their names."""
    archives = sorted(folder.glob(f"{STEM}*{SUFFIX}"), key=lambda path: path.name)
    old = archives[:-count]
    for path in old:
        path.unlink()
    return [path.name for path in old]


def sync_folder(folder: Path) -> None:
    """Make a new name durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def archive_name(moment: datetime) -> str:
    """``phaodai-20210914T090000Z.phaodai``: sorts by time."""
    return f"{STEM}{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"


def program_version() -> str:
    """Return the version of this program: a checkout is not installed as a package and says it itself."""
    project = CHECKOUT / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    return version("phaodai")
