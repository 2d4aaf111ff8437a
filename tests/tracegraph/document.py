"""Writes the specification tables into docs/tracing.md: `python -m tests.tracegraph.document`."""

from pathlib import Path

from tests.tracegraph.spec_reader import SPEC

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "tracing.md"
BEGIN = "<!-- specification: written by tests/tracegraph/document.py -->"
END = "<!-- end of specification -->"


def with_specification(text: str) -> str:
    """The document with everything between its two marks replaced by the tables as they stand."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{specification()}\n{END}{after}"


def specification() -> str:
    """All tables, one heading level deeper than in their own files."""
    lines = [
        line for path in sorted(SPEC.glob("*.md")) for line in [*path.read_text("utf-8").splitlines(), ""]
    ]
    return "\n".join(f"##{line}" if line.startswith("#") else line for line in lines)


if __name__ == "__main__":
    DOCUMENT.write_text(with_specification(DOCUMENT.read_text("utf-8")), "utf-8")
