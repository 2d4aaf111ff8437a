"""What of a pasted text is its body: the form prints head and tail itself."""

import re

OPENING = re.compile(
    r"^(căn cứ|ngày \d|kính gửi|thực hiện|để |sau khi|xét |[ivx]+\s*[.\-–]|\d+\s*[.)]|điều \d|giao |yêu cầu )",
    re.I,
)
TAIL = re.compile(r"^\s*nơi nhận\s*:?", re.I)
LONG = 110
"""A line as long as this is prose, no heading."""


def body_lines(text: str) -> list[str]:
    """The paragraphs between the heading block and the list of recipients; the whole text where neither is found."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    tail = next((place for place, line in enumerate(lines) if place and TAIL.match(line)), len(lines))
    kept = lines[:tail]
    start = next((place for place, line in enumerate(kept) if OPENING.match(line) or len(line) >= LONG), 0)
    return kept[start:]
