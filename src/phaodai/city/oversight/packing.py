"""The file itself: JSON for programs, a paper for people, and who looked."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import typst
from django.utils import translation
from django.utils.translation import gettext as _

from phaodai.city.oversight.models import PersonFile
from phaodai.city.oversight.queries.log import ReaderLine, readers_of
from phaodai.city.oversight.terms import Audience
from phaodai.core import clock
from phaodai.core.holdings import Section, all_holdings, sections_of
from phaodai.core.holdings.telling import readable

PAPER = Path(__file__).parent / "paper.typ"
PAPER_ROWS = 400
"""So many rows of one kind on the paper; the data file has them all."""


def pack_file(file: PersonFile) -> tuple[bytes, list[dict[str, Any]]]:
    """The ZIP's bytes and what it holds. In Vietnamese: it is for the person."""
    is_internal = file.audience == Audience.OFFICER
    with translation.override("vi"):
        sections = list(sections_of(file.person_id, with_staff=is_internal))
        readers = [_reader(line, is_internal) for line in readers_of(file.person)]
        held = {section.holding.model: section.data for section in sections}
        empty = [str(holding.title) for holding in all_holdings() if holding.model not in held]
        documents = {
            "data.json": _json({"person": str(file.person.uuid), "held": held, "holds_nothing": empty}),
            "readers.json": _json({"readers": readers}),
            "paper.pdf": _paper(file, sections, readers, empty),
            "README.txt": _readme(file).encode(),
        }
    return _zipped(documents), [{"model": s.holding.model, "rows": len(s.data)} for s in sections]


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1, default=str).encode()


def _reader(line: ReaderLine, is_internal: bool) -> dict[str, Any]:
    """A reader by post; by name only for the data officer."""
    shown = {
        "who": line.title or _("staff on duty"), "looks": line.looks, "first": readable(line.first),
        "last": readable(line.last), "why": line.purposes,
    }  # fmt: skip
    return {"name": line.name, **shown} if is_internal else shown


def _readme(file: PersonFile) -> str:
    return "\n".join(
        [
            _("Everything Pháo Đài holds about one person"),
            f"{_('Made')}: {readable(clock.now())} · {file.get_audience_display()}",
            "",
            "data.json – " + _("every row, for programs"),
            "readers.json – " + _("who looked at the record, how often, why"),
            "paper.pdf – " + _("the same to read"),
            "",
            _(
                "Names and numbers of other people are masked: L. T. C., •••03. Texts are as they were written."
            ),
        ]
    )


def _paper(
    file: PersonFile, sections: list[Section], readers: list[dict[str, Any]], empty: list[str]
) -> bytes:
    data = {
        "title": _("Everything Pháo Đài holds about one person"),
        "name": file.person.full_name,
        "made": f"{_('Made')}: {readable(clock.now())}",
        "why": f"{file.get_audience_display()}: {file.reason}",
        "sections": [_section(section) for section in sections if section.holding.columns],
        "readers_title": _("Who looked at this record"),
        "readers": [
            [r.get("name") or r["who"], str(r["looks"]), r["first"], r["last"], "; ".join(r["why"])]
            for r in readers
        ],
        "readers_heads": [_("Who"), _("Looks"), _("First look"), _("Last look"), _("Why")],
        "empty": _("Nothing held under:") + " " + ", ".join(empty) if empty else "",
        "note": _(
            "Names and numbers of other people are masked: L. T. C., •••03. Texts are as they were written."
        ),
    }
    files = {"main.typ": PAPER.read_bytes(), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    compile_files: Any = typst.compile  # the stubs lack the dictionary of files that the compiler documents
    made: bytes = compile_files(files, format="pdf", ignore_system_fonts=True)
    return made


def _section(section: Section) -> dict[str, Any]:
    rows = [[list(line) for line in lines] for lines in section.lines[:PAPER_ROWS] if lines]
    more = len(section.lines) - PAPER_ROWS
    return {
        "title": section.title,
        "rows": rows,
        "more": _("%(count)s more rows are in data.json.") % {"count": more} if more > 0 else "",
    }


def _zipped(documents: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in documents.items():
            archive.writestr(name, body)
    return file.getvalue()
