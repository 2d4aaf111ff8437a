"""Secrets of programs: shown once, kept as SHA-256. 256 random bits cannot be guessed back from a plain hash."""

import hashlib
import secrets
from dataclasses import dataclass

SHOWN = 6


@dataclass(frozen=True)
class NewSecret:
    """``text`` is shown once; ``prefix`` stays visible and tells secrets apart; ``digest`` is kept."""

    text: str
    prefix: str
    digest: str


def digest_of(text: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(text.encode()).hexdigest()


def new_secret(kind: str) -> NewSecret:
    """``<kind>_<prefix>_<secret>``; ``kind`` says in the text itself what it opens."""
    name = "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _sign in range(SHOWN))
    prefix = f"{kind}_{name}"
    text = f"{prefix}_{secrets.token_urlsafe(32)}"
    return NewSecret(text, prefix, digest_of(text))
