"""What a file is: found by its content, never by its name or by what the browser says. Walked to its last byte."""

from typing import BinaryIO

from phaodai.core.files.kinds import packages, pdf, pictures, refusals, texts
from phaodai.core.files.kinds.refusals import Refused
from phaodai.core.files.terms import Kind

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

__all__ = ["Refused", "recognise"]


def recognise(file: BinaryIO, size: int) -> Kind:
    """The kind of a whole, harmless file.

    Raises:
        Refused: of no accepted kind, damaged, with something hidden in it, active, or locked.
    """
    if size == 0:
        raise Refused(refusals.EMPTY)
    file.seek(0)
    head = file.read(16)
    if head.startswith(OLD_OFFICE):
        raise Refused(refusals.OLD_OFFICE)
    if head.startswith(packages.MAGIC):
        return packages.check(file, size)
    for magic, check, kind in (
        (pdf.MAGIC, pdf.check, Kind.PDF),
        (pictures.PNG, pictures.check_png, Kind.PNG),
        (pictures.JPEG, pictures.check_jpeg, Kind.JPEG),
    ):
        if head.startswith(magic):
            file.seek(0)
            check(file.read())
            return kind
    return texts.check(file)
