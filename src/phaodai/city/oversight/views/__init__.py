"""Pages of oversight."""

from phaodai.city.oversight.views.emergency import (
    close,
    emergency,
    opened,
    opening,
    openings,
    review,
)
from phaodai.city.oversight.views.files import fetch, file, files
from phaodai.city.oversight.views.log import log, readers, seek
from phaodai.city.oversight.views.looks import answer, decide, look, looks

__all__ = [
    "answer",
    "close",
    "decide",
    "emergency",
    "fetch",
    "file",
    "files",
    "log",
    "look",
    "looks",
    "opened",
    "opening",
    "openings",
    "readers",
    "review",
    "seek",
]
