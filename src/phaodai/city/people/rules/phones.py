"""Telephone numbers are kept as ``+84…``; old 11-digit mobile numbers are given their number of today."""

import re

LEGACY_PREFIXES = {
    **{f"016{digit}": f"03{digit}" for digit in "23456789"},  # Viettel
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",  # MobiFone
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",  # VinaPhone
    "0186": "056", "0188": "058",  # Vietnamobile
    "0199": "059",  # Gmobile
}  # fmt: skip
"""The renumbering of 15/9/2018: four old digits became three."""

COUNTRY = "+84"
MOBILE = re.compile(r"0[35789]\d{8}")
LANDLINE = re.compile(r"02\d{9}")
FOREIGN = re.compile(r"\+[1-9]\d{7,14}")
DECORATION = re.compile(r"[\s().\-–‑·/]+")


class BadPhone(ValueError):
    """The text is not a telephone number a person can be reached at."""


def _bare(text: str) -> str:
    """Digits with at most a leading plus; ``0084`` and ``84`` become ``+84``."""
    bare = DECORATION.sub("", text)
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    return "+" + bare if re.fullmatch(r"84\d{9,10}", bare) else bare


def _national(bare: str) -> str:
    """The number as dialled inside the country, or "" for one abroad."""
    if not bare.startswith("+"):
        return bare
    # Some write +84 (0)24…: the trunk zero is dropped once more.
    return "0" + bare.removeprefix(COUNTRY).lstrip("0") if bare.startswith(COUNTRY) else ""


def _renumbered(national: str) -> str:
    new = LEGACY_PREFIXES.get(national[:4])
    return new + national[4:] if new and len(national) == 11 else national


def normalize_phone(text: str) -> str:
    """The number as it is stored: ``0168 999 0000`` → ``+84389990000``; an empty text stays empty.

    Numbers of other countries must begin with + or 00.

    Raises:
        BadPhone: too short, too long, letters, or no such prefix in Vietnam.
    """
    bare = _bare(text)
    if not bare:
        return ""
    national = _renumbered(_national(bare))
    if MOBILE.fullmatch(national) or LANDLINE.fullmatch(national):
        return COUNTRY + national[1:]
    if not bare.startswith(COUNTRY) and FOREIGN.fullmatch(bare):
        return bare
    raise BadPhone(text)


def format_phone(number: str) -> str:
    """A stored number for reading aloud: ``+84900000214`` → ``0900 000 214``."""
    if not number.startswith(COUNTRY):
        return number
    national = "0" + number[len(COUNTRY) :]
    if LANDLINE.fullmatch(national):
        cut = 3 if national[:3] in ("024", "028") else 4
        return f"{national[:cut]} {national[cut:-4]} {national[-4:]}"
    return f"{national[:4]} {national[4:7]} {national[7:]}"
