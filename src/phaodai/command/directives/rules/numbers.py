"""Numbers and signs of documents (NĐ 30/2020, appendix I, and the party's form)."""

import re

from phaodai.command.directives.terms import DirectiveKind

SIGN_OF_NUMBER = re.compile(r"^\s*\d+\s*(?P<sign>[-/].+?)\s*$")
SMALL_WORDS = {"và", "của", "về", "công", "tác"}


def abbreviation(name: str) -> str:
    """ "Ban Chỉ đạo quận Hai Bà Trưng" → "BCĐQHBT": the first letters, as offices do it."""
    words = [
        word for word in re.findall(r"\w+", name) if word.lower() not in SMALL_WORDS and not word.isdigit()
    ]
    return "".join(word if word.isupper() else word[0].upper() for word in words)[:12]


def default_sign(kind: str, issuer_short: str) -> str:
    """What follows the number: "/TB-UBND"; an official letter carries the issuer only, "/UBND"."""
    return f"/{issuer_short}" if kind == DirectiveKind.LETTER else f"/{kind}-{issuer_short}"


def sign_of(number: str) -> str:
    """The sign of a written number: "03-TB/BCĐ" → "-TB/BCĐ"; "" when it has none."""
    found = SIGN_OF_NUMBER.match(number)
    return found["sign"].replace(" ", "") if found else ""


def kind_of(number: str) -> str:
    """The kind a number speaks of; a notice when it does not say."""
    parts = re.split(r"[-/\s]+", number.upper())
    return next((kind.value for kind in DirectiveKind if kind.value in parts), DirectiveKind.NOTICE.value)


def same_number(left: str, right: str) -> bool:
    """Whether two written numbers are the same, whatever the blanks, dashes and leading zeros."""
    return _bare(left) == _bare(right) != ""


def _bare(number: str) -> str:
    return re.sub(r"[\s/–—-]+", "-", number.strip().upper()).lstrip("0")


def without_kind(title: str) -> str:
    """A title as read, without the kind the form prints above it: "THÔNG BÁO kết luận …" → "Kết luận …"."""
    words = " ".join(title.split())
    for kind in DirectiveKind:
        label = str(kind.label_vi)
        if words.lower().startswith(f"{label.lower()} "):
            rest = words[len(label) :].strip()
            return rest[:1].upper() + rest[1:]
    return words
