"""The ``phaodai`` program."""

import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence

from phaodai.launch import faults
from phaodai.launch.archive.words import run_backup, run_restore
from phaodai.launch.codes import print_code
from phaodai.launch.commands import run_command
from phaodai.launch.doctor.words import run_doctor
from phaodai.launch.environment import Environment, read_environment
from phaodai.launch.home import is_held, read_json
from phaodai.launch.processes import is_same, wait_until_gone
from phaodai.launch.serve import serve
from phaodai.launch.steps import StepRefused

HELP = """\
phaodai serve            mở thành phố: CSDL, web, tiến trình nền / open the city: database, web, worker
phaodai stop             dừng máy chủ của PHAODAI_HOME / stop the server of PHAODAI_HOME
phaodai status           địa chỉ và tiến trình đang chạy / address and processes of the running server
phaodai code [USER]      mã 6 số của tài khoản dùng thử / six-digit code of a demo account
phaodai doctor           kiểm tra mọi thứ và chỉ cách sửa / check everything and say what to do
phaodai backup DEST      sao lưu CSDL và tệp, mã hóa / save database and files, encrypted
phaodai restore FILE     phục hồi từ bản sao lưu / bring a saved city back
phaodai import KIND FILE nạp tệp / import a file
phaodai trace files …    truy vết từ hai tệp CSV, không cần CSDL / trace from two CSV files, no database
phaodai trace bench …    đo ba bộ máy truy vết / measure the three tracing engines
phaodai qr parse TEXT    đọc một mã QR / read a QR code
phaodai directive read F đọc một văn bản chỉ đạo ra nhiệm vụ / read the tasks of a notice
phaodai with-database …  chạy chương trình bất kỳ với DATABASE_URL / run any program with DATABASE_URL set
phaodai help             mọi lệnh khác / every other command
"""


def main() -> None:
    """Entry point of the console script."""
    sys.exit(run(sys.argv[1:]))


def run(words: Sequence[str]) -> int:
    """Run one command line; 0 done, 1 done with findings, 2 wrong input in one sentence."""
    logging.basicConfig(level=logging.INFO, format="  %(message)s", stream=sys.stderr)
    try:
        environment = read_environment()
        return dispatch(environment, words)
    except faults.Fault as fault:
        return faults.report(fault)
    except StepRefused as refusal:
        return refusal.code
    except BrokenPipeError:
        return silence_broken_pipe()
    except OSError as error:
        known = faults.from_os_error(error, environment.home)
        if known is None:
            raise
        return faults.report(known)


def dispatch(environment: Environment, words: Sequence[str]) -> int:
    """Choose who handles a command line."""
    first, rest = (words[0], words[1:]) if words else ("--help", ())
    alone = {"serve": serve, "stop": stop, "status": status}.get(first)
    if alone is not None:
        return _by_itself(alone, environment, first, rest)
    match first:
        case "code":
            return print_code(environment, rest)
        case "doctor":
            return run_doctor(environment, rest)
        case "backup":
            return run_backup(environment, rest)
        case "restore":
            return run_restore(environment, rest)
        case "--help" | "-h":
            print(HELP, end="")
            return 0
    return run_command(environment, words)


def _by_itself(
    deed: Callable[[Environment], int], environment: Environment, name: str, rest: Sequence[str]
) -> int:
    """A command that takes no words: asked for help it must not start a city."""
    if {"--help", "-h"} & set(rest):
        print(next(line for line in HELP.splitlines() if line.startswith(f"phaodai {name} ")))
        return 0
    if rest:
        raise faults.no_words_taken(name, rest[0])
    return deed(environment)


def stop(environment: Environment) -> int:
    """Ask the server of this home to stop, and wait for it."""
    pid, token = _server(environment)
    os.kill(pid, signal.SIGTERM)
    return 0 if wait_until_gone(pid, token, 60) else 1


def status(environment: Environment) -> int:
    """Print the address and the processes of the running server."""
    _server(environment)
    document = read_json(environment.home / "run.json") or {}
    print(document.get("web", "…"))
    for name, pid in document.get("pids", {}).items():
        print(f"  {name:10} {pid}")
    return 0


def silence_broken_pipe() -> int:
    """Leave quietly when the reader of our output has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 1


def _server(environment: Environment) -> tuple[int, str]:
    noted = (read_json(environment.home / "pids.json") or {}).get("serve", [0, ""])
    if not is_held(environment.home) or not is_same(*noted):
        raise faults.not_running(environment.home)
    return noted[0], noted[1]
