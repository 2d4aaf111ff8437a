"""The few things done to a disk, so that a test can stop the machine at each of them."""

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from tracegraph.segments.errors import StoreFull

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Disk:
    """Writes a file whole or not at all: beside it, flushed to the disk, then under its name."""

    def write(self, path: Path, chunks: Iterable[bytes | memoryview]) -> None:
        """Raises `StoreFull` where there is no room; then nothing is left of the attempt."""
        beside = path.with_name(f"{path.name}.tmp")
        try:
            self.fill(beside, chunks)
            self.rename(beside, path)
            self.sync_folder(path.parent)
        except OSError as error:
            beside.unlink(missing_ok=True)
            if error.errno in NO_ROOM:
                raise StoreFull(f"No room to write {path}; what was sealed before is untouched.") from None
            raise

    def fill(self, path: Path, chunks: Iterable[bytes | memoryview]) -> None:
        with path.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())

    def rename(self, old: Path, new: Path) -> None:
        old.replace(new)

    def sync_folder(self, folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def make_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)
