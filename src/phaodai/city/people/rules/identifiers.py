"""Identity papers: what their numbers look like and what a citizen code says of its holder.

A number of the wrong *shape* is a slip of the pen and refused. A citizen code that does not *fit* its holder
is kept with a warning: registers err, and nobody is sent away for it (Nghị định 137/2015/NĐ-CP Điều 13).
"""

import re

from phaodai.city.people.terms import IdentifierKind, IdentityWarning, Sex

PROVINCE_CODES = frozenset(
    f"{number:03}"
    for number in (
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36,
        37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74,
        75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
    )
)  # fmt: skip
"""Annex of TT 07/2016/TT-BCA. Births abroad carry a code of their country, none of which is listed here."""

SHAPES: dict[str, re.Pattern[str]] = {
    IdentifierKind.CITIZEN: re.compile(r"\d{12}"),
    IdentifierKind.OLD_CARD: re.compile(r"\d{9}"),
    IdentifierKind.INSURANCE: re.compile(r"[A-Z]{2}\d{13}|\d{10}"),
    IdentifierKind.PASSPORT: re.compile(r"[A-Z0-9]{6,12}"),
    IdentifierKind.NATIONAL_QR: re.compile(r"[0-9A-Z]{8,40}"),
}
TWICE_ISSUED = (271_450_001, 271_500_000)
"""Old card numbers known to have been given to two people each."""


class BadIdentifier(ValueError):
    """The number cannot be one of its kind."""


def clean_identifier(kind: str, text: str) -> str:
    """The number as it is stored: upper case, no blanks, dots or hyphens.

    Raises:
        BadIdentifier: it has not the shape of its kind.
    """
    value = re.sub(r"[\s.\-–]+", "", text).upper()
    shape = SHAPES.get(kind)
    if shape and not shape.fullmatch(value):
        raise BadIdentifier(value)
    return value


def guess_identifier_kind(text: str) -> IdentifierKind | None:
    """Which paper a number is likely from, by its shape alone."""
    value = re.sub(r"[\s.\-–]+", "", text).upper()
    for kind in (IdentifierKind.CITIZEN, IdentifierKind.OLD_CARD, IdentifierKind.INSURANCE):
        if SHAPES[kind].fullmatch(value):
            return kind
    return None


def _told_by(code: str) -> tuple[int, Sex]:
    """Birth year and sex that a citizen code tells: digits 4 (century and sex) and 5–6 (year)."""
    century, odd = divmod(int(code[3]), 2)
    return 1900 + 100 * century + int(code[4:6]), Sex.FEMALE if odd else Sex.MALE


def _is_known_region(code: str) -> bool:
    return code[:3] in PROVINCE_CODES


def check_citizen_code(code: str, *, birth_year: int | None = None, sex: str = Sex.UNKNOWN) -> list[str]:
    """What in a citizen code does not fit: codes of `IdentityWarning` in a fixed order."""
    if not SHAPES[IdentifierKind.CITIZEN].fullmatch(code):
        return [IdentityWarning.CODE_SHAPE]
    year, told_sex = _told_by(code)
    found = {
        IdentityWarning.CODE_PROVINCE: not _is_known_region(code),
        IdentityWarning.CODE_CENTURY: birth_year is not None and birth_year // 100 != year // 100,
        IdentityWarning.CODE_YEAR: birth_year is not None and birth_year % 100 != year % 100,
        IdentityWarning.CODE_SEX: sex in (Sex.MALE, Sex.FEMALE) and sex != told_sex,
    }
    return [str(warning.value) for warning, is_wrong in found.items() if is_wrong]


def check_old_card(code: str) -> list[str]:
    """Whether this old card's number is known to have been issued twice."""
    if not SHAPES[IdentifierKind.OLD_CARD].fullmatch(code):
        return [IdentityWarning.CARD_SHAPE]
    return [IdentityWarning.CARD_TWICE] if TWICE_ISSUED[0] <= int(code) <= TWICE_ISSUED[1] else []


def check_identifier(
    kind: str, value: str, *, birth_year: int | None = None, sex: str = Sex.UNKNOWN
) -> list[str]:
    """Warnings about a number of any kind."""
    if kind == IdentifierKind.CITIZEN:
        return check_citizen_code(value, birth_year=birth_year, sex=sex)
    return check_old_card(value) if kind == IdentifierKind.OLD_CARD else []
