"""The text of a PDF, page by page, within bounds."""

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from phaodai.command.directives.reading import refusals
from phaodai.command.directives.reading.docx import Refused

MOST_PAGES = 200
_MOST_SIGNS = 2_000_000
_FEWEST_SIGNS_A_PAGE = 25


def pdf_text(data: bytes) -> str:
    """The text of a PDF. Raises `Refused`."""
    try:
        return _text(data)
    except Refused:
        raise
    # A hostile file can make any parser fail in any way; the answer is the same sentence.
    except (PyPdfError, Exception, RecursionError) as error:
        raise Refused(refusals.BROKEN) from error


def _text(data: bytes) -> str:
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused(refusals.ENCRYPTED)
    if len(reader.pages) > MOST_PAGES:
        raise Refused(refusals.TOO_MANY_PAGES)
    pages, signs = [], 0
    for page in reader.pages:
        pages.append(page.extract_text() or "")
        signs += len(pages[-1])
        if signs > _MOST_SIGNS:
            raise Refused(refusals.BOMB)
    if sum(not one.isspace() for page in pages for one in page) < _FEWEST_SIGNS_A_PAGE * max(1, len(pages)):
        raise Refused(refusals.SCAN)
    return "\n".join(pages)
