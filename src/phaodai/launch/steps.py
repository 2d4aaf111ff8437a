"""Work that must be done before the city opens, each in a Django process of its own."""

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from phaodai.launch import faults
from phaodai.launch.parts import django_command
from phaodai.launch.supervisor import Supervisor, last_words, roll_log


class StepRefused(Exception):
    """The step has already told the operator, in one sentence, why it cannot go on."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def prepare_database(supervisor: Supervisor, variables: Mapping[str, str], home: Path) -> dict[str, Any]:
    """Migrate, and return what the database says of itself: ``{"scenario_now", "applied"}``."""
    output = run_step(supervisor, variables, home / "logs" / "migrate.log", "prepare_database", "--json")
    found: dict[str, Any] = json.loads(output or "{}")
    return found


def load_demo(supervisor: Supervisor, variables: Mapping[str, str], home: Path) -> bool:
    """Load the demo city unless it is complete; True when it was loaded now. Shows its own progress."""
    log = home / "logs" / "demo.log"
    status = json.loads(run_step(supervisor, variables, log, "demo", "status", "--json") or "{}")
    if status.get("loaded"):
        return False
    run_step(supervisor, variables, log, "demo", "load", show=True)
    return True


def run_step(
    supervisor: Supervisor, variables: Mapping[str, str], log: Path, *words: str, show: bool = False
) -> str:
    """Run one command to its end and return what it printed.

    With ``show`` the operator sees it, else its messages go to ``log``. Raises StepRefused when the command
    ends with a sentence of its own (exit 2), Fault when it fails otherwise, StopAsked on Ctrl-C.
    """
    roll_log(log)
    with open(log, "ab") as errors:
        stream = None if show else subprocess.PIPE
        process = subprocess.Popen(
            django_command(*words), env=dict(variables), start_new_session=True, stdout=stream, stderr=stream
        )
        output, messages = _wait(supervisor, process)
        errors.write(messages)
    if process.returncode == faults.WRONG_INPUT:
        _say(messages)
        raise StepRefused(faults.WRONG_INPUT)
    if process.returncode:
        raise faults.step_failed(words[0], last_words(log), log)
    return output.decode()


def _wait(supervisor: Supervisor, process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    try:
        while True:
            supervisor.check()
            try:
                output, messages = process.communicate(timeout=0.1)
            except subprocess.TimeoutExpired:
                continue
            return output or b"", messages or b""
    except BaseException:
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    for number, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue
        return


def _say(messages: bytes) -> None:
    sys.stderr.write(messages.decode(errors="replace"))
