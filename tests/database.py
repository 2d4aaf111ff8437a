"""A PostgreSQL for the test suite alone: started when DATABASE_URL is unset, gone afterwards.

A plugin (``-p tests.database``) and not a conftest, because the settings are read before any conftest is.
``PHAODAI_TEST_POSTGRES=system|wheel`` picks the server.
"""

import atexit
import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from phaodai.launch.cluster import open_cluster
from phaodai.launch.database import ensure_database, wait_until_ready
from phaodai.launch.faults import Fault
from phaodai.launch.home import hold_home, is_held, open_home
from phaodai.launch.parts import database_part
from phaodai.launch.supervisor import Supervisor, clear_leftovers

PREFIX = "phaodai-testdb-"
_open = contextlib.ExitStack()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> Generator[None]:
    """Start the server before pytest-django reads the settings. Workers of xdist inherit the address."""
    only_asks = {"--help", "-h", "--version", "--markers", "--fixtures"} & set(args)
    if not os.environ.get("DATABASE_URL") and not only_asks:
        atexit.register(_open.close)
        # A test run stopped from outside leaves by the same door.
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
        try:
            os.environ["DATABASE_URL"] = _open.enter_context(throw_away_server())
        except Fault as fault:
            raise pytest.UsageError(f"{fault.vi}\n{fault.en}") from fault
    return (yield)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop it."""
    _open.close()


@contextlib.contextmanager
def throw_away_server() -> Iterator[str]:
    """Run a server without durability in a folder of its own; yields its address."""
    remove_abandoned()
    home = Path(tempfile.mkdtemp(prefix=PREFIX))
    # Started by root, the server runs as nobody and has to pass through.
    home.chmod(0o755)
    try:
        open_home(home)
        with hold_home(home):
            yield from _serve(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _serve(home: Path) -> Iterator[str]:
    supervisor = Supervisor(home / "pids.json")
    cluster = open_cluster(home, source=os.environ.get("PHAODAI_TEST_POSTGRES", ""), throw_away=True)
    try:
        child = supervisor.start(database_part(cluster, home / "logs"))
        wait_until_ready(cluster, lambda: supervisor.must_live(child))
        ensure_database(cluster)
        yield cluster.url()
    finally:
        supervisor.stop_all()
        shutil.rmtree(cluster.folder, ignore_errors=True)


def remove_abandoned() -> None:
    """Clear up after a test run that was killed."""
    for home in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if os.access(home, os.W_OK) and time.time() - home.stat().st_mtime > 60 and not is_held(home):
            clear_leftovers(home / "pids.json")
            shutil.rmtree(home, ignore_errors=True)
