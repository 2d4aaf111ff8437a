"""Prepare a checkout: virtual environment, hashed packages, front-end packages, message catalogues.

    python3 scripts/bootstrap.py [dev] [postgresql]

Runs on the system's Python with nothing installed, hence the standard library only, and syntax that an
old Python reads far enough to be told that it is too old. Each step leaves a stamp, so a second run takes a
moment.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = ROOT / "requirements" / "uv.txt"
STAMP = VENV / "phaodai-setup.json"
NODE_STAMP = ROOT / "node_modules" / ".phaodai-setup"
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20

SCRIPT = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
from phaodai.launch.cli import main

main()
"""


class Missing(Exception):
    """Something the operator must install; one sentence in Vietnamese, one in English."""


def main(words: list[str]) -> int:
    """Run every step that is not up to date."""
    began = time.monotonic()
    try:
        check_python()
        npm = check_node("dev" in words)
        groups = wanted_groups(words)
        did = sync_python(groups)
        did = install_front_end("dev" in groups, npm) or did
        did = compile_messages() or did
    except Missing as missing:
        sys.stderr.write("✗ {}\n  {}\n".format(*missing.args))
        return 2
    except subprocess.CalledProcessError as error:
        return report_failure(error)
    if did:
        print(f"  Đã chuẩn bị xong / set up in {time.monotonic() - began:.0f} s", flush=True)
    return 0


def report_failure(error: subprocess.CalledProcessError) -> int:
    """Say which tool failed; its own message stands above."""
    name = Path(error.cmd[0]).name
    if shutil.disk_usage(ROOT).free < 50_000_000:
        sys.stderr.write(f"✗ Ổ đĩa chứa {ROOT} đã đầy.\n  The disk that holds {ROOT} is full.\n")
    else:
        sys.stderr.write(
            f"✗ {name} không cài được (mã {error.returncode}); hãy xem thông báo phía trên và thử lại.\n"
            f"  {name} could not install (exit {error.returncode}); see its message above and try again.\n"
        )
    return 2


def check_python() -> None:
    """Raise Missing unless this Python is new enough and can make virtual environments."""
    if sys.version_info < OLDEST_PYTHON:
        have = ".".join(map(str, sys.version_info[:3]))
        raise Missing(
            f"Cần Python 3.11 trở lên, máy này có {have}; hãy đặt PYTHON=/đường/dẫn/python3.11 sau chữ make.",
            f"Python 3.11 or later is needed, this is {have}; put PYTHON=/path/to/python3.11 after make.",
        )
    if not PYTHON.exists() and not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise Missing(
            "Thiếu mô-đun venv của Python; hãy chạy: apt-get install python3-venv",
            "Python's venv module is missing; run: apt-get install python3-venv",
        )
    if not os.access(ROOT, os.W_OK):
        raise Missing(f"Không có quyền ghi vào {ROOT}.", f"No permission to write to {ROOT}.")


def check_node(dev: bool) -> str:
    """Return npm's path; raise Missing without Node ≥ 20. Not asked where its work is already done."""
    if front_end_is_ready(dev):
        return ""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        lacking = "Node.js" if not node else "npm"
        raise Missing(
            f"Thiếu {lacking}; hãy cài Node.js 20 trở lên kèm npm (https://nodejs.org).",
            f"{lacking} is missing; install Node.js 20 or later with npm (https://nodejs.org).",
        )
    version = subprocess.run([node, "--version"], stdout=subprocess.PIPE, check=False).stdout.decode().strip()
    if int("0" + version.lstrip("v").split(".")[0]) < OLDEST_NODE:
        raise Missing(
            f"Node.js quá cũ ({version}); cần bản {OLDEST_NODE} trở lên.",
            f"Node.js is too old ({version}); version {OLDEST_NODE} or later is needed.",
        )
    return npm


def wanted_groups(words: list[str]) -> list[str]:
    """Requirement files to install: asked now, asked before, and a server where there is none."""
    groups = {"base", "engine", *words, *read_stamp().get("groups", [])}
    if not os.environ.get("DATABASE_URL") and not has_system_postgresql():
        groups.add("postgresql")
    return [name for name in ("base", "engine", "postgresql", "dev") if name in groups]


def has_system_postgresql() -> bool:
    """Ask the launcher's own search, so that both agree."""
    sys.path.insert(0, str(ROOT / "src"))
    module = importlib.import_module("phaodai.launch.installations")
    return bool(module.find_installations(source="system"))


def sync_python(groups: list[str]) -> bool:
    """Make the virtual environment hold exactly the pinned packages; True when there was something to do."""
    files = [ROOT / "requirements" / f"{name}.txt" for name in groups]
    wanted = {
        "groups": groups,
        "root": str(ROOT),
        "python": sysconfig.get_python_version(),
        "uv": digest(UV),
        "files": [digest(file) for file in [*files, Path(__file__)]],
    }
    if read_stamp() == wanted and PYTHON.exists():
        return False
    make_environment(wanted)
    print("  Cài gói Python… / installing Python packages…", flush=True)
    run([VENV / "bin" / "uv", "pip", "sync", "--require-hashes", *files], uv_environment())
    install_project()
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")
    return True


def make_environment(wanted: dict[str, object]) -> None:
    """Make .venv with uv in it; one of another place or Python is made anew."""
    stamp = read_stamp()
    moved = any(stamp.get(key, wanted[key]) != wanted[key] for key in ("root", "python"))
    if moved or not works(PYTHON):
        run([sys.executable, "-m", "venv", "--clear", VENV])
    if not (VENV / "bin" / "uv").exists() or stamp.get("uv") != wanted["uv"]:
        run(
            [
                PYTHON,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--require-hashes",
                "-r",
                UV,
            ]
        )


def works(python: Path) -> bool:
    """Say whether the environment's Python starts and has pip."""
    try:
        return (
            subprocess.run(
                [python, "-m", "pip", "--version"], stdout=subprocess.DEVNULL, check=False
            ).returncode
            == 0
        )
    except OSError:
        return False


def uv_environment() -> dict[str, str]:
    """uv does not read pip's configuration: hand it the operator's index and certificate."""
    listed = subprocess.run([PYTHON, "-m", "pip", "config", "list"], stdout=subprocess.PIPE, check=False)
    pairs = [line.split("=", 1) for line in listed.stdout.decode().splitlines() if "=" in line]
    config = {name.split(".", 1)[-1].lstrip("."): value.strip("'") for name, value in pairs}
    given = {"UV_DEFAULT_INDEX": config.get("index-url"), "SSL_CERT_FILE": config.get("cert")}
    known = {name: value for name, value in given.items() if value and name not in os.environ}
    return {**os.environ, **known, "UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(VENV)}


def install_project() -> None:
    """Put the checkout on the path and write ``bin/phaodai``.

    By hand, because an editable install would need a build back end, which would be one more download outside
    the hashed requirements, and because `uv pip sync` leaves these two files alone.
    """
    places = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        stdout=subprocess.PIPE,
        check=True,
    )
    path_file = Path(places.stdout.decode().strip()) / "phaodai.pth"
    path_file.write_text(f"{ROOT / 'src'}\n{ROOT}\n", encoding="utf-8")
    script = VENV / "bin" / "phaodai"
    script.write_text(SCRIPT.format(python=PYTHON), encoding="utf-8")
    script.chmod(0o755)


def front_end_is_ready(dev: bool) -> bool:
    """Say whether node_modules is what the lock file wants; the larger install serves the smaller wish."""
    try:
        have, kind = NODE_STAMP.read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return False
    return have == digest(ROOT / "package-lock.json") and kind in ("dev", "dev" if dev else "base")


def install_front_end(dev: bool, npm: str) -> bool:
    """Install exactly the locked front-end packages, running none of their scripts."""
    if front_end_is_ready(dev):
        return False
    print("  Cài gói giao diện… / installing front-end packages…", flush=True)
    omit = [] if dev else ["--omit=dev"]
    run(
        [
            npm or check_node(dev),
            "ci",
            *omit,
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
    )
    NODE_STAMP.write_text(
        f"{digest(ROOT / 'package-lock.json')} {'dev' if dev else 'base'}", encoding="utf-8"
    )
    return True


def compile_messages() -> bool:
    """Compile the catalogues that changed."""
    sys.path.insert(0, str(ROOT / "scripts"))
    return bool(importlib.import_module("messages").compile_all(ROOT / "src"))


def digest(file: Path) -> str:
    """Return a file's SHA-256."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def read_stamp() -> dict[str, object]:
    """Return what the last run left, or nothing."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def run(command: list[object], environment: dict[str, str] | None = None) -> None:
    """Run a tool in the checkout; its messages reach the operator."""
    subprocess.run(
        [str(word) for word in command], cwd=ROOT, env=environment, check=True, stdin=subprocess.DEVNULL
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
