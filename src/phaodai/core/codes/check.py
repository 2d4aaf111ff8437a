"""ISO/IEC 7064 MOD 37,36: one check character that finds every single wrong sign and nearly all swaps."""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def check_character(body: str) -> str:
    """The check character of an upper-case alphanumeric body (hyphens are ignored).

    Raises:
        ValueError: the body is empty or holds another sign.
    """
    signs = body.replace("-", "")
    if not signs:
        raise ValueError("A code needs at least one sign.")
    product = 36
    for sign in signs:
        total = (product + ALPHABET.index(sign)) % 36 or 36
        product = (total * 2) % 37
    return ALPHABET[(37 - product) % 36]


def make_code(prefix: str, number: int, *, width: int = 6) -> str:
    """``make_code("M", 4396)`` → ``M-004396-`` and its check character."""
    body = f"{prefix}-{number:0{width}d}"
    return f"{body}-{check_character(body)}"


def normalize_code(text: str) -> str:
    """What a scanner or a tired clerk typed, as the code is stored: upper case, no blanks."""
    return "".join(text.split()).upper()


def is_valid(code: str) -> bool:
    """Whether the last sign is the check character of the rest."""
    signs = code.replace("-", "")
    try:
        return len(signs) > 1 and check_character(signs[:-1]) == signs[-1]
    except ValueError:
        return False
