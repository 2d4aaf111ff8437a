"""The files of a city under its data folder: which belong into an archive, and putting them back."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from phaodai.launch.archive.container import DATA, HEAD, Frame
from phaodai.launch.archive.sealed import CHUNK_BYTES

PREFIX = "files/"
# The database travels as a dump; the rest is made again at every start or concerns one machine only.
LEFT_OUT = (
    "postgres", "postgres.location", "logs", "static", "run.json", "pids.json", "serve.lock", "backups", "backups.json",
    "segments",
)  # fmt: skip


def stored_files(home: Path) -> Iterator[Path]:
    """Yield the regular files to save, relative to the home, in a fixed order; links are not followed."""
    for folder, folders, names in os.walk(home):
        at = Path(folder).relative_to(home)
        folders[:] = sorted(name for name in folders if _kept(at / name))
        for name in sorted(names):
            path = home / at / name
            if _kept(at / name) and path.is_file() and not path.is_symlink():
                yield at / name


def _kept(path: Path) -> bool:
    if path.parts[:2] == ("files", "incoming"):  # uploads nobody has finished receiving
        return False
    return path.parts[0] not in LEFT_OUT and not path.parts[0].startswith(".restoring-")


def chunks_of(path: Path) -> Iterator[bytes]:
    """Read a file piece by piece."""
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def content_path(home: Path, digest: str) -> Path:
    """Where the city's store keeps the content with this SHA-256."""
    return home / "files" / "sha256" / digest[:2] / digest


def sum_of(path: Path) -> str:
    """The SHA-256 of a file, or "" when it is missing."""
    summed = hashlib.sha256()
    try:
        for chunk in chunks_of(path):
            summed.update(chunk)
    except FileNotFoundError:
        return ""
    return summed.hexdigest()


def unpack_files(frames: Iterable[Frame], home: Path) -> int:
    """Write the archive's files into the home, each whole or not at all; returns how many.

    They are unpacked beside their places first, so that a full disk changes nothing.
    """
    waiting = Path(tempfile.mkdtemp(prefix=".restoring-", dir=home))
    try:
        names = _write_all(frames, waiting)
        for name in names:
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(waiting / name, home / name)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    return len(names)


def _write_all(frames: Iterable[Frame], folder: Path) -> list[PurePosixPath]:
    names: list[PurePosixPath] = []
    for frame in frames:
        if frame.kind == HEAD:
            names.append(_safe_name(frame.part))
            (folder / names[-1]).parent.mkdir(parents=True, exist_ok=True)
            (folder / names[-1]).touch(mode=0o600)
        elif frame.kind == DATA:
            with open(folder / names[-1], "ab") as file:
                file.write(frame.body)
    return names


def _safe_name(part: str) -> PurePosixPath:
    name = PurePosixPath(part.removeprefix(PREFIX))
    if name.is_absolute() or ".." in name.parts or not name.parts:
        raise ValueError(f"A part of the archive would leave the data folder: {part!r}")
    return name
