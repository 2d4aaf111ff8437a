"""docs/tracing.md shows the tables that run."""

from tests.tracegraph.document import DOCUMENT, with_specification


def test_the_document_is_up_to_date() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert text == with_specification(text), "run: python -m tests.tracegraph.document"
