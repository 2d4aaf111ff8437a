"""What lies in an archive: parts (the dump, the files), then the manifest that describes them, in a sealed stream."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phaodai.launch.archive import faults
from phaodai.launch.archive.sealed import CHUNK_BYTES, SealedWriter, read_sealed

HEAD, DATA, MANIFEST = b"H", b"D", b"M"
FORMAT = 1
DATABASE = "database.dump"


@dataclass(frozen=True)
class Frame:
    """``kind`` H: a part of this name begins; D: bytes of the part; M: the manifest."""

    kind: bytes
    part: str
    body: bytes


class ArchiveWriter:
    """Adds parts and remembers their sizes and sums for the manifest."""

    def __init__(self, sealed: SealedWriter) -> None:
        self.sealed = sealed
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Append a part; ``chunks`` are at most CHUNK_BYTES each."""
        digest, size = hashlib.sha256(), 0
        self.sealed.write(HEAD + name.encode())
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            self.sealed.write(DATA + chunk)
        self.parts[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def close(self, manifest: dict[str, Any]) -> None:
        """Write the manifest, in as many frames as it needs; the last of them ends the archive."""
        document = {"format": FORMAT, **manifest, "parts": self.parts}
        body = json.dumps(document, ensure_ascii=False).encode()
        pieces = [body[at : at + CHUNK_BYTES] for at in range(0, len(body), CHUNK_BYTES)]
        for number, piece in enumerate(pieces, start=1):
            self.sealed.write(MANIFEST + piece, last=number == len(pieces))


def read_archive(path: Path, key: bytes) -> Iterator[Frame]:
    """Yield the frames with the part they belong to."""
    part = ""
    for frame in read_sealed(path, key):
        kind, body = frame[:1], frame[1:]
        if kind == HEAD:
            part = body.decode()
        yield Frame(kind, part, body)


def verify_archive(path: Path, key: bytes) -> dict[str, Any]:
    """Read an archive to its end and return its manifest; raises Fault unless every part is as written."""
    sums: dict[str, Any] = {}
    manifest = bytearray()
    for frame in read_archive(path, key):
        if frame.kind == HEAD:
            sums[frame.part] = hashlib.sha256()
        elif frame.kind == DATA:
            sums[frame.part].update(frame.body)
        else:
            manifest += frame.body
    document: dict[str, Any] = json.loads(manifest or b"{}")
    if document.get("format", 0) > FORMAT:
        raise faults.newer_archive(path, f"format {document['format']}")
    wanted = {name: part["sha256"] for name, part in document.get("parts", {}).items()}
    if wanted != {name: digest.hexdigest() for name, digest in sums.items()}:
        raise faults.altered(path)
    return document


def read_part(path: Path, key: bytes, wanted: Callable[[str], bool]) -> Iterator[Frame]:
    """Yield head and data frames of the parts asked for."""
    for frame in read_archive(path, key):
        if frame.kind != MANIFEST and wanted(frame.part):
            yield frame
