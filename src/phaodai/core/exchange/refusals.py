"""Sentences about files: one, in the reader's language; for the command line in both."""

from typing import Any

from django.utils.translation import override

from phaodai.core.commands import WrongInput
from phaodai.core.exchange.terms import Refusal


def sentence_of(code: str, params: dict[str, Any]) -> str:
    """The sentence of a refusal in the language in force."""
    found = Refusal(code) if code in Refusal.values else Refusal.UNREADABLE
    return str(found.label).format_map({"columns": "", "most": "", **params})


class RefusedFile(WrongInput):
    """The file cannot be imported as a whole."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params

    @property
    def sentence(self) -> str:
        return sentence_of(self.code, self.params)

    def __str__(self) -> str:
        said = []
        for language in ("vi", "en"):
            with override(language):
                said.append(self.sentence)
        return " / ".join(said)
