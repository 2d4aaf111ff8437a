"""Keeps children alive: restarts the one that died, stops all of them in order, and touches nothing else."""

import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from phaodai.launch import faults
from phaodai.launch.cluster import last_line
from phaodai.launch.home import read_json, write_json
from phaodai.launch.processes import end_leftover, signal_group, started_at

log = logging.getLogger("phaodai.launch")

TICK_S = 0.1
FIRST_DELAY_S = 0.2
LONGEST_DELAY_S = 30.0
STEADY_S = 60.0
LOG_LIMIT_BYTES = 20_000_000


class StopAsked(Exception):
    """Ctrl-C or SIGTERM arrived; raised only at places where nothing is half done."""


@dataclass(frozen=True)
class Part:
    """What to run, and how to stop it: signals with the seconds each is given, mildest first."""

    name: str
    command: Sequence[str]
    log: Path
    stop: Sequence[tuple[signal.Signals, float]] = ((signal.SIGTERM, 10.0),)
    popen: Mapping[str, Any] = field(default_factory=dict)
    before_restart: Callable[[], None] = lambda: None


@dataclass
class Child:
    """A part while it lives, dies and comes back."""

    part: Part
    process: subprocess.Popen[bytes] | None = None
    born: float = 0.0
    delay: float = FIRST_DELAY_S
    due: float = 0.0
    restarts: int = 0


class Supervisor:
    """Owns the children it starts. ``pids_file`` lets the next run recognise what a crash left behind."""

    def __init__(
        self, pids_file: Path, on_change: Callable[[dict[str, int]], None] = lambda pids: None
    ) -> None:
        self.pids_file = pids_file
        self.children: dict[str, Child] = {}
        self.on_change = on_change
        self.stop_asked = False

    def listen(self) -> None:
        """Take Ctrl-C, SIGTERM and a closed terminal as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        # Under nohup the closing of the terminal is ignored, and stays so.
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._ask_to_stop)

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        self.stop_asked = True

    def check(self) -> None:
        """Raise StopAsked when the operator wants to stop."""
        if self.stop_asked:
            raise StopAsked

    def sleep(self, seconds: float = TICK_S) -> None:
        """Wait a little; raises StopAsked."""
        self.check()
        time.sleep(seconds)
        self.check()

    def start(self, part: Part) -> Child:
        """Start a part and watch it from now on."""
        child = self.children[part.name] = Child(part)
        self._spawn(child)
        return child

    def _spawn(self, child: Child) -> None:
        roll_log(child.part.log)
        with open(child.part.log, "ab") as output:
            # A session of its own: Ctrl-C in the terminal reaches only us, and we stop the parts in order.
            child.process = subprocess.Popen(
                list(child.part.command),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **child.part.popen,
            )
        child.born = time.monotonic()
        self._note_pids()

    def must_live(self, child: Child) -> None:
        """Raise Fault when a child ended during start-up, where restarting would not help; or StopAsked."""
        self.check()
        if child.process is None or child.process.poll() is not None:
            raise faults.child_failed(child.part.name, last_words(child.part.log), child.part.log)

    def watch_once(self) -> None:
        """Notice who died and restart who is due."""
        for child in self.children.values():
            if child.process is not None and child.process.poll() is not None:
                self._bury(child)
            if child.process is None and time.monotonic() >= child.due:
                self._revive(child)

    def _bury(self, child: Child) -> None:
        assert child.process is not None
        # What the dead one started itself (web workers) goes with it, or it would keep the port.
        signal_group(child.process.pid, signal.SIGKILL)
        lived = time.monotonic() - child.born
        child.delay = FIRST_DELAY_S if lived > STEADY_S else min(child.delay * 2, LONGEST_DELAY_S)
        child.due = time.monotonic() + child.delay
        log.warning(
            "%s ended (%s) after %.0f s; restart in %.1f s",
            child.part.name,
            child.process.returncode,
            lived,
            child.delay,
        )
        child.process = None
        self._note_pids()

    def _revive(self, child: Child) -> None:
        child.part.before_restart()
        child.restarts += 1
        try:
            self._spawn(child)
        except OSError as error:
            child.delay = min(child.delay * 2, LONGEST_DELAY_S)
            child.due = time.monotonic() + child.delay
            log.warning("%s could not be restarted: %s", child.part.name, error)

    def stop_all(self) -> None:
        """Stop the children, last started first, each with its own patience."""
        for child in reversed(self.children.values()):
            stop_child(child)
        self.children.clear()
        self.pids_file.unlink(missing_ok=True)

    def pids(self) -> dict[str, int]:
        """Process numbers by name, our own included."""
        living = {name: child.process.pid for name, child in self.children.items() if child.process}
        return {"serve": os.getpid(), **living}

    def _note_pids(self) -> None:
        pids = self.pids()
        write_json(self.pids_file, {name: [pid, started_at(pid)] for name, pid in pids.items()})
        self.on_change(pids)


def stop_child(child: Child) -> None:
    """Ask, wait, insist; then end what is left of its group."""
    process = child.process
    if process is None:
        return
    for number, seconds in child.part.stop:
        process.send_signal(number)
        try:
            process.wait(seconds)
            break
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop on %s", child.part.name, number.name)
    signal_group(process.pid, signal.SIGKILL)
    process.wait()
    child.process = None


def clear_leftovers(pids_file: Path) -> list[str]:
    """End what a killed supervisor left running; a pid that now belongs to another process is left alone."""
    noted = read_json(pids_file) or {}
    ended = []
    for name, (pid, token) in reversed(noted.items()):
        first = signal.SIGINT if name == "postgres" else signal.SIGTERM
        if name != "serve" and end_leftover(pid, token, first, 15):
            signal_group(pid, signal.SIGKILL)
            ended.append(name)
    pids_file.unlink(missing_ok=True)
    return ended


def roll_log(path: Path) -> None:
    """Keep one older log; a log never grows without end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".old.log"))


def last_words(path: Path) -> str:
    """Return the last line a child wrote."""
    try:
        return last_line(path.read_text(encoding="utf-8", errors="replace")[-4_000:])
    except OSError:
        return "?"
