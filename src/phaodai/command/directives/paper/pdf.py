"""The document as A4 PDF: typst draws it, with the Vietnamese serif the compiler carries."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from phaodai.command.directives.models import Directive
from phaodai.command.directives.paper.data import paper_of

TEMPLATE = Path(__file__).parent / "directive.typ"


def render_pdf(directive: Directive) -> bytes:
    """The PDF as bytes.

    Raises:
        typst.TypstError: the template is broken.
    """
    data = json.dumps(asdict(paper_of(directive)), ensure_ascii=False).encode()
    # The stubs lack the dictionary of files that the compiler documents.
    compile_files: Any = typst.compile
    files = {"main.typ": TEMPLATE.read_bytes(), "data.json": data}
    made: bytes = compile_files(files, format="pdf", ignore_system_fonts=True)
    return made
