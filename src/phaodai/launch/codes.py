"""The six digits of a demo account's second factor (RFC 6238: SHA-1, 30 s, 6 digits)."""

import base64
import hmac
import struct
import time
from collections.abc import Sequence

from phaodai.launch.environment import Environment
from phaodai.launch.faults import Fault
from phaodai.launch.home import read_json


def print_code(environment: Environment, words: Sequence[str]) -> int:
    """Print the current code of one demo account, or of all."""
    logins = read_json(environment.home / "demo-logins.json") or []
    wanted = [login for login in logins if login.get("totp_secret") and (not words or login["user"] in words)]
    if not wanted:
        names = ", ".join(login["user"] for login in logins if login.get("totp_secret")) or "–"
        raise Fault(
            f"Không có tài khoản dùng thử như vậy; các tài khoản có mã: {names}.",
            f"There is no such demo account; accounts with a code: {names}.",
        )
    for login in wanted:
        print(f"{totp(login['totp_secret'], time.time())}  {login['user']}")
    return 0


def totp(secret: str, at: float) -> str:
    """Return the code of a base32 secret at a moment (seconds since 1970)."""
    key = base64.b32decode(secret.upper() + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(at) // 30), "sha1")
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
