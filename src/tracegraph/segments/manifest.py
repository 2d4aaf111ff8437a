"""The list of sealed days: one small JSON file, replaced as a whole, written last.

A file that it does not name does not exist for anybody. It is what makes sealing atomic.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from tracegraph.segments.errors import ForeignStore, NewerStore, TornStore

NAME, FORMAT, VERSION = "manifest.json", "phaodai-segments", 1


@dataclass(frozen=True)
class Part:
    """One file of a day, as the list knows it. ``source``: a word of whoever sealed it, given back unread."""

    file: str
    records: int
    removed: int
    bytes: int
    digest: int
    source: str = ""


@dataclass(frozen=True)
class Manifest:
    """Day → its files: the first holds the day as sealed, later ones what came late or was withdrawn."""

    ledger: str
    sequence: int = 0
    days: Mapping[date, tuple[Part, ...]] = field(default_factory=dict)

    def with_day(self, day: date, parts: tuple[Part, ...]) -> "Manifest":
        days = {key: value for key, value in self.days.items() if key != day}
        if parts:
            days[day] = parts
        return replace(self, sequence=self.sequence + 1, days=dict(sorted(days.items())))

    @property
    def records(self) -> int:
        """Visits that count, over all days."""
        return sum(part.records - part.removed for parts in self.days.values() for part in parts)

    @property
    def bytes(self) -> int:
        return sum(part.bytes for parts in self.days.values() for part in parts)


def encoded(manifest: Manifest) -> bytes:
    days = {day.isoformat(): [asdict(part) for part in parts] for day, parts in manifest.days.items()}
    body = {"ledger": manifest.ledger, "sequence": manifest.sequence, "days": days}
    return json.dumps(
        {"format": FORMAT, "version": VERSION, "crc": _crc(body), "body": body}, indent=1
    ).encode()


def read_manifest(folder: Path, ledger: str = "") -> Manifest:
    """The list in a folder; ``ledger``, where given, must be its own. Raises `StoreError` kinds.

    A folder without a list is one where nothing has been sealed yet.
    """
    try:
        raw = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return Manifest(ledger)
    manifest = _decoded(raw, folder)
    if ledger and manifest.ledger != ledger:
        raise ForeignStore(f"{folder} holds the days of ledger {manifest.ledger}, not of {ledger}.")
    return manifest


def _decoded(raw: bytes, folder: Path) -> Manifest:
    torn = TornStore(
        f"The list {folder / NAME} is damaged; move the folder away and seal its days again from the ledger."
    )
    try:
        document = json.loads(raw)
    except ValueError:
        raise torn from None
    _check_kind(document, folder)
    body = document.get("body")
    if not isinstance(body, dict) or document.get("crc") != _crc(body):
        raise torn
    days = {
        date.fromisoformat(day): tuple(Part(**part) for part in parts) for day, parts in body["days"].items()
    }
    return Manifest(body["ledger"], body["sequence"], days)


def _check_kind(document: Any, folder: Path) -> None:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ForeignStore(f"{folder / NAME} is not a list of sealed days; choose another folder.")
    if document.get("version", 0) > VERSION:
        raise NewerStore(
            f"{folder} was written by a later version (format {document['version']}, known up to {VERSION}); "
            "install that version or seal again into another folder."
        )


def _crc(body: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(body, sort_keys=True).encode())
