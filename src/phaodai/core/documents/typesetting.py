"""From a template and its texts to PDF or pictures of the pages.

A template is a typst file beside its module; it finds the shared parts as ``parts.typ`` and its texts as ``data.json``.
Only the fonts the compiler carries are used (Libertinus Serif has all of Vietnamese), so that a paper looks the same
on every machine.
"""

import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import segno
import typst

PARTS = Path(__file__).parent / "parts.typ"


@dataclass(frozen=True)
class Verification:
    """What stands beside the QR: how anybody can check this paper, and which copy it is.

    ``url`` is the address in the QR; ``replaces`` the code of the paper this one takes the place of.
    """

    url: str
    code: str
    digest: str
    copy: int
    printed_at: str
    printed_by: str
    replaces: str = ""

    @property
    def host(self) -> str:
        return self.url.split("://")[-1].split("/")[0]


def render_pdf(
    template: Path,
    content: dict[str, Any],
    *,
    verification: Verification | None = None,
    stamp: str = "",
    files: dict[str, bytes] | None = None,
) -> bytes:
    """The paper as A4 PDF. ``stamp`` stands across each page ("DỰ THẢO"); ``files`` are pictures of the template.

    Raises:
        typst.TypstError: the template is broken.
    """
    made: bytes = _compile(_sources(template, content, verification, stamp, files), format="pdf")
    return made


def render_pages(
    template: Path,
    content: dict[str, Any],
    *,
    verification: Verification | None = None,
    stamp: str = "",
    ppi: int = 100,
) -> list[bytes]:
    """The pages as PNG, to look at."""
    made = _compile(_sources(template, content, verification, stamp, None), format="png", ppi=float(ppi))
    return made if isinstance(made, list) else [made]


def _compile(sources: dict[str, bytes], **how: Any) -> Any:
    # The stubs lack the dictionary of files that the compiler documents.
    compile_files: Any = typst.compile
    return compile_files(sources, ignore_system_fonts=True, **how)


def _sources(
    template: Path,
    content: dict[str, Any],
    verification: Verification | None,
    stamp: str,
    files: dict[str, bytes] | None,
) -> dict[str, bytes]:
    said = None if verification is None else {**asdict(verification), "host": verification.host}
    data = {**content, "stamp": stamp, "verification": said}
    sources = {
        "main.typ": template.read_bytes(),
        "parts.typ": PARTS.read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
        **(files or {}),
    }
    if verification is not None:
        sources["verify.svg"] = qr_svg(verification.url)
    return sources


def qr_svg(text: str, *, error: str = "m") -> bytes:
    """A QR code as SVG with a quiet zone of two modules; the paper around it is white."""
    file = io.BytesIO()
    segno.make(text, error=error, boost_error=False, micro=False).save(file, kind="svg", border=2)
    return file.getvalue()
