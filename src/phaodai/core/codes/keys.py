"""The signing keys: PEM files under PHAODAI_HOME/keys (or PHAODAI_SIGNING_KEYS), the newest signs, all verify.

The key id (``kid``) is the first 8 hex digits of the SHA-256 of the public key.
"""

import hashlib
import os
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def key_folder() -> Path:
    return Path(os.environ.get("PHAODAI_SIGNING_KEYS", Path(settings.PHAODAI_HOME) / "keys"))


def kid_of(key: Ed25519PublicKey) -> str:
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()[:8]


def make_key(folder: Path) -> Path:
    """Write a new private key (mode 0600) and return its file."""
    folder.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / f"{kid_of(key.public_key())}.pem"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    return path


def _load(path: Path) -> Ed25519PrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path.name} is not an Ed25519 key.")
    return key


@cache
def _keyring(folder: Path) -> dict[str, Ed25519PrivateKey]:
    files = sorted(folder.glob("*.pem"), key=lambda path: path.stat().st_mtime) or [make_key(folder)]
    keys = [_load(path) for path in files]
    return {kid_of(key.public_key()): key for key in keys}


def keyring() -> dict[str, Ed25519PrivateKey]:
    """All keys by kid, oldest first; made on first use."""
    return _keyring(key_folder())


def signing_key() -> tuple[str, Ed25519PrivateKey]:
    """The newest key and its kid."""
    ring = keyring()
    kid = list(ring)[-1]
    return kid, ring[kid]
