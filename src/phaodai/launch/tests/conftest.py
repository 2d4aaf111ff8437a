"""A home of its own, a free port, and the ``phaodai`` program with stand-ins for Django and granian."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

FAKES = Path(__file__).parent / "fakes"
SOURCE = Path(__file__).resolve().parents[3]


@pytest.fixture
def home() -> Iterator[Path]:
    """Not tmp_path: that is closed to other users, and PostgreSQL under root runs as nobody."""
    with tempfile.TemporaryDirectory(prefix="phaodai-home-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def variables(home: Path, free_port: int) -> dict[str, str]:
    """The environment of the program under test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PHAODAI_", "COV_"))}
    kept.pop("DATABASE_URL", None)
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    path = os.pathsep.join(map(str, (FAKES, SOURCE, SOURCE.parent)))
    return {**kept, "PYTHONPATH": path, "PHAODAI_HOME": str(home), "PHAODAI_PORT": str(free_port)}


@pytest.fixture
def phaodai(variables: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run ``phaodai WORDS…`` to its end; keywords are environment variables."""

    def run(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "phaodai.launch", *words],
            env={**variables, **changes},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run
