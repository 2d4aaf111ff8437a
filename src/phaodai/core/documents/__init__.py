"""Papers: the parts of the national form, typeset on A4 by typst. A module brings its template and its texts."""

from phaodai.core.documents.digests import content_digest
from phaodai.core.documents.typesetting import Verification, render_pages, render_pdf

__all__ = ["Verification", "content_digest", "render_pages", "render_pdf"]
