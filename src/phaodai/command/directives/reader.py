"""The reader, asked with the city's own organisation tree."""

from pathlib import PurePath
from typing import Any

from phaodai.command.directives.queries.units import unit_book
from phaodai.command.directives.reading.files import read_file
from phaodai.command.directives.reading.reader import read_text
from phaodai.command.directives.reading.values import Reading


def read_pasted(text: str) -> Reading:
    """A pasted notice."""
    return read_text(text, units=unit_book())


def read_upload(file: Any) -> Reading:
    """An uploaded notice; what cannot be read is refused with a sentence, never an error."""
    return read_file(file.read(), PurePath(file.name or "").name, units=unit_book())
