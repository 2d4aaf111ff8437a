"""How a number is written (NĐ 30/2020, appendix I). Pure."""

import re

PLAIN, WITH_YEAR = "plain", "year"
SIGN = re.compile(r"^[/-][\w.\-–&/ ]{1,38}$")


def written_number(number: int, sign: str, year: int, form: str = PLAIN) -> str:
    """Below ten a zero stands before it: "03/TB-BCĐ"; with the year "03/2021/QĐ-UBND"."""
    middle = f"/{year}" if form == WITH_YEAR else ""
    return f"{number:02d}{middle}{sign}"


def is_sign(sign: str) -> bool:
    """Whether this can follow a number: "/QĐ-CLYT", "-TB/BCĐ"."""
    return bool(SIGN.fullmatch(sign))
