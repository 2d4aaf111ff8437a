"""Compile gettext catalogues (.po → .mo) without the gettext programs, which a fresh machine lacks.

    python3 scripts/messages.py [FOLDER]

Only the standard library. Covers what the project's catalogues use: contexts, plurals, multi-line strings,
fuzzy entries (left out, as msgfmt does). The format is gettext's own, revision 0.
"""

from __future__ import annotations

import ast
import struct
import sys
from pathlib import Path

MAGIC = 0x950412DE
KEYWORDS = ("msgctxt", "msgid_plural", "msgid", "msgstr")


def compile_all(folder: Path) -> list[Path]:
    """Compile every catalogue under ``folder`` that is newer than its .mo; return those written."""
    stale = [po for po in sorted(folder.rglob("*.po")) if is_stale(po)]
    for po in stale:
        po.with_suffix(".mo").write_bytes(to_mo(read_po(po.read_text(encoding="utf-8"))))
    return stale


def is_stale(po: Path) -> bool:
    """Say whether the compiled file is missing or older."""
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def read_po(text: str) -> dict[str, str]:
    """Return the translated messages by gettext's key (``context\\x04id\\0plural``)."""
    messages = {}
    for block in text.replace("\r\n", "\n").split("\n\n"):
        fields = read_entry(block)
        if "msgid" in fields and not is_fuzzy(block):
            key, value = join_entry(fields)
            if value.strip("\0"):
                messages[key] = value
    return messages


def is_fuzzy(block: str) -> bool:
    """A fuzzy entry is a guess of the tool; the header is believed all the same."""
    flags = [line for line in block.splitlines() if line.startswith("#,")]
    return any("fuzzy" in line for line in flags) and 'msgid ""\nmsgstr' not in block


def read_entry(block: str) -> dict[str, str]:
    """Return the strings of one entry by keyword (``msgid``, ``msgstr[0]``, …)."""
    fields: dict[str, str] = {}
    name = ""
    for line in block.splitlines():
        word, _, rest = line.strip().partition(" ")
        if word.split("[")[0] in KEYWORDS:
            name, line = word, rest
            fields[name] = ""
        if name and line.strip().startswith('"'):
            fields[name] += ast.literal_eval(line.strip())
    return fields


def join_entry(fields: dict[str, str]) -> tuple[str, str]:
    """Return gettext's key and value of one entry."""
    context = fields["msgctxt"] + "\x04" if "msgctxt" in fields else ""
    if "msgid_plural" not in fields:
        return context + fields["msgid"], fields.get("msgstr", "")
    forms = [fields[name] for name in sorted(fields) if name.startswith("msgstr[")]
    return context + fields["msgid"] + "\0" + fields["msgid_plural"], "\0".join(forms)


def to_mo(messages: dict[str, str]) -> bytes:
    """Return the binary catalogue: header, two tables of (length, offset), the strings."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    keys_at = 7 * 4
    values_at = keys_at + 8 * len(pairs)
    start = values_at + 8 * len(pairs)
    body = b""
    tables = []
    for column in (0, 1):
        for pair in pairs:
            tables.append(struct.pack("<II", len(pair[column]), start + len(body)))
            body += pair[column] + b"\0"
    header = struct.pack("<7I", MAGIC, 0, len(pairs), keys_at, values_at, 0, 0)
    return header + b"".join(tables) + body


if __name__ == "__main__":
    for written in compile_all(Path(sys.argv[1] if len(sys.argv) > 1 else "src")):
        print(written)
