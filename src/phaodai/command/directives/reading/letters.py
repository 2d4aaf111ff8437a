"""Vietnamese letters: without their marks, and whether a word can be a Vietnamese syllable at all."""

import re
import unicodedata

_MARKS = str.maketrans({"đ": "d", "Đ": "D"})


def _bare_letters() -> dict[int, str]:
    table = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            table[code] = base
    return table


_BARE = {**_bare_letters(), **_MARKS}
UPPER = "".join(
    sign
    for sign in map(chr, range(0x41, 0x1F00))
    if sign.isupper() and (ord(sign) < 0x250 or ord(sign) >= 0x1E00)
)
"""Every Latin capital, for regular expressions."""

_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
# Tone on the first or the second vowel: "hoà" and "hòa", "uỷ" and "ủy" are one spelling.
_TONE_PLACES = {
    **dict(zip(("oà", "oá", "oả", "oã", "oạ"), ("òa", "óa", "ỏa", "õa", "ọa"), strict=True)),
    **dict(zip(("oè", "oé", "oẻ", "oẽ", "oẹ"), ("òe", "óe", "ỏe", "õe", "ọe"), strict=True)),
    **dict(zip(("uỳ", "uý", "uỷ", "uỹ", "uỵ"), ("ùy", "úy", "ủy", "ũy", "ụy"), strict=True)),
}
_TONE_PATTERN = re.compile("(?<![qQ])(?:" + "|".join(_TONE_PLACES) + r")(?![^\W\d_])", re.IGNORECASE)


def bare(text: str) -> str:
    """The text without diacritics, sign for sign as long as before."""
    return text.translate(_BARE)


def one_spelling(text: str) -> str:
    """ "Uỷ", "hoà" → "Ủy", "hòa": same length, the commoner place of the tone."""
    return _TONE_PATTERN.sub(_moved_tone, text)


def _moved_tone(match: re.Match[str]) -> str:
    found = match.group()
    moved = _TONE_PLACES[found.lower()]
    return "".join(new.upper() if old.isupper() else new for old, new in zip(found, moved, strict=True))


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)


def is_syllable(word: str) -> bool:
    """Whether the letters of a word have the shape of a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(bare(word).lower()) is not None


def is_marked(word: str) -> bool:
    """Whether a word carries a letter that only Vietnamese spelling explains."""
    return bare(word) != word
