"""An encrypted stream of frames: AES-256-GCM in counted chunks, so that neither end ever holds a whole archive.

The file is a header (magic, id of the key, salt) and frames ``length | ciphertext``. Each archive has a key of its
own, derived from the key file's by HKDF over the header; the nonce counts frames and marks the last, so a frame that
is changed, moved, left out or added is noticed, and so is a missing end.
"""

import base64
import binascii
import hashlib
import os
import secrets
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from phaodai.launch.archive import faults

MAGIC = b"PHAODAI-BACKUP\x01"
KEY_WORD = "PHAODAI-BACKUP-KEY-1"
KEY_BYTES, KEY_ID_BYTES, SALT_BYTES, TAG_BYTES = 32, 8, 32, 16
HEADER_BYTES = len(MAGIC) + KEY_ID_BYTES + SALT_BYTES
CHUNK_BYTES = 1 << 20
LENGTH = struct.Struct(">I")


def make_key(path: Path) -> None:
    """Write a new key (mode 0600); raises Fault where the file exists."""
    text = f"{KEY_WORD}\n{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise faults.exists(path) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)


def read_key(path: Path) -> bytes:
    """Return the 32 bytes of a key file; raises Fault for anything else."""
    try:
        word, text = path.read_text(encoding="ascii").split()
        key = base64.b64decode(text, validate=True)
    except (OSError, ValueError, binascii.Error) as error:
        raise faults.not_a_key(path) from error
    if word != KEY_WORD or len(key) != KEY_BYTES:
        raise faults.not_a_key(path)
    return key


class SealedWriter:
    """Writes frames to a binary file; the archive is whole only after a frame with ``last``."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        self.file = file
        header = MAGIC + _key_id(key) + secrets.token_bytes(SALT_BYTES)
        self.cipher = _cipher(key, header)
        self.count = 0
        file.write(header)

    def write(self, frame: bytes, *, last: bool = False) -> None:
        """Append one frame of at most a chunk and a byte of kind."""
        sealed = self.cipher.encrypt(_nonce(self.count, last=last), frame, None)
        self.file.write(LENGTH.pack(len(sealed)) + sealed)
        self.count += 1


def read_sealed(path: Path, key: bytes) -> Iterator[bytes]:
    """Yield the frames of an archive; raises Fault as soon as something is not as it was written."""
    with open(path, "rb") as file:
        header = file.read(HEADER_BYTES)
        if len(header) < HEADER_BYTES or not header.startswith(MAGIC):
            raise faults.not_an_archive(path)
        if header[len(MAGIC) :][:KEY_ID_BYTES] != _key_id(key):
            raise faults.wrong_key(path)
        yield from _read_frames(path, file, _cipher(key, header))


def _read_frames(path: Path, file: BinaryIO, cipher: AESGCM) -> Iterator[bytes]:
    count, following = 0, _read_frame(path, file)
    while following is not None:
        sealed, following = following, _read_frame(path, file)
        try:
            yield cipher.decrypt(_nonce(count, last=following is None), sealed, None)
        except InvalidTag as error:
            raise _torn_or_altered(path, cipher, count, sealed, following) from error
        count += 1
    if not count:
        raise faults.torn(path)


def _read_frame(path: Path, file: BinaryIO) -> bytes | None:
    head = file.read(LENGTH.size)
    if not head:
        return None
    size = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else 0
    if len(head) == LENGTH.size and not TAG_BYTES <= size <= CHUNK_BYTES + TAG_BYTES + 1:
        raise faults.altered(path)
    sealed = file.read(size)
    if len(head) < LENGTH.size or len(sealed) < size:
        raise faults.torn(path)
    return sealed


def _torn_or_altered(
    path: Path, cipher: AESGCM, count: int, sealed: bytes, following: bytes | None
) -> Exception:
    # A frame that is good but was not the last one: the rest is missing.
    if following is None:
        try:
            cipher.decrypt(_nonce(count, last=False), sealed, None)
        except InvalidTag:
            return faults.altered(path)
        return faults.torn(path)
    return faults.altered(path)


def _nonce(count: int, *, last: bool) -> bytes:
    # A key of its own for each archive lets the counter alone make every nonce unique.
    return count.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"phaodai backup key id" + key).digest()[:KEY_ID_BYTES]


def _cipher(key: bytes, header: bytes) -> AESGCM:
    salt = header[-SALT_BYTES:]
    derived = HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=header).derive(key)
    return AESGCM(derived)
