"""DOCX and XLSX: a package whose contents list says what it is, without macros, and no larger than it looks."""

import re
import zipfile
from typing import BinaryIO

from phaodai.core.files.kinds.refusals import ACTIVE, BOMB, BROKEN, ENCRYPTED, HIDDEN, KIND, Refused
from phaodai.core.files.terms import Kind

MAGIC = b"PK\x03\x04"
CONTENTS = "[Content_Types].xml"
MOST_PARTS, MOST_BYTES, MOST_TIMES, SMALL = 5_000, 1 << 30, 250, 50_000_000
MOST_CONTENTS = 2_000_000
END_RECORD = 22
MAIN = {
    Kind.DOCX: b"wordprocessingml.document.main+xml",
    Kind.XLSX: b"spreadsheetml.sheet.main+xml",
}
RUNS = re.compile(
    r"vbaproject|vbadata|/activex/|/embeddings/|oleobject|\.(?:exe|dll|js|vbs|html?|svg)$", re.IGNORECASE
)


def check(file: BinaryIO, size: int) -> Kind:
    """The kind of a package; raises `Refused`."""
    try:
        with zipfile.ZipFile(file) as package:
            _check_parts(package, size)
            with package.open(CONTENTS) as part:
                contents = part.read(MOST_CONTENTS)
    except Refused:
        raise
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        KeyError,
        ValueError,
        OSError,
        RuntimeError,
        EOFError,
    ) as error:
        raise Refused(BROKEN) from error
    # zlib.error and whatever else a broken part raises
    except Exception as error:
        raise Refused(BROKEN) from error
    return _kind(contents)


def _check_parts(package: zipfile.ZipFile, size: int) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if package.comment or min((part.header_offset for part in parts), default=1) != 0:
        raise Refused(HIDDEN)
    if len(set(names)) != len(names) or any(_is_outside(name) for name in names):
        raise Refused(HIDDEN)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(ENCRYPTED)
    if any(RUNS.search(f"/{name}") for name in names):
        raise Refused(ACTIVE)
    _check_sizes(parts, size)


def _is_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or ":" in name


def _check_sizes(parts: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_BYTES or packed > size:
        raise Refused(BOMB)
    if unpacked > SMALL and unpacked > MOST_TIMES * size:
        raise Refused(BOMB)


def _kind(contents: bytes) -> Kind:
    if b"macroEnabled" in contents:
        raise Refused(ACTIVE)
    found = [kind for kind, main in MAIN.items() if main in contents]
    if len(found) != 1:
        raise Refused(KIND)
    return found[0]
