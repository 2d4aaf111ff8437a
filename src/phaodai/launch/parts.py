"""The three parts of a running city: database, web, worker."""

import contextlib
import os
import signal
import sys
from pathlib import Path

from phaodai.launch.cluster import Cluster
from phaodai.launch.environment import Environment
from phaodai.launch.processes import PROC, end_leftover, started_at
from phaodai.launch.supervisor import Part

# One web process: a second would cost 150 MB, and the database is the limit on two cores.
WEB_PROCESSES = "1"
WEB_THREADS = "8"


def child_environment(environment: Environment, database_url: str) -> dict[str, str]:
    """The variables every Django process of ours is started with."""
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": environment.settings,
        "PHAODAI_HOME": str(environment.home),
        "PHAODAI_PORT": str(environment.port),
        "PHAODAI_DEMO": "1" if environment.demo else "0",
        "PYTHONUNBUFFERED": "1",
    }


def django_command(*words: str) -> list[str]:
    """A Django command in this very interpreter."""
    return [sys.executable, "-m", "django", *words]


def database_part(cluster: Cluster, logs: Path) -> Part:
    """PostgreSQL in the foreground. SIGINT drops the clients and writes a checkpoint."""
    return Part(
        name="postgres",
        command=cluster.command(),
        log=logs / "postgres.log",
        stop=((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)),
        popen=cluster.user.popen_arguments(cluster.folder),
        before_restart=lambda: clear_postmaster_file(cluster.data),
    )


def web_part(environment: Environment, variables: dict[str, str]) -> Part:
    """Granian, one process with threads."""
    address = ["--host", environment.host, "--port", str(environment.port)]
    size = ["--workers", WEB_PROCESSES, "--blocking-threads", WEB_THREADS, "--backlog", "1024"]
    safety = ["--respawn-failed-workers", "--workers-kill-timeout", "5", "--no-ws"]
    return Part(
        name="web",
        command=[
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            *address,
            *size,
            *safety,
            "config.wsgi:application",
        ],
        log=environment.home / "logs" / "web.log",
        popen={"env": variables},
    )


def worker_part(environment: Environment, variables: dict[str, str]) -> Part:
    """The worker of the job queue."""
    return Part(
        name="worker",
        command=django_command("worker"),
        log=environment.home / "logs" / "worker.log",
        popen={"env": variables},
    )


def clear_postmaster_file(data: Path) -> None:
    """Before a start: end a server left in this folder, and remove a lock whose number somebody else has now.

    PostgreSQL itself refuses to start when the number in ``postmaster.pid`` belongs to any process of
    its user, which after a restart of a container is common. Only who holds the home's lock may call this.
    """
    file = data / "postmaster.pid"
    try:
        pid = int(file.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return
    token = started_at(pid)
    if token and PROC.is_dir() and not _works_in(pid, data):
        file.unlink(missing_ok=True)
    elif token:
        end_leftover(pid, token, signal.SIGINT, 20)


def _works_in(pid: int, folder: Path) -> bool:
    with contextlib.suppress(OSError):
        return (PROC / str(pid) / "cwd").resolve() == folder.resolve()
    return False
