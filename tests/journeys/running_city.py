"""A real city for the journeys: `phaodai serve` on a port of its own, with a demo of 1,000 people."""

import base64
import hashlib
import hmac
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

START_S = 400


@dataclass
class RunningCity:
    """Where it answers and how each role signs in."""

    web: str
    home: Path
    logins: list[dict[str, str]]

    def login(self, role: str, user: str = "") -> dict[str, str]:
        return next(row for row in self.logins if row["role"] == role and (not user or row["user"] == user))

    def get(self, path: str, role: str) -> Any:
        """One API read with the role's token."""
        request = urllib.request.Request(
            self.web + path, headers={"Authorization": f"Bearer {self.login(role)['token']}"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


def one_time_code(secret: str, at: float | None = None) -> str:
    """RFC 6238: six digits of the half minute."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int((at or time.time()) // 30)), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def start_city(home: Path, people: int = 1000) -> tuple[subprocess.Popen[bytes], RunningCity]:
    """Start the city and wait for its first page; raises with the last words of the log when it does not come."""
    log = (home / "serve.log").open("wb")
    variables = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    variables |= {
        "PHAODAI_HOME": str(home),
        "PHAODAI_PORT": str(free_port()),
        "PHAODAI_DEMO_PEOPLE": str(people),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "phaodai.launch", "serve"],
        env=variables,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    log.close()
    try:
        return process, _wait(process, home)
    except BaseException:
        stop_city(process)
        raise


def _wait(process: subprocess.Popen[bytes], home: Path) -> RunningCity:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        if (home / "run.json").exists() and _answers(
            web := json.loads((home / "run.json").read_text())["web"]
        ):
            logins = json.loads((home / "demo-logins.json").read_text(encoding="utf-8"))
            return RunningCity(web.rstrip("/"), home, logins)
        time.sleep(0.3)
    raise RuntimeError((home / "serve.log").read_text(encoding="utf-8", errors="replace")[-3000:])


def _answers(web: str) -> bool:
    try:
        with urllib.request.urlopen(web.rstrip("/") + "/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def stop_city(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
