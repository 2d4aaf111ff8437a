"""Processes by identity, not by number: a pid is reused, a pid with its start time is not."""

import os
import signal
import subprocess
import time
from pathlib import Path

PROC = Path("/proc")


def started_at(pid: int) -> str:
    """Return a token for the moment the process began, or "" when there is no such process."""
    if PROC.is_dir():
        return _started_at_by_proc(pid)
    found = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return found.stdout.strip()


def _started_at_by_proc(pid: int) -> str:
    try:
        # The command's name may hold spaces and brackets; fields are counted after its last bracket.
        fields = (
            (PROC / str(pid) / "stat")
            .read_text(encoding="utf-8", errors="replace")
            .rpartition(")")[2]
            .split()
        )
    except OSError:
        return ""
    state, ticks = fields[0], fields[19]
    return "" if state in "ZX" else ticks


def is_same(pid: int, token: str) -> bool:
    """Say whether ``pid`` is still the process that had this start token."""
    return bool(token) and started_at(pid) == token


def signal_group(pid: int, number: signal.Signals) -> None:
    """Signal the process group that ``pid`` leads; a group that is gone is no error."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return
    except PermissionError:
        # macOS answers so for a group of zombies.
        return


def wait_until_gone(pid: int, token: str, seconds: float) -> bool:
    """Wait for a process that is not our child; True when it ended in time."""
    deadline = time.monotonic() + seconds
    while is_same(pid, token):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def end_leftover(pid: int, token: str, first: signal.Signals, seconds: float) -> bool:
    """End a process of an earlier run with its group; False when the number now belongs to somebody else."""
    if not is_same(pid, token):
        return False
    os.kill(pid, first)
    if not wait_until_gone(pid, token, seconds):
        os.kill(pid, signal.SIGKILL)
        wait_until_gone(pid, token, 5)
    return True
