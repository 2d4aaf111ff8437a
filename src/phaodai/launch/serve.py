"""``phaodai serve``: everything a city needs, started in order, watched, and stopped in order."""

import contextlib
import logging
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from phaodai.launch import faults
from phaodai.launch.banner import banner
from phaodai.launch.cluster import can_bind, open_cluster
from phaodai.launch.database import check_given_database, ensure_database, wait_until_ready
from phaodai.launch.environment import Environment
from phaodai.launch.home import hold_home, open_home, write_json
from phaodai.launch.parts import (
    child_environment,
    clear_postmaster_file,
    database_part,
    web_part,
    worker_part,
)
from phaodai.launch.steps import load_demo, prepare_database
from phaodai.launch.supervisor import Child, StopAsked, Supervisor, clear_leftovers, last_words

log = logging.getLogger("phaodai.launch")
FIRST_PAGE_S = 90.0


def serve(environment: Environment) -> int:
    """Run until Ctrl-C or SIGTERM. Raises Fault when the city cannot be opened."""
    began = time.monotonic()
    home = environment.home
    open_home(home)
    with hold_home(home), supervising(home) as supervisor:
        (home / "run.json").unlink(missing_ok=True)
        for name in clear_leftovers(home / "pids.json"):
            log.warning("%s was left over from an earlier run and has been stopped", name)
        check_port(environment.host, environment.port)
        open_city(supervisor, environment)
        say(banner(web=environment.web, home=home, demo=environment.demo, seconds=time.monotonic() - began))
        while True:
            supervisor.watch_once()
            supervisor.sleep()
    return 0


@contextlib.contextmanager
def supervising(home: Path) -> Iterator[Supervisor]:
    """A supervisor that listens for the wish to stop, and stops everything however the block ends."""
    supervisor = Supervisor(home / "pids.json")
    supervisor.listen()
    try:
        yield supervisor
    except StopAsked:
        log.info("Đang dừng… / stopping…")
    finally:
        supervisor.on_change = lambda pids: None
        supervisor.stop_all()
        (home / "run.json").unlink(missing_ok=True)


def open_city(supervisor: Supervisor, environment: Environment) -> None:
    """Database, migrations, demo, web and worker; afterwards ``run.json`` tells others about it."""
    home = environment.home
    url = start_database(supervisor, environment)
    variables = child_environment(environment, url)
    say("  Cập nhật cơ sở dữ liệu… / preparing the database…")
    found = prepare_database(supervisor, variables, home)
    if environment.demo and load_demo(supervisor, variables, home):
        found = prepare_database(supervisor, variables, home)
    (home / "static").mkdir(exist_ok=True)
    web = supervisor.start(web_part(environment, variables))
    worker = supervisor.start(worker_part(environment, variables))
    wait_for_first_page(supervisor, web, environment.web)
    supervisor.must_live(worker)
    announce(supervisor, environment, {"database": url, "scenario_now": found.get("scenario_now")})


def start_database(supervisor: Supervisor, environment: Environment) -> str:
    """Return the address of the operator's database, or start one of our own."""
    if environment.database_url:
        check_given_database(environment.database_url)
        return environment.database_url
    cluster = open_cluster(environment.home, source=environment.postgresql)
    clear_postmaster_file(cluster.data)
    child = supervisor.start(database_part(cluster, environment.home / "logs"))
    try:
        wait_until_ready(cluster, lambda: supervisor.must_live(child))
    except faults.Fault as fault:
        raise translate_database_fault(fault, environment.home, child.part.log) from fault
    ensure_database(cluster)
    return cluster.url()


def translate_database_fault(fault: faults.Fault, home: Path, log_file: Path) -> faults.Fault:
    """Recognise a full disk in the server's last words."""
    words = log_file.read_text(encoding="utf-8", errors="replace")[-2_000:]
    return faults.disk_full(home, 100) if "No space left on device" in words else fault


def check_port(host: str, port: int) -> None:
    """Raise Fault when the web port cannot be had."""
    if can_bind(host, port):
        return
    # An ephemeral port tells a taken port from an address or a low port that is not ours at all.
    may_listen = port >= 1024 and can_bind(host, 0)
    raise (
        faults.port_taken(host, port)
        if may_listen or answers(host, port)
        else faults.port_forbidden(host, port)
    )


def answers(host: str, port: int) -> bool:
    """Say whether some web server answers there."""
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def wait_for_first_page(supervisor: Supervisor, web: Child, address: str) -> None:
    """Wait until the web answers with a page; 503 will do, for the worker may still be starting."""
    deadline = time.monotonic() + FIRST_PAGE_S
    while (status := page_status(f"{address}/healthz")) not in (200, 503):
        supervisor.must_live(web)
        if status or time.monotonic() > deadline:
            reason = f"HTTP {status}: {last_words(web.part.log)}" if status else "timeout"
            raise faults.child_failed("web", reason, web.part.log)
        supervisor.sleep()


def page_status(address: str) -> int:
    """Return the status of a page, 0 while nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def announce(supervisor: Supervisor, environment: Environment, facts: dict[str, Any]) -> None:
    """Write ``run.json`` now and whenever a process number changes."""

    def write(pids: dict[str, int]) -> None:
        write_json(environment.home / "run.json", {"web": environment.web, **facts, "pids": pids})

    supervisor.on_change = write
    write(supervisor.pids())


def say(text: str) -> None:
    """Speak to the operator at once, even through a pipe."""
    print(text, flush=True)
