"""A look at the document as A4 PDF; what is printed comes from `city.papers`, with its code."""

from pathlib import Path

from phaodai.command.directives.models import Directive
from phaodai.command.directives.paper.data import DRAFTS, paper_of
from phaodai.command.directives.terms import DirectiveState
from phaodai.core.documents import render_pdf

TEMPLATE = Path(__file__).parent / "directive.typ"


def preview_pdf(directive: Directive) -> bytes:
    """The PDF as bytes, stamped: no printing of it is on record.

    Raises:
        typst.TypstError: the template is broken.
    """
    return render_pdf(TEMPLATE, paper_of(directive).content, stamp=stamp_of(directive))


def stamp_of(directive: Directive) -> str:
    """What stands across a look at the document."""
    if directive.state in DRAFTS:
        return "DỰ THẢO"
    return "HẾT HIỆU LỰC" if directive.state == DirectiveState.ENDED else "BẢN XEM"
