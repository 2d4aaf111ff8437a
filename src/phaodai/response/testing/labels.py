"""Labels on paper: A4, 3 × 10, each with the QR of the tube's code and the code in plain signs."""

import io
import json
from collections.abc import Iterable
from pathlib import Path

import segno
import typst

from phaodai.response.testing.models import Tube

TEMPLATE = Path(__file__).parent / "labels.typ"


def _qr(code: str) -> str:
    """The code alone, so that any scanner reads it; correction Q survives a wet label."""
    file = io.BytesIO()
    segno.make(code, error="q", boost_error=False, micro=False).save(file, kind="svg", border=2)
    return file.getvalue().decode()


def label_sheet(tubes: Iterable[Tube]) -> bytes:
    """The labels as PDF, 30 to a sheet of A4 (70 × 29.7 mm each, no margin to cut).

    Raises:
        typst.TypstError: the template is broken.
    """
    labels = [
        {"code": tube.code, "area": tube.area.name if tube.area else "", "qr": _qr(tube.code)}
        for tube in tubes
    ]
    files = {
        "main.typ": TEMPLATE.read_bytes(),
        "labels.json": json.dumps(labels, ensure_ascii=False).encode(),
    }
    made: bytes = typst.compile(files, format="pdf", ignore_system_fonts=True)  # type: ignore[call-overload]
    return made
