"""The command lines of ``phaodai backup`` and ``phaodai restore``."""

import argparse
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from phaodai.launch.archive import faults
from phaodai.launch.archive.backup import archive_name, back_up, describe, keep_newest
from phaodai.launch.archive.container import verify_archive
from phaodai.launch.archive.restore import check_archive, restore
from phaodai.launch.archive.sealed import make_key, read_key
from phaodai.launch.commands import INTERRUPTED, STARTING_S, running_database
from phaodai.launch.database import check_given_database
from phaodai.launch.environment import Environment
from phaodai.launch.faults import Fault, already_running
from phaodai.launch.home import hold_home, is_held, open_home
from phaodai.launch.serve import start_database, supervising


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise Fault(f"Dòng lệnh không đúng: {message}.", f"The command line is not right: {message}.")


def run_backup(environment: Environment, words: Sequence[str]) -> int:
    """``phaodai backup DEST``: a file, or a folder to put a dated one into."""
    parser = Parser(prog="phaodai backup", description="Save the city: database and files, encrypted.")
    parser.add_argument("dest", nargs="?", type=Path, help="file, or folder for a file named by the time")
    parser.add_argument("--new-key", type=Path, metavar="FILE", help="make a key file and do nothing else")
    parser.add_argument("--verify", type=Path, metavar="ARCHIVE", help="read an archive to its end")
    parser.add_argument("--keep", type=int, metavar="N", help="of a folder's archives keep the N newest")
    asked = _parse(parser, words)
    if asked.new_key:
        make_key(asked.new_key)
        return _tell({"key": str(asked.new_key)}, as_json=asked.json)
    key = _key(asked.key, environment.home)
    if asked.verify:
        return _tell(_verify(asked.verify, key), as_json=asked.json)
    if not asked.dest or (asked.keep is not None and asked.keep < 1):
        parser.error("DEST" if not asked.dest else "--keep")
    return _with_database(environment, lambda url: _back_up(environment, asked, key, url))


def run_restore(environment: Environment, words: Sequence[str]) -> int:
    """``phaodai restore FILE``: into an empty database and home, or with ``--replace`` into any."""
    parser = Parser(prog="phaodai restore", description="Bring a saved city back.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="replace everything the target holds")
    asked = _parse(parser, words)
    key = _key(asked.key, environment.home)
    if is_held(environment.home):
        raise already_running(environment.home)
    # Before a database is started or touched.
    manifest = check_archive(asked.file, key)

    def work(url: str) -> int:
        document = restore(
            path=asked.file, url=url, home=environment.home, key=key, manifest=manifest, replace=asked.replace,
            source=environment.postgresql,
        )  # fmt: skip
        return _tell(document, as_json=asked.json)

    return _with_database(environment, work)


def _back_up(environment: Environment, asked: argparse.Namespace, key: bytes, url: str) -> int:
    target: Path = asked.dest
    if target.is_dir():
        target = target / archive_name(datetime.now(UTC))
    document = back_up(url=url, home=environment.home, target=target, key=key, source=environment.postgresql)
    if asked.keep and asked.dest.is_dir():
        document["deleted"] = keep_newest(asked.dest, asked.keep)
    return _tell(document, as_json=asked.json)


def _verify(path: Path, key: bytes) -> dict[str, Any]:
    if not path.is_file():
        raise faults.not_an_archive(path)
    return describe(path, verify_archive(path, key))


def _parse(parser: argparse.ArgumentParser, words: Sequence[str]) -> argparse.Namespace:
    key = os.environ.get("PHAODAI_BACKUP_KEY", "")
    parser.add_argument("--key", type=Path, default=Path(key) if key else None, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    return parser.parse_args(list(words))


def _key(path: Path | None, home: Path) -> bytes:
    if path is None:
        raise faults.key_missing()
    if path.resolve().is_relative_to(home.resolve()):
        raise faults.key_inside(path)
    return read_key(path)


def _with_database(environment: Environment, work: Callable[[str], int]) -> int:
    """Do the work on the operator's database, the running city's, or our own started for it."""
    open_home(environment.home)
    running = running_database(environment)
    if environment.database_url or running:
        url = environment.database_url or running
        check_given_database(url)
        with _leaving_on_sigterm():
            return work(url)
    with hold_home(environment.home, wait_s=STARTING_S), supervising(environment.home) as supervisor:
        url = start_database(supervisor, environment)
        with _leaving_on_sigterm():
            return work(url)
    return INTERRUPTED


@contextlib.contextmanager
def _leaving_on_sigterm() -> Iterator[None]:
    """Leave by the ordinary door, past every ``finally``, when asked to stop."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        for number in before:
            signal.signal(number, lambda _number, _frame: sys.exit(INTERRUPTED))
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(document: dict[str, Any], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        print("\n".join(f"{name:12} {value}" for name, value in document.items()))
    return 0
