"""What people without ``people.unmask`` see of a telephone number or a code.

QĐ 1405/QĐ-BTTTT hides the first six signs of an identity number by default; of a telephone number the last
three digits stay, enough to tell two members of a household apart.
"""

from phaodai.city.people.rules.phones import format_phone

DOT = "•"
HIDDEN_SIGNS = 6
SHOWN_PHONE = 3
SHOWN_CODE = 6


def mask_phone(number: str) -> str:
    """``+84900000214`` → ``•••• ••• 214``; nothing of a number too short to hide."""
    if not number:
        return ""
    if len(number) <= HIDDEN_SIGNS + SHOWN_PHONE:
        return DOT * len(number)
    text = format_phone(number)
    hidden = "".join(DOT if sign.isalnum() or sign == "+" else sign for sign in text[:-SHOWN_PHONE])
    return hidden + text[-SHOWN_PHONE:]


def mask_code(value: str) -> str:
    """``001090123456`` → ``••••••123456``: at least six signs hidden, at most six shown."""
    hidden = min(len(value), max(HIDDEN_SIGNS, len(value) - SHOWN_CODE))
    return DOT * hidden + value[hidden:]


def shown_phone(number: str, unmasked: bool) -> str:
    """A stored number as this reader may see it."""
    return format_phone(number) if unmasked else mask_phone(number)


def shown_code(value: str, unmasked: bool) -> str:
    """An identity number as this reader may see it."""
    return value if unmasked else mask_code(value)
