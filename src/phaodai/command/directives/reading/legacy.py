"""Vietnamese written before Unicode: the bytes of TCVN3 (".VnTime"), Windows 1258, UTF-16."""

import codecs
import unicodedata

from phaodai.command.directives.reading.letters import is_marked, is_syllable, words_of

_TCVN3 = str.maketrans(
    dict(
        zip(
            "\u00b5\u00b8\u00b6\u00b7\u00b9\u00a8\u00bb\u00be\u00bc\u00bd\u00c6\u00a9\u00c7\u00ca\u00c8\u00c9\u00cb\u00ae"
            "\u00cc\u00d0\u00ce\u00cf\u00d1\u00aa\u00d2\u00d5\u00d3\u00d4\u00d6\u00d7\u00dd\u00d8\u00dc\u00de"
            "\u00df\u00e3\u00e1\u00e2\u00e4\u00ab\u00e5\u00e8\u00e6\u00e7\u00e9\u00ac\u00ea\u00ed\u00eb\u00ec\u00ee"
            "\u00ef\u00f3\u00f1\u00f2\u00f4\u00ad\u00f5\u00f8\u00f6\u00f7\u00f9\u00fa\u00fd\u00fb\u00fc\u00fe"
            "\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7",
            "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
            strict=True,
        )
    )
)
_ENOUGH = 0.55


def decoded(data: bytes) -> str | None:
    """The text of a plain file, None if it is not text at all."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _decoded(data, encoding)
    return _without_mark(data)


def _without_mark(data: bytes) -> str | None:
    nuls = data[:2000].count(0)
    if nuls:
        looks_wide = len(data) % 2 == 0 and nuls > len(data[:2000]) // 8
        return _decoded(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be") if looks_wide else None
    text = _decoded(data, "utf-8")
    return text if text is not None else _best(data)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _best(data: bytes) -> str:
    """The single-byte encoding under which most words are Vietnamese."""
    bytewise = data.decode("latin-1")
    windows = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    return max((bytewise.translate(_TCVN3), windows, bytewise), key=vietnamese_share)


def from_old_font(text: str) -> str:
    """Text whose letters were drawn by a TCVN3 font ("Së Y tÕ" is "Sở Y tế"); other text comes back as it was."""
    if vietnamese_share(text) >= _ENOUGH or not any("\xa1" <= sign <= "\xfe" for sign in text):
        return text
    other = text.translate(_TCVN3)
    return other if vietnamese_share(other) > max(_ENOUGH, vietnamese_share(text) + 0.2) else text


def vietnamese_share(text: str) -> float:
    """The share of words that carry Vietnamese marks and can be syllables."""
    words = words_of(text[:20_000])
    return sum(is_marked(word) and is_syllable(word) for word in words) / len(words) if words else 0.0
