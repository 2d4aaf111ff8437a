"""Files become rows in a process of their own: what a hostile one does, it does there."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import phaodai
from phaodai.core.exchange.refusals import RefusedFile

LONGEST_S = 300
SOURCE = str(Path(phaodai.__path__[0]).parent)


def transcribe(source: Path, target: Path, *, most_rows: int, sheet: str = "") -> dict[str, Any]:
    """Write the rows of a file to ``target``; returns its sheets, the one read, its encoding and number of rows.

    Raises:
        RefusedFile: the file is refused as a whole.
    """
    words = [sys.executable, "-m", "phaodai.core.sheets", str(source), str(target), "--rows", str(most_rows)]
    variables = {"PYTHONPATH": SOURCE, "PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [*words, "--sheet", sheet], env=variables, capture_output=True, timeout=LONGEST_S, check=False
        )
        answer = json.loads(done.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, ValueError, IndexError):
        raise RefusedFile("unreadable") from None
    if "refused" in answer:
        raise RefusedFile(answer["refused"], **answer["params"])
    return dict(answer)


def read_rows(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """(line of the sheet, cells) of a transcript, one at a time."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            number, cells = json.loads(line)
            yield number, cells


def first_rows(path: Path, count: int = 100) -> list[tuple[int, list[Any]]]:
    return list(islice(read_rows(path), count))
