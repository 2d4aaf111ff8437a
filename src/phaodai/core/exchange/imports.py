"""What an import answers, and importers of files that are no tables (the register of areas)."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from phaodai.core.commands import WrongInput


@dataclass(frozen=True)
class RowError:
    """One thing wrong in one row (1 is the first row under the heading)."""

    row: int
    column: str
    code: str
    message: str


@dataclass
class ImportResult:
    """What an import did, or would do in a dry run."""

    rows: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: list[RowError] = field(default_factory=list)

    def as_document(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "duplicates": self.duplicates,
            "rejected": [vars(error) for error in self.rejected],
        }


Importer = Callable[..., ImportResult]
_importers: dict[str, Importer] = {}


def importer(kind: str) -> Callable[[Importer], Importer]:
    """Register ``run(*, content: bytes, dry_run: bool, by) -> ImportResult`` under ``kind``."""

    def decorate(run: Importer) -> Importer:
        if kind in _importers:
            raise ValueError(f"Two importers are called {kind}.")
        _importers[kind] = run
        return run

    return decorate


def plain_importers() -> dict[str, Importer]:
    return dict(_importers)


def _decode(content: bytes) -> str:
    if b"\x00" in content[:4096]:
        raise WrongInput("Tệp không phải văn bản CSV. / The file is not a CSV text.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongInput(
            f"Tệp không phải UTF-8 (byte thứ {error.start + 1}). / The file is not UTF-8 (byte {error.start + 1})."
        ) from None


def _missing_column_error(missing: list[str]) -> WrongInput:
    names = ", ".join(missing)
    return WrongInput(f"Thiếu cột: {names}. / Missing column: {names}.")


def read_csv(content: bytes, required: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV with a heading, numbered from 1; cells stripped, missing cells empty.

    Raises:
        WrongInput: not UTF-8 text, no heading, a required column missing.
    """
    reader = csv.DictReader(io.StringIO(_decode(content), newline=""))
    headings = [heading.strip().lower() for heading in reader.fieldnames or []]
    missing = [name for name in required if name not in headings]
    if missing:
        raise _missing_column_error(missing)
    reader.fieldnames = headings
    for number, row in enumerate(reader, start=1):
        yield number, {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
