"""One digest of what a paper says, whatever the order in which it was put together."""

import hashlib
import json
from typing import Any


def canonical(content: dict[str, Any]) -> bytes:
    """The content as bytes that are the same for the same content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_digest(content: dict[str, Any]) -> str:
    """SHA-256 of the content, in hexadecimal digits."""
    return hashlib.sha256(canonical(content)).hexdigest()
