"""The data folder: may it be written, is there room, and is nobody else at work in it."""

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from phaodai.launch.faults import already_running, disk_full, from_os_error, not_a_folder

FIRST_RUN_MB = 1_000
LATER_RUN_MB = 100


def open_home(home: Path) -> None:
    """Make the data folder where it is missing; raises Fault when it cannot be written or is full."""
    if home.exists() and not home.is_dir():
        raise not_a_folder(home)
    try:
        (home / "logs").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"phaodai")
    except OSError as error:
        raise from_os_error(error, home) or error from error
    check_room(home)


def check_room(home: Path) -> None:
    """Raise Fault unless the disk has room for a demo city (first run) or for a day's work (later)."""
    needed_mb = LATER_RUN_MB if (home / "postgres").exists() else FIRST_RUN_MB
    if shutil.disk_usage(home).free < needed_mb * 1_000_000:
        raise disk_full(home, needed_mb)


@contextlib.contextmanager
def hold_home(home: Path, *, wait_s: float = 0) -> Iterator[None]:
    """Hold the folder for one server; the kernel releases it when the process ends in whatever way.

    Raises Fault when another process still holds it after ``wait_s`` seconds.
    """
    with open(home / "serve.lock", "a", encoding="ascii") as file:
        deadline = time.monotonic() + wait_s
        while not _try_lock(file.fileno()):
            if time.monotonic() >= deadline:
                raise already_running(home)
            time.sleep(0.1)
        yield


def is_held(home: Path) -> bool:
    """Say whether a server (or a command with a database of its own) works in this folder."""
    try:
        with open(home / "serve.lock", "r+", encoding="ascii") as file:
            return not _try_lock(file.fileno())
    except OSError:
        return False


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_json(path: Path, document: Any) -> None:
    """Write a document that a reader sees whole or not at all; it may hold passwords, hence mode 0600."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
    os.replace(name, path)


def read_json(path: Path) -> Any:
    """Return the document, or None where it is missing or was cut short by a crash."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
