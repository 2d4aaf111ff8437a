"""The bytes on disk: ``files/sha256/ab/abcd…`` below PHAODAI_HOME. Knows digests, no rows.

A file is written beside its place, seen on the disk, and only then gets its name: whoever sees the name sees the
whole. What a killed process had begun lies in ``files/incoming`` and is swept.
"""

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from phaodai.core.files.kinds.refusals import TOO_LARGE, Refused

PIECE = 1 << 20
DIGEST = re.compile(r"[0-9a-f]{64}")
OPEN_TO_ALL_OF_US = 0o440


@dataclass(frozen=True)
class Spool:
    """A file received whole and not yet in the store."""

    path: Path
    digest: str
    size: int


def root() -> Path:
    return Path(settings.PHAODAI_HOME) / "files"


def path_of(digest: str) -> Path:
    """Where the bytes of a digest lie.

    Raises:
        ValueError: no digest.
    """
    if not DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is no SHA-256 digest.")
    return root() / "sha256" / digest[:2] / digest


@contextmanager
def received(pieces: Iterable[bytes], most: int) -> Iterator[Spool]:
    """Take pieces into a temporary file beside the store, at most ``most`` bytes; gone afterwards unless placed.

    Raises:
        Refused: larger than that.
    """
    folder = root() / "incoming"
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            digest, size = _copy(pieces, file, most)
        yield Spool(path, digest, size)
    finally:
        path.unlink(missing_ok=True)


def _copy(pieces: Iterable[bytes], file: BinaryIO, most: int) -> tuple[str, int]:
    summed, size = hashlib.sha256(), 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise Refused(TOO_LARGE)
        summed.update(piece)
        file.write(piece)
    file.flush()
    os.fsync(file.fileno())
    return summed.hexdigest(), size


def place(spool: Spool) -> bool:
    """Give the bytes their name; returns whether they were new. A damaged copy under the name is replaced."""
    target = path_of(spool.digest)
    if target.is_file() and target.stat().st_size == spool.size:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    spool.path.chmod(OPEN_TO_ALL_OF_US)
    os.replace(spool.path, target)
    _sync(target.parent)
    return True


def _sync(folder: Path) -> None:
    """Make a new name durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(digest: str) -> bool:
    """Take the bytes away; returns whether they were there."""
    path = path_of(digest)
    was_there = path.is_file()
    path.unlink(missing_ok=True)
    return was_there


def digests() -> Iterator[tuple[str, int, float]]:
    """Everything on the disk, sorted: (digest, size, when it was put there). Strange names are left out."""
    folder = root() / "sha256"
    for below in sorted(folder.iterdir()) if folder.is_dir() else ():
        for path in sorted(below.iterdir()) if below.is_dir() else ():
            if DIGEST.fullmatch(path.name):
                fact = path.stat()
                yield path.name, fact.st_size, fact.st_mtime


def pieces_of(digest: str) -> Iterator[bytes]:
    """The bytes, piece by piece; opened with the first."""
    with open(path_of(digest), "rb") as file:
        while piece := file.read(PIECE):
            yield piece


def digest_on_disk(digest: str) -> str:
    """What the bytes sum up to now, or "" when they are missing."""
    summed = hashlib.sha256()
    try:
        for piece in pieces_of(digest):
            summed.update(piece)
    except FileNotFoundError:
        return ""
    return summed.hexdigest()


def sweep_incoming(older_than_s: float) -> int:
    """Remove what killed processes had begun to receive; returns how many."""
    folder, limit, swept = root() / "incoming", time.time() - older_than_s, 0
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            swept += 1
    return swept
