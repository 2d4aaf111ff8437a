"""Where uploads lie until they are done with: by content, under PHAODAI_HOME/imports. One place to change."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from phaodai.core.exchange.refusals import RefusedFile

MOST_BYTES = 50 * 1024 * 1024


def folder() -> Path:
    found = Path(settings.PHAODAI_HOME) / "imports"
    found.mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


@dataclass(frozen=True)
class Kept:
    digest: str
    size: int


def keep(pieces: Iterable[bytes], most: int = MOST_BYTES) -> Kept:
    """Write an upload piece by piece; the same content lies there once. A broken upload leaves nothing behind.

    Raises:
        RefusedFile: larger than ``most`` bytes.
    """
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder(), prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > most:
                    raise RefusedFile("too_big", most=most // (1024 * 1024))
                digest.update(piece)
                file.write(piece)
        os.replace(name, path_of(digest.hexdigest()))
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Kept(digest.hexdigest(), size)


def path_of(digest: str) -> Path:
    """The upload itself."""
    return folder() / digest


def rows_path(uuid: UUID) -> Path:
    """The rows read out of it, one JSON array a line."""
    return folder() / f"{uuid}.rows"


def forget(digest: str) -> None:
    path_of(digest).unlink(missing_ok=True)


def forget_rows(uuid: UUID) -> None:
    rows_path(uuid).unlink(missing_ok=True)
