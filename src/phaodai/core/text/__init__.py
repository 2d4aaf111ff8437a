"""Vietnamese text: NFC everywhere, keys for sorting and for searching without diacritics."""

import unicodedata
from functools import lru_cache

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(0x21 + index * 2) for index, letter in enumerate(_ALPHABET)}
_TONE_RANK = {"": "0", "\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_HORNS = "\u0302\u0306\u031b"


def nfc(text: str) -> str:
    """Compose the text (NFC) and fold white space to single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def search_key(text: str) -> str:
    """Lower case without diacritics: ``Nguyễn Đức`` → ``nguyen duc``."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(bare.split())


@lru_cache(maxsize=1024)
def _letter_and_tone(sign: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", sign)
    tone = "".join(mark for mark in decomposed if mark in _TONE_RANK)
    base = "".join(mark for mark in decomposed if mark not in _TONE_RANK or mark in _HORNS)
    return unicodedata.normalize("NFC", base), tone


def sort_key(text: str) -> str:
    """A string whose byte order is the Vietnamese dictionary order (letters first, then tones).

    Compare with the C collation. ``a < ă < â < b … đ …``; tones break ties: level, huyền, hỏi, ngã, sắc, nặng.
    """
    letters, tones = [], []
    for sign in nfc(text).lower():
        base, tone = _letter_and_tone(sign)
        letters.append(_RANK.get(base, " " if base == " " else "\u0080" + base))
        tones.append(_TONE_RANK.get(tone[:1], "0") if base != " " else "")
    return "".join(letters) + "\u001f" + "".join(tones)


def name_sort_key(full_name: str) -> str:
    """Vietnamese names sort by given name, then family name, then middle names."""
    words = nfc(full_name).split()
    if len(words) < 2:
        return sort_key(full_name)
    return sort_key(" ".join([words[-1], words[0], *words[1:-1]]))
