"""The report as A4 PDF."""

import json
from pathlib import Path
from typing import Any

import typst

from phaodai.response.investigations.models import InvestigationReport
from phaodai.response.investigations.paper.data import as_json, paper_of

TEMPLATE = Path(__file__).parent / "report.typ"


def render_pdf(report: InvestigationReport) -> bytes:
    """The PDF as bytes.

    Raises:
        typst.TypstError: the template is broken.
    """
    data = json.dumps(as_json(paper_of(report)), ensure_ascii=False).encode()
    # The stubs lack the dictionary of files that the compiler documents.
    compile_files: Any = typst.compile
    files = {"main.typ": TEMPLATE.read_bytes(), "data.json": data}
    made: bytes = compile_files(files, format="pdf", ignore_system_fonts=True)
    return made
