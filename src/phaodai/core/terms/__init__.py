"""Terms: English code, Vietnamese and English label, in one line each."""

import enum

from django.db.models import TextChoices
from django.utils.functional import lazy
from django.utils.translation import get_language


def _pick(vi: str, en: str) -> str:
    return en if (get_language() or "vi").startswith("en") else vi


pick_language = lazy(_pick, str)
"""The Vietnamese or the English text, decided when it is shown."""


class TermChoices(TextChoices):
    """TextChoices whose members are written ``CODE = "code", "Nhãn", "Label"``.

    ``label`` follows the language of the request; ``label_vi`` and ``label_en`` are fixed.
    """

    label_vi: str

    def __new__(cls, value: str, label_vi: str = "") -> "TermChoices":
        member = str.__new__(cls, value)
        member._value_ = value
        member.label_vi = label_vi
        return member

    @enum.property
    def label(self) -> str:
        return pick_language(self.label_vi, str(self._label_))

    @property
    def label_en(self) -> str:
        return str(self._label_)
