"""The QR code of a place: a signed token, drawn as SVG for the poster."""

import io

import segno

from phaodai.city.places.models import Place
from phaodai.core.codes import sign, verify

TOKEN_TYPE = "place"


def place_token(place: Place) -> str:
    """What the poster's QR says: ``PD1.<kid>.…`` with ``{"t": "place", "c": code}``."""
    return sign({"t": TOKEN_TYPE, "c": place.code})


def read_place_token(text: str) -> str | None:
    """The code in a token of a place signed by us, else None."""
    payload = verify(text.strip())
    if payload is None or payload.get("t") != TOKEN_TYPE:
        return None
    return str(payload.get("c", ""))


def qr_svg(content: str) -> bytes:
    """The QR code as one SVG document without a size of its own; error correction Q survives a torn corner."""
    buffer = io.BytesIO()
    segno.make(content, error="q", micro=False).save(
        buffer, kind="svg", border=4, omitsize=True, xmldecl=False, svgns=True
    )
    return buffer.getvalue()
