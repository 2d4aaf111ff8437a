"""What the operator sees when the city is up: the address, and who may sign in to the demo."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from phaodai.launch.home import read_json

COLUMNS = (
    ("role", "Vai trò / Role"),
    ("user", "Tên / User"),
    ("password", "Mật khẩu / Password"),
    ("totp_secret", "Khoá TOTP / TOTP secret"),
    ("area", "Địa bàn / Area"),
)


def banner(*, web: str, home: Path, demo: bool, seconds: float) -> str:
    """Return the whole message."""
    lines = [
        "",
        f"  Pháo Đài đang chạy / is running: {web}   ({seconds:.0f} s)",
        f"  Dữ liệu và nhật ký / data and logs: {home}",
    ]
    logins = read_json(home / "demo-logins.json") if demo else None
    if isinstance(logins, list) and logins:
        lines += ["", "  Tài khoản dùng thử / demo accounts:", *indent(table(logins)), *code_hint(logins)]
    return "\n".join([*lines, "", "  Ctrl-C để dừng / to stop.", ""])


def table(logins: Sequence[dict[str, Any]]) -> list[str]:
    """Return the logins as aligned lines, leaving out columns nobody has."""
    # Where the file names the role as people call it, that is shown.
    logins = [{**login, "role": login.get("title") or login.get("role")} for login in logins]
    columns = [(key, title) for key, title in COLUMNS if any(login.get(key) for login in logins)]
    rows = [
        [title for _key, title in columns],
        *[[_cell(login.get(key)) for key, _title in columns] for login in logins],
    ]
    widths = [max(width(row[index]) for row in rows) for index in range(len(columns))]
    lines = [
        "  ".join(pad(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return [lines[0], "  ".join("─" * size for size in widths), *lines[1:]]


def code_hint(logins: Sequence[dict[str, Any]]) -> list[str]:
    """Tell how to get the six digits without a telephone."""
    if not any(login.get("totp_secret") for login in logins):
        return []
    example = next(login["user"] for login in logins if login.get("totp_secret"))
    return ["", f"  Mã 6 số / six-digit code: phaodai code {example}"]


def indent(lines: Sequence[str]) -> list[str]:
    """Set lines in by four spaces."""
    return [f"    {line}" for line in lines]


def width(text: str) -> int:
    """Return how many columns a terminal gives to a text: combining marks take none."""
    return sum(1 for sign in unicodedata.normalize("NFC", text) if not unicodedata.combining(sign))


def pad(text: str, size: int) -> str:
    """Fill a cell up to its column's width."""
    return text + " " * (size - width(text))


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("vi") or value.get("name") or "")
    return str(value or "")
