"""``phaodai <anything else>``: a Django command, with a database only where it needs one."""

import os
import subprocess
from collections.abc import Sequence

from phaodai.launch.environment import Environment
from phaodai.launch.home import hold_home, is_held, open_home, read_json
from phaodai.launch.parts import child_environment, django_command
from phaodai.launch.serve import start_database, supervising
from phaodai.launch.steps import prepare_database
from phaodai.launch.supervisor import StopAsked, Supervisor

# Commands that compute from files alone; a word of None covers every sub-command.
WITHOUT_DATABASE: dict[str, tuple[str, ...] | None] = {
    "trace": ("files",),
    "qr": ("parse",),
    "directive": ("read",),
    "zoning": ("evaluate",),
    "help": None,
    "known_migrations": None,
    "makemessages": None,
    "compilemessages": None,
    "collectstatic": None,
    "findstatic": None,
}
# They touch the schema themselves, so it is not brought up to date for them.
WITHOUT_MIGRATION = ("migrate", "makemigrations", "showmigrations", "sqlmigrate", "prepare_database")
STARTING_S = 30.0
INTERRUPTED = 130


def run_command(environment: Environment, words: Sequence[str]) -> int:
    """Run a Django command and return its exit code."""
    if environment.database_url or not needs_database(words):
        return replace_process(environment, environment.database_url, words)
    running = running_database(environment)
    if running:
        return replace_process(environment, running, words)
    return with_own_database(environment, words)


def needs_database(words: Sequence[str]) -> bool:
    """Say whether a command line reaches for the database."""
    if {"--help", "-h", "--version"} & set(words):
        return False
    first, second = [*words, "", ""][:2]
    free = WITHOUT_DATABASE.get(first, ())
    return free is not None and second not in free


def command_line(words: Sequence[str]) -> list[str]:
    """``with-database PROGRAM …`` runs any program with DATABASE_URL; all else is Django."""
    return list(words[1:]) if words[0] == "with-database" else django_command(*words)


def running_database(environment: Environment) -> str:
    """Return the database of the server that runs on this home, or ""."""
    if not is_held(environment.home):
        return ""
    document = read_json(environment.home / "run.json") or {}
    return str(document.get("database", ""))


def with_own_database(environment: Environment, words: Sequence[str]) -> int:
    """Start our own database for the length of one command."""
    home = environment.home
    open_home(home)
    with hold_home(home, wait_s=STARTING_S), supervising(home) as supervisor:
        variables = child_environment(environment, start_database(supervisor, environment))
        if words[0] not in WITHOUT_MIGRATION:
            prepare_database(supervisor, variables, home)
        return wait_for_command(supervisor, subprocess.Popen(command_line(words), env=variables))
    return INTERRUPTED


def wait_for_command(supervisor: Supervisor, process: subprocess.Popen[bytes]) -> int:
    """Wait for a command's exit code; passes the wish to stop on to it."""
    try:
        while process.poll() is None:
            supervisor.sleep(0.02)
    except StopAsked:
        process.terminate()
        process.wait()
        raise
    return process.returncode


def replace_process(environment: Environment, database_url: str, words: Sequence[str]) -> int:
    """Become the Django command, so that its output, signals and exit code are exactly its own."""
    command = command_line(words)
    os.execvpe(command[0], command, child_environment(environment, database_url))
