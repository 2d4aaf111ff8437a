"""Pictures: every chunk of a PNG and every segment of a JPEG up to the last byte, so that nothing hides behind."""

import re
import struct
import zlib
from collections.abc import Iterator

from phaodai.core.files.kinds.refusals import ACTIVE, BOMB, BROKEN, HIDDEN, KIND, Refused

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
MOST_PIXELS = 120_000_000
END_OF_ZIP, PDF_START = b"PK\x05\x06", b"%PDF-"
MARKUP = re.compile(rb"<\s*(?:script|html|svg|iframe|!doctype|\?php)", re.IGNORECASE)
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_HEAD = 65_536


def refuse_second_nature(body: bytes) -> None:
    """Refuse what another program would open as something else: an archive, a paper, a page."""
    if END_OF_ZIP in body[-66_000:] or PDF_START in body[1:2_048]:
        raise Refused(HIDDEN)
    if MARKUP.search(body[:_HEAD]):
        raise Refused(ACTIVE)


def check_png(body: bytes) -> None:
    """Raise `Refused` unless this is one whole PNG and nothing else."""
    refuse_second_nature(body)
    chunks = list(_chunks(body))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise Refused(BROKEN)
    most = _png_bytes(chunks[0][1])
    _inflate([data for name, data in chunks if name == b"IDAT"], most)


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while at < len(body):
        if len(body) - at < 12:
            raise Refused(BROKEN)
        (length,) = struct.unpack(">I", body[at : at + 4])
        name, data = body[at + 4 : at + 8], body[at + 8 : at + 8 + length]
        summed = body[at + 8 + length : at + 12 + length]
        if len(summed) < 4 or zlib.crc32(name + data) != int.from_bytes(summed):
            raise Refused(BROKEN)
        yield name, data
        at += 12 + length
        if name == b"IEND" and at != len(body):
            raise Refused(HIDDEN)


def _png_bytes(header: bytes) -> int:
    """The most bytes the picture may unpack to, from its header."""
    if len(header) != 13:
        raise Refused(BROKEN)
    width, height, depth, colour = struct.unpack(">IIBB", header[:10])
    if not width or not height or colour not in CHANNELS or depth not in (1, 2, 4, 8, 16):
        raise Refused(BROKEN)
    if width * height > MOST_PIXELS:
        raise Refused(BOMB)
    row = (width * CHANNELS[colour] * depth + 7) // 8 + 1
    return int(row * height * 2 + _HEAD)  # interlaced pictures have more rows


def _inflate(parts: list[bytes], most: int) -> None:
    unpacker, made = zlib.decompressobj(), 0
    try:
        for part in parts:
            while part:
                made += len(unpacker.decompress(part, 1 << 20))
                part = unpacker.unconsumed_tail
                if made > most:
                    raise Refused(BOMB)
    except zlib.error as error:
        raise Refused(BROKEN) from error
    if not unpacker.eof or not made:
        raise Refused(BROKEN)


def check_jpeg(body: bytes) -> None:
    """Raise `Refused` unless this is one whole JPEG, or several in a row as telephones write them."""
    refuse_second_nature(body)
    at = 0
    while at < len(body):
        if not body.startswith(JPEG, at):
            raise Refused(HIDDEN)
        at = _one_jpeg(body, at + 2)


def _one_jpeg(body: bytes, at: int) -> int:
    """Walk one picture from behind its start; returns where it ends."""
    has_frame = False
    while True:
        marker, at = _marker(body, at)
        if marker == 0xD9:
            if not has_frame:
                raise Refused(BROKEN)
            return at
        if marker in (0x01, *range(0xD0, 0xD8)):
            continue
        length = int.from_bytes(body[at : at + 2])
        if length < 2 or at + length > len(body):
            raise Refused(BROKEN)
        has_frame |= _is_frame(marker, body[at + 2 : at + length])
        at = _after_scan(body, at + length) if marker == 0xDA else at + length


def _marker(body: bytes, at: int) -> tuple[int, int]:
    if at + 1 >= len(body) or body[at] != 0xFF:
        raise Refused(BROKEN)
    while at + 1 < len(body) and body[at + 1] == 0xFF:
        at += 1
    if at + 1 >= len(body):
        raise Refused(BROKEN)
    return body[at + 1], at + 2


def _is_frame(marker: int, data: bytes) -> bool:
    if not 0xC0 <= marker <= 0xCF or marker in (0xC4, 0xC8, 0xCC):
        return False
    if len(data) < 6:
        raise Refused(BROKEN)
    height, width = struct.unpack(">HH", data[1:5])
    if width * height > MOST_PIXELS:
        raise Refused(BOMB)
    if not width:
        raise Refused(KIND)
    return True


def _after_scan(body: bytes, at: int) -> int:
    """Where the marker stands that ends the compressed data."""
    while True:
        at = body.find(b"\xff", at)
        if at < 0 or at + 1 >= len(body):
            raise Refused(BROKEN)
        if body[at + 1] != 0 and not 0xD0 <= body[at + 1] <= 0xD7:
            return at
        at += 2
