"""Vietnamese from before Unicode: TCVN3 (ABC) and VNI texts, found out by how Vietnamese their words become.

Both survive in spreadsheets as Latin-1 signs that only a special font shows right. VNI writes a letter and a mark.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable

_TCVN3_SIGNS = "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ"
_TCVN3_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3 = str.maketrans(_TCVN3_SIGNS, _TCVN3_LETTERS)
TO_TCVN3 = str.maketrans(_TCVN3_LETTERS, _TCVN3_SIGNS)

_PLAIN = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_HAT = dict(
    zip("âàáåãä", ("\u0302", *(f"\u0302{tone}" for tone in "\u0300\u0301\u0309\u0303\u0323")), strict=True)
)
_BREVE = dict(
    zip("êèéúüë", ("\u0306", *(f"\u0306{tone}" for tone in "\u0300\u0301\u0309\u0303\u0323")), strict=True)
)
_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_SINGLE |= {old.upper(): new.upper() for old, new in _SINGLE.items()}


def _vni_pairs() -> dict[str, str]:
    """Letter and mark as VNI writes them → the letter of today."""
    pairs = {}
    for vowel in "aeouyôö":
        base = _SINGLE.get(vowel, vowel)
        for mark, tone in _PLAIN.items():
            pairs[vowel + mark] = base + tone
    for vowel in "aeo":
        pairs |= {vowel + mark: vowel + tone for mark, tone in _HAT.items()}
    pairs |= {"a" + mark: "a" + tone for mark, tone in _BREVE.items()}
    composed = {old: unicodedata.normalize("NFC", new) for old, new in pairs.items()}
    upper = {old.upper(): new.upper() for old, new in composed.items()}
    mixed = {old[0].upper() + old[1]: new.upper() for old, new in composed.items()}
    return {**composed, **upper, **mixed}


VNI_PAIRS = _vni_pairs()
_VNI = re.compile("|".join(sorted(map(re.escape, [*VNI_PAIRS, *_SINGLE]), key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    """The text a TCVN3 font would show."""
    return text.translate(TCVN3)


def from_vni(text: str) -> str:
    """The text a VNI font would show."""
    return _VNI.sub(lambda found: VNI_PAIRS.get(found.group(), _SINGLE.get(found.group(), "")), text)


def to_tcvn3(text: str) -> str:
    """The opposite; letters the old set lacks (accented capitals) stay as they are."""
    return text.translate(TO_TCVN3)


_FROM = {new: old for old, new in reversed([*VNI_PAIRS.items(), *_SINGLE.items()])}


def to_vni(text: str) -> str:
    """The text as VNI wrote it."""
    return "".join(_FROM.get(sign, sign) for sign in unicodedata.normalize("NFC", text))


CONVERTERS: dict[str, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni}

_TONES = re.compile("[\u0300\u0301\u0309\u0303\u0323]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:oai|oay|oao|oeo|uây|uôi|uya|uyê|uyu|ươi|ươu|iêu|yêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|"
    r"ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy])(?:ch|ng|nh|[cmnpt])?"
)
_WORD = re.compile(r"[^\W\d_]+")
_STRANGE = re.compile(r"[\x80-\xff\w]*[\x80-\xff][\x80-\xff\w]*")


def is_syllable(word: str) -> bool:
    """Whether a word could be a Vietnamese syllable with at most one tone."""
    bare = unicodedata.normalize("NFD", word.lower())
    if len(_TONES.findall(bare)) > 1:
        return False
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", _TONES.sub("", bare))) is not None


def share_of_syllables(text: str) -> float:
    """How many of the words with a sign beyond ASCII are Vietnamese syllables; 0 without such words."""
    words = [word for word in unicodedata.normalize("NFC", text).split() if not word.isascii()]
    parts = [part for word in words for part in (_WORD.findall(word) or [word])]
    strange = [part for part in parts if not part.isascii()]
    junk = sum(1 for word in words if not word.translate(_PUNCTUATION).isalnum())
    good = sum(map(is_syllable, strange))
    return good / (len(strange) + junk) if strange else 0.0


_PUNCTUATION = str.maketrans("", "", ".,;:/()-–—'\"’“”&+#%°•…")
ENOUGH = 0.7


def detect_legacy(texts: Iterable[str]) -> str:
    """ "tcvn3", "vni", or "" where the texts are right as they stand (or nothing makes them better)."""
    sample = " ".join(text for text in texts if not text.isascii())[:200_000]
    if not sample:
        return ""
    found, best = "", (start := share_of_syllables(sample))
    for name, convert in CONVERTERS.items():
        share = share_of_syllables(convert(sample))
        if share > max(best, start + 0.15) and share >= ENOUGH:
            found, best = name, share
    return found
