"""Why a text is not read by rules: one sentence each. English message ids; the pages translate them."""

import re

from phaodai.command.directives.reading.letters import bare, is_marked, is_syllable, words_of


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation; the reader itself speaks no language."""
    return sentence


EMPTY = gettext_noop("There is no text in it.")
SCAN = gettext_noop(
    "These are pictures of pages without text; run text recognition first, or type the notice."
)
NOT_VIETNAMESE = gettext_noop("The text is not Vietnamese.")
UNMARKED = gettext_noop(
    "The text has lost its Vietnamese diacritics, so units and days cannot be told apart."
)
GARBLED = gettext_noop("The recognised text is too damaged to be read; scan the notice again or type it.")
TWO_NOTICES = gettext_noop("There are two notices in it; read each by itself.")
TOO_LONG = gettext_noop("The text is longer than any notice; read the notice without its annexes.")
NO_FILE = gettext_noop("The file cannot be opened.")
WRONG_TYPE = gettext_noop("Only TXT, DOCX and PDF files can be read.")
TOO_LARGE = gettext_noop("The file is larger than 20 MB.")
TOO_MANY_PAGES = gettext_noop("The PDF has more than 200 pages; read the notice without its annexes.")
ENCRYPTED = gettext_noop("The file is protected by a password.")
BROKEN = gettext_noop("The file is damaged or not what its name says.")
BOMB = gettext_noop("The file unpacks to far more than it should, and is not opened.")
MACROS = gettext_noop("The DOCX carries macros, and is not opened.")
LINKED = gettext_noop("The DOCX loads parts from elsewhere, and is not opened.")

OF_FILES = frozenset(
    {NO_FILE, WRONG_TYPE, TOO_LARGE, TOO_MANY_PAGES, ENCRYPTED, BROKEN, BOMB, MACROS, LINKED}
)
"""Reasons that lie in the file, not in what is written in it."""

_FEWEST_WORDS = 4
_NUMBER_LINE = re.compile(
    r"^[ \t*|]*(?:Số|SỐ)[ \t]*[:.]?[ \t*]*(\d{1,5}[ \t*]*[/-][ \t]*[^\s|]+)", re.MULTILINE
)
_STATE_LINE = re.compile(r"CONG HOA XA HOI CHU NGHIA|DANG CONG SAN VIET NAM")
_RECEIVERS = re.compile(r"^[ \t*_-]*noi nhan\b", re.MULTILINE | re.IGNORECASE)


def of_text(text: str, longest: int) -> str | None:
    """The reason not to read a text, None for a readable one."""
    if len(text) > longest:
        return TOO_LONG
    words = words_of(text)
    if not words:
        return EMPTY
    return _of_words(words) or (TWO_NOTICES if _is_two(text) else None)


def _of_words(words: list[str]) -> str | None:
    if len(words) < _FEWEST_WORDS:
        return None
    syllables = sum(map(is_syllable, words)) / len(words)
    marked = sum(map(is_marked, words)) / len(words)
    if marked < 0.08:
        return UNMARKED if syllables > 0.85 else NOT_VIETNAMESE
    if syllables < 0.72 or marked < 0.25:
        return GARBLED
    return None


def _is_two(text: str) -> bool:
    """Two letterheads with numbers of their own, or two lists of receivers after two numbers."""
    letters = bare(text)
    numbers = {re.sub(r"[\s*]", "", match.group(1)): match.start() for match in _NUMBER_LINE.finditer(text)}
    if len(numbers) < 2:
        return False
    return len(_STATE_LINE.findall(letters)) >= 2 or len(_RECEIVERS.findall(letters)) >= 2
